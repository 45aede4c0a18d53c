public import HAL
import Synchronization
import Wire

/// Payment terminals that speak ZVT, the protocol of German, Austrian and Swiss counters.
///
/// Message names and codes are those of PA00P015 (commands) and PA00P016 (transport) of the
/// terminal makers' association; ecrterm and Portalum.Zvt are the other readings of them. On a
/// serial line the terminals expect 8 data bits, no parity and 2 stop bits.
///
/// It sends each payment once, believes only what a whole dialogue told, and calls everything else
/// unknown: what to do then is for the desk to decide.
public final class ZVTTerminal: PaymentTerminal {
    private let transport: any ZVTTransport
    private let timers: ZVTTimers
    private let currency: Int
    private let password: [UInt8]
    private let dialogues = Turn()
    private let earlier: ZVTEarlierDialogue
    /// How far a command that an abort may overtake has come.
    private let errand = Mutex(ZVTErrand())

    /// Takes over `channel`; nothing else may use it.
    ///
    /// `currency` is the ISO 4217 number that the terminal is registered with; `password` is the
    /// terminal's six digits.
    public init(
        channel: any ByteChannel,
        framing: ZVTFraming,
        currency: Int,
        password: Int = 0,
        timers: ZVTTimers = ZVTTimers()
    ) {
        precondition((1...999).contains(currency), "ISO 4217 numbers have three digits")
        precondition((0...999_999).contains(password), "the password has six digits")
        transport = framing.transport(over: channel, timers)
        earlier = ZVTEarlierDialogue(transport: transport, timers: timers)
        self.timers = timers
        self.currency = currency
        self.password = BCD.encode(Int64(password), in: 3) ?? [0, 0, 0]
    }

    public func register(by deadline: Deadline) async throws(DeviceError) {
        let command = ZVTCommand.registration(password: password, currency: currency)
        try await complete(command, isHarmless: true, by: deadline)
    }

    public func checkHealth(by deadline: Deadline) async throws(DeviceError) {
        let command = ZVTCommand.statusEnquiry(password: password)
        try await complete(command, isHarmless: true, by: deadline)
    }

    public func endOfDay(by deadline: Deadline) async throws(DeviceError) {
        try await complete(ZVTCommand.endOfDay(password: password), by: deadline)
    }

    public func authorizeSales(
        _ amount: PaymentAmount,
        by deadline: Deadline
    ) async throws(DeviceError) -> PaymentOutcome {
        let command = ZVTCommand.authorisation(
            minorUnits: amount.minorUnits,
            currency: amount.currency
        )
        return try await settle(command, over: amount, by: deadline)
    }

    public func authorizeVoid(
        _ slip: PaymentSlip,
        by deadline: Deadline
    ) async throws(DeviceError) -> PaymentOutcome {
        guard let number = slip.mark.slip, (0...9999).contains(number) else {
            let detail = "a slip without a number of four digits: reverse it at the terminal"
            throw DeviceError(.failure, detail, mayHaveRun: false)
        }
        let command = ZVTCommand.reversal(password: password, slip: number)
        return try await settle(command, over: slip.amount, by: deadline) { ending in
            // A slip that the terminal has given back before has no other outcome.
            ending.wasReversedBefore(slip) ? .alreadyReversed("slip \(number)") : nil
        }
    }

    public func lastResult(by deadline: Deadline) async throws(DeviceError) -> LastResult {
        let command = ZVTCommand.repeatReceipt(password: password)
        // A terminal that waits for an answer is done with once it has it.
        let end = min(deadline, .now + timers.answer * 2)
        while true {
            let ending = try await converse(command, by: deadline)
            switch ending {
            case .refused(let code) where ending.isBusy,
                .aborted(.some(let code), _) where ending.isBusy:
                guard .now < end else {
                    throw DeviceError(.busy, "\(command): \(ZVTResult.refusal(code).detail)")
                }
            case .refused, .aborted, .completed(nil):
                return .untold
            case .completed(.some(let status)):
                return Self.lastResult(status)
            }
        }
    }

    public func abort(by deadline: Deadline) async throws(DeviceError) {
        guard errand.withLock({ $0.stop() }) else { return }
        try await transport.cast(ZVTCommand.abort, by: deadline)
    }

    private static func lastResult(_ status: StatusInformation) -> LastResult {
        guard let code = status.resultCode else { return .untold }
        guard status.originalTrace == nil else { return .other(status.mark) }
        guard code == ZVTResult.approved else {
            return .declined(status.mark, ZVTResult.refusal(code))
        }
        guard let amount = status.amount else { return .other(status.mark) }
        return .approved(status.slip(of: amount))
    }

    /// A dialogue that moves money; `special` are the endings that only this command has.
    private func settle(
        _ command: APDU,
        over amount: PaymentAmount,
        by deadline: Deadline,
        special: (ZVTDialogue.Ending) -> PaymentOutcome? = { _ in nil }
    ) async throws(DeviceError) -> PaymentOutcome {
        let ending: ZVTDialogue.Ending
        do throws(DeviceError) {
            ending = try await converse(command, givingUpBefore: timers.answer, by: deadline)
        } catch {
            guard error.mayHaveRun else { throw error }
            return .unknown(error.description)
        }
        return special(ending) ?? Self.outcome(ending, of: command, over: amount)
    }

