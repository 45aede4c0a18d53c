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
        var exchange: T1Exchange
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
        guard state.withLock({ $0.card != nil }) else {
            let detail = "no card is awake; wait for one first"
            throw DeviceError(.offline, detail, mayHaveRun: false)
        }
        let response =
            switch profile.exchange {
            case .shortAPDU: try await transmitWhole(command, by: deadline)
            case .tpdu: try await transmitInBlocks(command, by: deadline)
            }
        guard let response else {
            throw DeviceError(.failure, "the card's response has no status word")
        }
        return response
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

    /// Agrees with the card on what the host does itself.
    private func prepare(_ reset: AnswerToReset, by deadline: Deadline) async throws(DeviceError) {
        if profile.exchange == .tpdu {
            guard reset.protocols.contains(1), !reset.usesCRC else {
                throw DeviceError(
                    .failure,
                    "the card wants T=0 or a CRC, which this reader's"
                        + " profile leaves to the host: use a reader that takes short APDUs"
                )
            }
            let parameters = [
                reset.speed, 0x10, reset.guardTime, reset.waitingTime, 0, reset.blockLength, 0,
            ]
            let command = CCIDCommand.setParameters(protocolNumber: 1, data: parameters)
            _ = try await exchange(command, "setting T=1", by: deadline)
        }
        state.withLock { state in
            state.card = Card(exchange: T1Exchange(blockLength: reset.blockLength))
        }
    }

    private func transmitWhole(
        _ command: CommandAPDU,
        by deadline: Deadline
    ) async throws(DeviceError) -> ResponseAPDU? {
        let answer = try await exchange(.xfrBlock(data: command.bytes), "the command", by: deadline)
        guard answer.own == 0 else {
            throw DeviceError(.failure, "the reader splits a response that fits one message")
        }
        return answer.data.read { ResponseAPDU($0) }
    }

    private func transmitInBlocks(
        _ command: CommandAPDU,
        by deadline: Deadline
    ) async throws(DeviceError) -> ResponseAPDU? {
        var block = state.withLock { $0.card?.exchange.begin(command.bytes) } ?? []
        while true {
            let answer = try await exchange(.xfrBlock(data: block), "a T=1 block", by: deadline)
            let step = state.withLock { state in
                answer.data.read { bytes in state.card?.exchange.handle(bytes) }
            }
            switch step {
            case .send(let next): block = next
            case .done:
                return state.withLock { $0.card?.exchange.takeResponse() }
            case .fail(let reason):
                state.withLock { $0.card = nil }
                throw DeviceError(.failure, "T=1: \(reason); present the card again")
            case nil:
                throw DeviceError(.offline, "the card was taken away; present it again")
            }
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
