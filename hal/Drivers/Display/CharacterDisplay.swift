public import HAL
import Synchronization
import Wire

/// Customer displays of rows of characters, in any dialect that there is.
///
/// It keeps a shadow of what stands on the glass and sends only what differs from it: of a new
/// total, five digits instead of two rows. A display answers nothing, so the shadow is a belief,
/// and there are two ways back when it is wrong:
///
/// - After an error, when half a picture may have left, the next one begins with the initialisation
///   and is sent whole.
/// - A display that was unplugged and came back blank makes no error. So a picture is sent whole
///   when the last whole one is a minute old, even when it has not changed.
public final class CharacterDisplay: LineDisplay {
    private struct State {
        var wanted: DisplayScene
        /// Nothing when nobody knows.
        var shown: DisplayScene?
        var lastWhole: ContinuousClock.Instant?
    }

    public let columns: Int
    public let rows: Int
    private let channel: any ByteChannel
    private let dialect: DisplayDialect
    private let text: DisplayText
    private let update: DisplayUpdate
    private let healing: Duration
    private let state: Mutex<State>
    private let turn = Turn()

    /// Takes over `channel`; nothing else may write to it.
    ///
    /// `characters` is what its Chinese font holds; `brightness` is 1 (dim) to 4, or nothing for as
    /// it was switched on; `healing` is the longest that a display which has lost its picture stays
    /// wrong while pictures come.
    ///
    /// - Precondition: the dialect `fits` the size, and has a brightness if one is given.
    public init(
        channel: any ByteChannel,
        dialect: DisplayDialect,
        columns: Int = 20,
        rows: Int = 2,
        characters: CharacterArea = .gbk,
        brightness: Int? = nil,
        healing: Duration = .seconds(60)
    ) {
        precondition(
            dialect.fits(columns: columns, rows: rows),
            "\(dialect.name) has no display of \(rows) rows of \(columns) cells"
        )
        precondition(
            brightness.map { (1...4).contains($0) && dialect.hasBrightness } ?? true,
            "\(dialect.name) has no such brightness"
        )
        self.channel = channel
        self.dialect = dialect
        self.columns = columns
        self.rows = rows
        self.healing = healing
        text = DisplayText(columns: columns, rows: rows, characters: characters)
        update = DisplayUpdate(dialect: dialect, columns: columns, rows: rows)
        let light = DisplayScene.Light(brightness: brightness.map(UInt8.init))
        state = Mutex(State(wanted: DisplayScene(cells: text.cells([]), light: light)))
    }

    public func show(_ lines: [String], by deadline: Deadline) async throws(DeviceError) {
        let cells = text.cells(lines)
        try await change(by: deadline) { scene in
            scene.cells = cells
            scene.scroll = nil
        }
    }

    public func clear(by deadline: Deadline) async throws(DeviceError) {
        try await show([], by: deadline)
    }

    /// Lets `text` run through the upper row, over and over, above a `line` that stands still.
    ///
    /// It runs until the next picture. What is longer than the display can hold is cut off.
    public func scroll(
        _ text: String,
        above line: String,
        by deadline: Deadline
    ) async throws(DeviceError) {
        guard let command = dialect.scroll else { throw lacks("a text that scrolls by itself") }
        let running = self.text.cells(text, upTo: command.limit)
        let cells = self.text.cells(["", line])
        try await change(by: deadline) { scene in
            scene.cells = cells
            scene.scroll = running
        }
    }

    /// Sets the brightness, from 1 (dim) to 4; it stays when the display is initialised again.
    public func setBrightness(_ level: Int, by deadline: Deadline) async throws(DeviceError) {
        guard dialect.hasBrightness else { throw lacks("brightness") }
        guard (1...4).contains(level) else {
            let detail = "brightness is 1 to 4, not \(level)"
            throw DeviceError(.failure, detail, mayHaveRun: false)
        }
        try await change(by: deadline) { $0.light.brightness = UInt8(level) }
    }

    /// Lets the picture blink, or shows it steadily again; `time` is in steps of 50 ms.
    public func setBlinking(every time: Duration?, by deadline: Deadline) async throws(DeviceError)
    {
        guard dialect.blink != nil else { throw lacks("blinking") }
        let steps = time.map { UInt8(min(254, max(1, $0 / .milliseconds(50)))) }
        try await change(by: deadline) { $0.light.blink = steps }
    }

    private func lacks(_ what: String) -> DeviceError {
        DeviceError(.failure, "\(dialect.name) has no command for \(what)", mayHaveRun: false)
    }

    /// Brings the glass to the wanted scene, changed so.
    private func change(
        by deadline: Deadline,
        _ edit: (inout DisplayScene) -> Void
    ) async throws(DeviceError) {
        try await turn.take(by: deadline)
        defer { turn.giveBack() }
        let (bytes, scene) = state.withLock { state in
            edit(&state.wanted)
            return (plan(&state, at: .now), state.wanted)
        }
        if !bytes.isEmpty { try await channel.write(bytes, by: deadline) }
        state.withLock { $0.shown = scene }
    }

    /// What to send now; until it has left, nobody knows what stands on the glass.
    private func plan(_ state: inout State, at now: ContinuousClock.Instant) -> [UInt8] {
        if let last = state.lastWhole, now - last >= healing { state.shown = nil }
        if state.shown == nil { state.lastWhole = now }
        let bytes = update.bytes(from: state.shown, to: state.wanted)
        state.shown = nil
        return bytes
    }
}