    private static func outcome(
        _ ending: ZVTDialogue.Ending,
        of command: APDU,
        over amount: PaymentAmount
    ) -> PaymentOutcome {
        switch ending {
        case .refused(let code): return .declined(ZVTResult.refusal(code))
        case .aborted(let code, let status):
            if status?.resultCode == ZVTResult.approved {
                return .unknown("\(command) was approved and then given up")
            }
            return .declined(ZVTResult.refusal(status?.resultCode ?? code))
        case .completed(let status):
            guard let status, let code = status.resultCode else {
                return .unknown("\(command) ended without a result")
            }
            guard code == ZVTResult.approved else { return .declined(ZVTResult.refusal(code)) }
            // A terminal need not repeat what it was told; if it does, it must be the same.
            let isSame =
                (status.minorUnits ?? amount.minorUnits) == amount.minorUnits
                && (status.currency ?? amount.currency) == amount.currency
            guard isSame else { return .unknown("\(command) ended with another amount") }
            return .approved(status.slip(of: amount))
        }
    }

    /// A dialogue that must end in Completion.
    private func complete(
        _ command: APDU,
        isHarmless: Bool = false,
        by deadline: Deadline
    ) async throws(DeviceError) {
        let ending = try await converse(command, isHarmless: isHarmless, by: deadline)
        switch ending {
        case .completed: return
        case .refused(let code):
            let kind: DeviceError.Kind = ending.isBusy ? .busy : .failure
            let detail = "\(command) refused: \(ZVTResult.refusal(code).detail)"
            throw DeviceError(kind, detail, mayHaveRun: false)
        case .aborted(let code, _):
            throw DeviceError(.failure, "\(command) given up: \(ZVTResult.refusal(code).detail)")
        }
    }
}

extension ZVTTerminal {
    /// Sends a command and follows the terminal until the master right is back.
    ///
    /// With `grace`, the terminal is asked to give up that long before the deadline; a customer
    /// who is charged all the same is then still heard of. A command whose end says no more than
    /// that the terminal is there `isHarmless`, and does not wait for a silent line.
    private func converse(
        _ command: APDU,
        givingUpBefore grace: Duration? = nil,
        isHarmless: Bool = false,
        by deadline: Deadline
    ) async throws(DeviceError) -> ZVTDialogue.Ending {
        try await dialogues.take(by: deadline)
        defer { dialogues.giveBack() }
        if grace != nil { errand.withLock { $0.begin() } }
        do throws(DeviceError) {
            if isHarmless {
                try await earlier.endWhatIsHere()
            } else {
                try await earlier.end(by: deadline)
            }
            let wasSilent = earlier.isOver
            try await transport.send(command, by: deadline)
            let (ending, answers) = try await follow(givingUpBefore: grace, by: deadline)
            let aborts = errand.withLock { $0.end() }
            // A terminal that is busy has more to say, and so has one that owes an answer.
            if !wasSilent || ending.isBusy || answers < aborts { earlier.isLeft() }
            return ending
        } catch {
            _ = errand.withLock { $0.end() }
            if error.mayHaveRun { earlier.isLeft() }
            let detail = "\(command): \(error.detail)"
            throw DeviceError(error.kind, detail, mayHaveRun: error.mayHaveRun)
        }
    }

    /// Answers the terminal until it ends; also how many answers to aborts it gave.
    private func follow(
        givingUpBefore grace: Duration?,
        by deadline: Deadline
    ) async throws(DeviceError) -> (ZVTDialogue.Ending, answers: Int) {
        var dialogue = ZVTDialogue()
        var stop = grace.map { deadline - $0 }
        while true {
            let timer: Deadline = .now + (dialogue.isAccepted ? timers.customer : timers.answer)
            let message: APDU
            do throws(DeviceError) {
                message = try await transport.receive(by: min(timer, stop ?? deadline))
            } catch {
                guard error.kind == .timeout, stop != nil else {
                    throw DeviceError(error.kind, error.detail, mayHaveRun: true)
                }
                stop = nil
                try? await abort(by: deadline)
                continue
            }
            switch dialogue.take(message) {
            case .goOn(let answer):
                await say(answer, by: deadline)
                // Who wanted to stop it before the terminal had it is heard now.
                if grace != nil, dialogue.isAccepted, errand.withLock({ $0.accept() }) {
                    try? await transport.cast(ZVTCommand.abort, by: deadline)
                }
            case .end(let ending, let answer):
                await say(answer, by: deadline)
                return (ending, dialogue.laterAnswers)
            }
        }
    }

    /// An answer that does not arrive is the terminal's to miss; what follows tells.
    private func say(_ answer: APDU?, by deadline: Deadline) async {
        guard let answer else { return }
        try? await transport.send(answer, by: min(deadline, .now + timers.answer))
    }
}
