import Diagnosis
import HAL

/// Looks at one device for the doctor, rung by rung; one actor a device class.
///
/// It opens the port on the first rung and keeps it until it is let go. It brings what it saw and
/// judges nothing; what no rung of a class can tell it leaves to the answers below.
protocol DeviceProbe: Actor {
    nonisolated var subject: Subject { get }
    func open() async throws(DeviceError)
    func line() async throws(DeviceError) -> Sight
    func answer() async throws(DeviceError) -> Sight
    func state() async throws(DeviceError) -> Sight
    func settings() async throws(DeviceError) -> Sight
    /// Does what the device is there for, with `technician` beside it.
    func act(_ technician: any Technician) async throws(DeviceError) -> Sight
    /// Makes the device show which one it is.
    func identify(_ technician: any Technician) async throws(DeviceError) -> Sight
    /// The characters that came broken since the last call; nothing where none are counted.
    func noise() async -> LineCounts?
}

extension DeviceProbe {
    func answer() async throws(DeviceError) -> Sight { .untold("never answers: try it") }
    func state() async throws(DeviceError) -> Sight { .untold("tells nothing of itself") }
    func settings() async throws(DeviceError) -> Sight { .settings(nil) }
    func noise() async -> LineCounts? { nil }

    func identify(_ technician: any Technician) async throws(DeviceError) -> Sight {
        try await act(technician)
    }

    /// What there is to see on `rung`.
    func look(at rung: Rung, with technician: any Technician) async -> Sight {
        do throws(DeviceError) {
            switch rung {
            case .port:
                try await open()
                return .opened
            case .line: return try await line()
            case .answer: return try await answer()
            case .state: return try await state()
            case .settings: return try await settings()
            case .action: return try await act(technician)
            }
        } catch {
            guard rung == .answer, let counts = await noise(), counts.framing + counts.parity > 0
            else { return .error(error) }
            return .garbled(counts, error)
        }
    }
}

/// Who stands before the box while its devices are tried.
public protocol Technician: Sendable {
    /// How long a person is given for what was asked: a scan, a card.
    var patience: Duration { get }
    /// Asks for something to be done now.
    func tell(_ request: String) async
    /// Asks a question of yes or no; nothing when nobody is there to answer.
    func confirm(_ question: String) async -> Bool?
}

extension Technician {
    var deadline: Deadline { .now + patience }
}

/// Nobody stands there: what only a person can do is not done, what only one sees is not known.
public struct NobodyThere: Technician {
    public let patience: Duration

    /// Nobody, waited for no longer than `patience`.
    public init(patience: Duration = .seconds(1)) {
        self.patience = patience
    }

    public func tell(_ request: String) {}
    public func confirm(_ question: String) -> Bool? { nil }
}
