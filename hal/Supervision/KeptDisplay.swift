public import HAL
import Synchronization

/// A customer display that may be unplugged and come back.
///
/// A display answers nothing and forgets everything: one that returns is shown at once what it
/// ought to show.
public final class KeptDisplay: LineDisplay {
    /// What a display ought to show; whoever opens it shows it.
    public final class Picture: Sendable {
        private let lines = Mutex<[String]?>(nil)

        /// No picture yet.
        public init() {}

        /// Shows the picture on a `display` that has just been opened.
        public func greet(_ display: any LineDisplay) async throws(DeviceError) {
            guard let lines = lines.withLock({ $0 }) else { return }
            try await display.show(lines, by: .now + .seconds(2))
        }

        fileprivate func change(to new: [String]) {
            lines.withLock { $0 = new }
        }
    }

    public let columns: Int
    public let rows: Int
    private let keeper: Keeper<any LineDisplay>
    private let picture: Picture

    /// The display of `columns` by `rows` cells that `keeper` keeps; `picture` greets it.
    public init(
        _ keeper: Keeper<any LineDisplay>,
        columns: Int,
        rows: Int,
        picture: Picture
    ) {
        self.keeper = keeper
        self.columns = columns
        self.rows = rows
        self.picture = picture
    }

    public func show(_ lines: [String], by deadline: Deadline) async throws(DeviceError) {
        picture.change(to: lines)
        try await keeper.perform { display throws(DeviceError) in
            try await display.show(lines, by: deadline)
        }
    }

    public func clear(by deadline: Deadline) async throws(DeviceError) {
        picture.change(to: [])
        try await keeper.perform { display throws(DeviceError) in
            try await display.clear(by: deadline)
        }
    }
}
