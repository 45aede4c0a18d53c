public import HAL
import Synchronization
import Wire

/// Chip card readers of the USB class CCID, with contacts or without.
///
/// Message and error numbers are those of the class specification, revision 1.1; `CCIDCommand` and
/// `CCIDAnswer` have them. The reader has one slot. Answers to commands that were given up come
/// late and are known by their sequence number; they are passed over.
public final class CCIDReader: SmartCardReader {
    /// The card that is awake.
    private struct Card: ~Copyable {
        private var exchange: any CardExchange
        private var response = SensitiveBytes(capacity: 0)

        init(_ exchange: any CardExchange) {
            self.exchange = exchange
        }

        /// Begins a command, with room for what it wants back and for a status word.
        mutating func begin(_ command: CommandAPDU) -> CardStep {
            response = SensitiveBytes(capacity: max(command.expected ?? 0, 256) + 2)
            return exchange.begin(command)
        }

        mutating func handle(_ answer: borrowing CCIDAnswer) -> CardStep {
            answer.data.read { exchange.handle($0, chain: answer.own, into: &response) }
        }

        /// Hands the response over once it is whole; nothing when it has no status word.
        mutating func takeResponse() -> ResponseAPDU? {
            defer { response.removeAll() }
            return response.read { ResponseAPDU($0) }
        }
    }

    private struct State: ~Copyable {
        var sequence: UInt8 = 0
        var card: Card?
    }

    /// How often a reader without notifications is asked whether a card has come.
    private static let lookInterval = Duration.milliseconds(500)

    private let transport: any CCIDTransport
    private let profile: CCIDProfile
    private let turn = Turn()
    private let state = Mutex(State())

    /// Takes over `transport`.
    public init(transport: any CCIDTransport, profile: CCIDProfile = .generic) {
        self.transport = transport
        self.profile = profile
    }

    public func status(by deadline: Deadline) async throws(DeviceError) -> SlotStatus {
        try await exchange(.getSlotStatus, "slot status", by: deadline).card
    }

    public func waitForCard(by deadline: Deadline) async throws(DeviceError) -> AnswerToReset {
        while try await status(by: deadline) == .absent {
            try await waitForChange("nobody brought a card by the deadline", by: deadline)
        }
        return try await wake(by: deadline)
    }

    public func waitForRemoval(by deadline: Deadline) async throws(DeviceError) {
        // A card that was awake and is not any more is another one, brought in its place.
        let wasAwake = state.withLock { $0.card != nil }
        while true {
            let now = try await status(by: deadline)
            if now == .absent || wasAwake && now == .inactive { break }
            try await waitForChange("the card is still there", by: deadline)
        }
        state.withLock { $0.card = nil }
    }

    public func transmit(
        _ command: CommandAPDU,
        by deadline: Deadline
    ) async throws(DeviceError) -> ResponseAPDU {
        guard var step = state.withLock({ $0.card?.begin(command) }) else {
            let detail = "no card is awake; wait for one first"
            throw DeviceError(.offline, detail, mayHaveRun: false)
        }
        while true {
            switch step {
            case .send(let data, let level):
                let message = CCIDCommand.xfrBlock(data: data, level: level)
                let answer = try await exchange(message, "the command", by: deadline)
                guard let next = state.withLock({ $0.card?.handle(answer) }) else {
                    let detail = "the card was taken away; present it again"
                    throw DeviceError(.offline, detail)
                }
                step = next
            case .done:
                guard let response = state.withLock({ $0.card?.takeResponse() }) else {
                    throw DeviceError(.failure, "the card's response has no status word")
                }
                return response
            case .refuse(let reason):
                throw DeviceError(.failure, reason, mayHaveRun: false)
            case .fail(let reason):
                state.withLock { $0.card = nil }
                throw DeviceError(.failure, "\(reason); present the card again")
            }
        }
    }

    /// Waits for the reader to say that something has changed, or until it is time to ask.
    private func waitForChange(_ late: String, by deadline: Deadline) async throws(DeviceError) {
        do throws(DeviceError) {
            try await turn.take(by: deadline)
            defer { turn.giveBack() }
            let until = min(deadline, .now + Self.lookInterval)
            let bytes = try await transport.nextNotification(by: until)
            if case .hardwareError(_, _, let code) = CCIDNotification(bytes) {
                let detail = "the reader reports a hardware error (\(Hex.text([code])))"
                throw DeviceError(.failure, detail)
            }
        } catch {
            guard error.kind == .timeout else { throw error }
            if ContinuousClock.now >= deadline || Task.isCancelled {
                throw DeviceError(.timeout, late)
            }
        }
    }

