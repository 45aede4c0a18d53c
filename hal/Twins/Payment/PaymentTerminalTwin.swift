public import HAL
import Synchronization
import Wire

/// A ZVT payment terminal that takes money from customers who do not exist.
///
/// It keeps an account of what it took, so that a test can say who paid twice. `plan` says what
/// the next payments meet; everything else goes well. Of `TwinFaults` it knows `off` and
/// `splitAnswers`.
public final class PaymentTerminalTwin: Twin {
    /// How it is connected.
    public enum Connection: String, Sendable, CaseIterable {
        /// Framed, checked and acknowledged.
        case serial
        /// Bare messages, as over TCP.
        case network
    }

    private struct State {
        var line: TwinLine
        var mind: TerminalMind
        var random: SeededRandom
        /// The last frame with a message, for a till that did not take it.
        var lastFrame: [UInt8] = []
    }

    public let faults = TwinFaults()
    private let connection: Connection
    private let patience: Duration
    private let state: Mutex<State>
    private let voice: TwinVoice
    private let speaking = Turn()
    private let touched = Bell()

    /// A terminal that is switched on and has counted up to `trace`.
    ///
    /// One that `remembers` has had a customer before. After `patience` without an answer it says
    /// its last message again, and after three times it gives up.
    public init(
        _ connection: Connection,
        seed: UInt64 = 1,
        trace: Int = 16,
        remembers: Bool = true,
        patience: Duration = .milliseconds(300)
    ) {
        self.connection = connection
        self.patience = patience
        let isSerial = connection == .serial
        state = Mutex(
            State(
                line: TwinLine(isSerial: isSerial),
                mind: TerminalMind(isSerial: isSerial, trace: trace, remembers: remembers),
                random: SeededRandom(seed: seed)
            )
        )
        voice = TwinVoice(faults: faults, seed: seed)
    }

    /// What it has taken.
    public var account: CardAccount { state.withLock { $0.mind.account } }

    /// Whether a customer stands at it and has not paid yet.
    public var hasCustomer: Bool { state.withLock { $0.mind.isHolding } }

    /// What the next payments meet, in order.
    public func plan(_ mishaps: [TerminalMishap]) {
        state.withLock { $0.mind.mishaps += mishaps }
    }

    /// Whether a mishap waits for a payment.
    public var hasPlans: Bool { state.withLock { !$0.mind.mishaps.isEmpty } }

    /// The bank answers at last; see `TerminalMishap.late`.
    public func release() {
        state.withLock { $0.mind.release() }
        touched.ring()
    }

    /// Someone switches it on after a power cut.
    public func switchOn() {
        state.withLock { $0.mind.switchOn() }
    }

    /// Someone reverses the payment on slip `receipt` at the terminal's own keys.
    ///
    /// The till does not hear of it. False when there is no such payment, or it is at work.
    public func reverseAtKeys(receipt: Int) -> Bool {
        state.withLock { $0.mind.reverseAtKeys(receipt: receipt) }
    }

    public func run(on channel: any ByteChannel) async {
        await withTaskGroup { tasks in
            tasks.addTask { await self.receive(on: channel) }
            tasks.addTask { await self.follow(on: channel) }
            // The first to end is the receiver, when the cable is pulled.
            await tasks.next()
            tasks.cancelAll()
        }
    }

    private func receive(on channel: any ByteChannel) async {
        var asked: (count: Int, since: Deadline) = (0, .now)
        while !Task.isCancelled {
            do throws(DeviceError) {
                hear(try await channel.read(upTo: 4096, by: .now + patience))
            } catch {
                guard error.kind == .timeout else { return }
            }
            // Measured from the question: a till that talks of other things has not answered.
            let count = state.withLock { $0.mind.questions }
            if count != asked.count {
                asked = (count, .now)
            } else if asked.since + patience <= .now {
                asked.since = .now
                state.withLock { $0.mind.losePatience() }
            }
            guard await speak(on: channel) else { return }
        }
    }

    /// Speaks of what a person did while no byte came.
    private func follow(on channel: any ByteChannel) async {
        while !Task.isCancelled {
            let count = touched.count
            guard await speak(on: channel) else { return }
            _ = await touched.isHeard(after: count, by: never)
        }
    }

    private func hear(_ bytes: [UInt8]) {
        guard !faults.contains(.off) else { return }
        state.withLock { state in
            for heard in state.line.hear(bytes) where !state.mind.isDead {
                switch heard {
                case .message(let message): state.mind.hear(message)
                case .torn: state.mind.complain()
                case .notTaken: state.mind.sayAgain()
                case .taken: continue
                }
            }
        }
    }

    private func speak(on channel: any ByteChannel) async -> Bool {
        guard (try? await speaking.take(by: never)) != nil else { return false }
        defer { speaking.giveBack() }
        let pieces = state.withLock { state in
            state.mind.takeOutputs().map { Self.bytes(of: $0, &state) }
        }
        for piece in pieces {
            guard await voice.say(piece, on: channel) else { return false }
        }
        return true
    }

    /// One output with what its payment's mishap does to it.
    private static func bytes(of output: TerminalMind.Output, _ state: inout State) -> [UInt8] {
        let noise = state.mind.isNoisy ? noise(&state.random) : []
        switch output {
        case .byte(let byte): return noise + [byte]
        case .again: return state.lastFrame
        case .message(let message):
            let frame = state.line.wrap(message)
            state.lastFrame = frame
            if state.mind.tears(message) { return frame.dropLast() + frame.suffix(1).map { ~$0 } }
            return noise + (state.mind.isDoubled ? frame + frame : frame)
        }
    }

    private static func noise(_ random: inout SeededRandom) -> [UInt8] {
        (0..<Int.random(in: 0...6, using: &random)).map { _ in
            UInt8.random(in: 0...255, using: &random)
        }
    }
}
