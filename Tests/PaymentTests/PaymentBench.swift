import Channels
import Drivers
import HAL
import Twins

/// How a till and a terminal twin are connected.
enum CableKind: String, CaseIterable, Sendable {
    case memory
    case hostile
    case pty
}

/// A driver and a twin at the two ends of a cable, while a test runs.
func withTerminal<Result: Sendable>(
    _ twin: PaymentTerminalTwin,
    _ framing: ZVTFraming,
    over kind: CableKind = .memory,
    seed: UInt64 = 1,
    errorsInThousand: Int = 0,
    timers: ZVTTimers = quickTimers,
    _ body: (ZVTTerminal) async throws -> Result
) async throws -> Result {
    let cable = try Cable(kind, seed: seed, errorsInThousand: errorsInThousand)
    let life = Task { await twin.run(on: cable.far) }
    defer {
        life.cancel()
        cable.unplug()
    }
    let terminal = ZVTTerminal(
        channel: cable.near,
        framing: framing,
        currency: 978,
        timers: timers
    )
    return try await body(terminal)
}

/// Two ends of one cable.
struct Cable: Sendable {
    let near: any ByteChannel
    let far: any ByteChannel
    let unplug: @Sendable () -> Void

    init(_ kind: CableKind, seed: UInt64, errorsInThousand: Int = 0) throws {
        switch kind {
        case .memory, .hostile:
            let (near, far) = MemoryChannel.pair()
            let isHostile = kind == .hostile || errorsInThousand > 0
            self.near =
                isHostile
                ? HostileChannel(near, seed: seed, errorsInThousand: errorsInThousand) : near
            self.far = far
            unplug = { near.unplug() }
        case .pty:
            let terminal = try PseudoTerminal()
            near = try TTYChannel(path: terminal.path, baud: 115_200)
            far = terminal.channel
            unplug = { terminal.unplug() }
        }
    }
}

extension PaymentTerminalTwin {
    /// A twin for a driver of the same kind.
    ///
    /// - Parameter patience: How long it waits for an answer of the till.
    convenience init(
        _ framing: ZVTFraming,
        seed: UInt64 = 1,
        remembers: Bool = true,
        patience: Duration = .milliseconds(150)
    ) {
        let connection: Connection = framing == .serial ? .serial : .network
        self.init(
            connection,
            seed: seed,
            remembers: remembers,
            patience: patience
        )
    }
}

/// ZVT's timers, so short that silence does not hold up a test.
///
/// Where nobody is silent, ZVT's own are as quick, and a machine that is busy keeps them.
let quickTimers = ZVTTimers(
    byte: .milliseconds(40),
    answer: .milliseconds(200),
    customer: .milliseconds(400)
)

/// Soon: an answer that is to come comes long before.
var soon: Deadline { .now + .seconds(10) }

/// Looks again until it is so, for at most ten seconds.
func isSoon(_ condition: @Sendable () -> Bool) async -> Bool {
    let end = soon
    while !condition() {
        guard ContinuousClock.now < end else { return false }
        await Task.yield()
    }
    return true
}

/// As long as a customer of these tests takes at most.
var aCustomer: Deadline { .now + .milliseconds(600) }

func euros(_ minorUnits: Int64) throws -> PaymentAmount {
    guard let amount = PaymentAmount(minorUnits: minorUnits, currency: 978) else {
        throw PaymentLogError("no amount of \(minorUnits)")
    }
    return amount
}

extension PaymentDesk {
    /// A desk that does not wait long.
    init(_ terminal: any PaymentTerminal, _ log: any PaymentIntentLog) {
        self.init(terminal: terminal, log: log, patience: .seconds(1))
    }

    /// Asks again until nothing is in doubt any more, for at most ten seconds.
    func settleAll() async -> Bool {
        let end = soon
        while ContinuousClock.now < end {
            if (try? await resume(by: .now + .seconds(1)))?.isEmpty == true { return true }
            await Task.yield()
        }
        return false
    }
}

/// The four ways a payment can stand, without their details.
enum Word: String, Sendable {
    case approved
    case declined
    case parked
    case inDoubt
}

extension PaymentStanding {
    var word: Word {
        switch self {
        case .settled(.approved): .approved
        case .settled(.declined): .declined
        case .settled(.parked): .parked
        case .inDoubt: .inDoubt
        }
    }
}