    private func wake(by deadline: Deadline) async throws(DeviceError) -> AnswerToReset {
        var refusal = DeviceError(.failure, "the reader offers no voltage")
        for voltage in profile.voltages {
            do throws(DeviceError) {
                let answer = try await exchange(
                    .iccPowerOn(voltage: voltage),
                    "waking the card",
                    by: deadline
                )
                let reset = try answer.data.read { (bytes) throws(DeviceError) in
                    try AnswerToReset(bytes)
                }
                try await prepare(reset, by: deadline)
                return reset
            } catch {
                // Only a card that stays mute may want another voltage.
                refusal = error
                guard error.kind == .failure else { break }
            }
        }
        throw refusal
    }

    /// Agrees with the reader on what the host does itself.
    ///
    /// No other protocol is asked of the card than the one that it offers first, in which it waits
    /// for its first command.
    private func prepare(_ reset: AnswerToReset, by deadline: Deadline) async throws(DeviceError) {
        let way = try way(to: reset)
        if let parameters = way.parameters {
            let command = CCIDCommand.setParameters(
                protocolNumber: parameters.count == 5 ? 0 : 1,
                data: parameters
            )
            _ = try await exchange(command, "setting the card's protocol", by: deadline)
        }
        state.withLock { $0.card = Card(way.exchange) }
    }

    /// How commands get to a card with this answer to reset, and the parameters for it.
    private func way(
        to reset: AnswerToReset
    ) throws(DeviceError) -> (exchange: any CardExchange, parameters: [UInt8]?) {
        switch (profile.exchange, reset.protocols.first) {
        case (.shortAPDU, _), (.extendedAPDU, _):
            let exchange = ChainExchange(
                pieceLength: profile.longestMessage - CCIDAnswer.headerLength,
                takesExtended: profile.exchange == .extendedAPDU
            )
            return (exchange, nil)
        case (.tpdu, 0), (.character, 0):
            let exchange = T0Exchange(passesCharacters: profile.exchange == .character)
            return (exchange, [reset.speed, 0, reset.guardTime, reset.waitingInteger, 0])
        case (.tpdu, 1) where !reset.usesCRC:
            let parameters = [
                reset.speed, 0x10, reset.guardTime, reset.waitingTime, 0, reset.blockLength, 0,
            ]
            return (T1Exchange(blockLength: reset.blockLength), parameters)
        case (.tpdu, let number), (.character, let number):
            let wish = reset.usesCRC ? "blocks with a CRC" : "T=\(number ?? 0)"
            throw DeviceError(
                .failure,
                "the card wants \(wish), which this reader's profile leaves to the host: use a"
                    + " reader that takes APDUs"
            )
        }
    }

    /// Sends one message and waits for its answer, past time extensions and late answers.
    private func exchange(
        _ command: CCIDCommand,
        _ name: String,
        by deadline: Deadline
    ) async throws(DeviceError) -> CCIDAnswer {
        try await turn.take(by: deadline)
        defer { turn.giveBack() }
        let sequence = state.withLock { state in
            state.sequence &+= 1
            return state.sequence
        }
        let message = command.encoded(slot: 0, sequence: sequence)
        guard message.count <= profile.longestMessage else {
            let detail = "\(name) has \(message.count) bytes; this reader takes fewer"
            throw DeviceError(.failure, detail, mayHaveRun: false)
        }
        try await transport.send(message, by: deadline)
        while true {
            let answer = try await transport.receive(by: deadline)
                .read { (bytes) throws(DeviceError) in try CCIDAnswer(bytes) }
            guard answer.slot == 0, answer.sequence == sequence else { continue }
            if answer.card == .absent { state.withLock { $0.card = nil } }
            switch answer.outcome {
            case .timeExtension: continue
            case .failed(let code): throw CCIDFault.error(code, card: answer.card, command: name)
            case .done:
                guard answer.type == command.answerType else {
                    let got = Hex.text([answer.type])
                    throw DeviceError(.failure, "\(name): the reader answered with message \(got)")
                }
                return answer
            }
        }
    }
}
