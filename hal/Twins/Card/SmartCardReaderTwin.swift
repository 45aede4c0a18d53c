public import HAL
import Synchronization
import Wire

/// A CCID reader, message by message as on its USB endpoints (CCID 1.1), with one slot.
///
/// It reads the host's messages by its own tables and forgives nothing: a wrong length, a message
/// it does not know, or a command for another slot is answered as the class wants.
public final class SmartCardReaderTwin: Twin {
    /// Who speaks the card's protocol: bits 16 to 18 of `dwFeatures` (CCID 1.1, 5.1).
    public enum Level: String, Sendable, CaseIterable {
        /// The host, to the procedure bytes of T=0.
        case character
        /// The host: TPDUs of T=0, blocks of T=1.
        case tpdu
        /// The reader, of commands in the short form.
        case shortAPDU
        /// The reader, of commands in either form, and in chains of messages.
        case extendedAPDU
    }

    /// What goes wrong, set and cleared while it runs.
    public enum Fault: String, Sendable, CaseIterable {
        /// The card does not wake.
        case muteCard
        /// Every command to the card is answered by two pleas for time first.
        case timeExtension
        /// The card is pulled while it is at the next command.
        case removedInCommand
        /// Answers bear the number of another command.
        case wrongSequence
        /// A late answer to another command comes before each answer.
        case lateAnswer
        /// An answer says that it is longer than the reader may send.
        case overlong
        /// The reader reports an overcurrent.
        case hardwareError
        /// A T=1 block of the card comes with a bit turned.
        case garbledBlock
        /// The card asks for more time by T=1's own means.
        case waitingTime
        /// A T=0 card asks for time, and for data a byte at a time.
        case fickleCard
        /// A T=0 card says something that is no procedure byte.
        case rudeCard
        /// A response that fits one message comes in several.
        case splitResponse
        /// A message says that it stands elsewhere in its chain.
        case wrongChain
    }

    private struct State: Sendable {
        var card: (any ChipCardTwin)?
        var line: CardLineTwin?
        var isAwake = false
        var wrong: Set<Fault> = []
        var outbox: [[UInt8]] = []
        /// How often a command reached the card.
        var commands = 0
    }

    public let faults = TwinFaults()
    private let voice: TwinVoice
    private let level: Level
    private let seed: UInt64
    private let longestMessage: Int
    private let state = Mutex(State())
    private let news = Bell()

    /// A reader of this level with an empty slot.
    public init(seed: UInt64 = 1, level: Level = .shortAPDU, longestMessage: Int = 271) {
        voice = TwinVoice(faults: faults, seed: seed)
        self.seed = seed
        self.level = level
        self.longestMessage = longestMessage
    }

    /// Someone brings a card.
    public func insert(_ card: any ChipCardTwin) {
        change { state in
            state.card = card
            state.isAwake = false
            state.outbox.append([0x50, 0x03])
        }
    }

    /// Someone takes the card away.
    public func remove() {
        change { Self.pull(&$0) }
    }

    /// Makes `fault` happen from now on.
    public func set(_ fault: Fault) {
        change { _ = $0.wrong.insert(fault) }
    }

    /// Ends `fault`.
    public func clear(_ fault: Fault) {
        change { _ = $0.wrong.remove(fault) }
    }

    /// How many commands have reached a card.
    public var commands: Int { state.withLock { $0.commands } }

    public func run(on channel: any ByteChannel) async {
        await withTaskGroup { tasks in
            tasks.addTask { await self.speak(on: channel) }
            tasks.addTask { await self.listen(on: channel) }
            await tasks.next()
            tasks.cancelAll()
        }
    }

    private func change(_ body: (inout State) -> Void) {
        state.withLock { body(&$0) }
        news.ring()
    }

    private static func pull(_ state: inout State) {
        state.card = nil
        state.line = nil
        state.isAwake = false
        state.outbox.append([0x50, 0x02])
    }

    private func speak(on channel: any ByteChannel) async {
        while !Task.isCancelled {
            let count = news.count
            let messages = state.withLock { state in
                defer { state.outbox = [] }
                return state.outbox
            }
            for message in messages {
                guard await voice.say(message, on: channel) else { return }
            }
            if messages.isEmpty { _ = await news.isHeard(after: count, by: never) }
        }
    }

    private func listen(on channel: any ByteChannel) async {
        var heard: [UInt8] = []
        while !Task.isCancelled {
            do throws(DeviceError) {
                heard += try await channel.read(upTo: 512, by: never)
            } catch {
                if error.kind == .noHardware { return }
                continue
            }
            while heard.count >= 10 {
                let length = 10 + heard[1...4].reversed().reduce(0) { $0 << 8 + Int($1) }
                guard length <= longestMessage else {
                    heard = []
                    break
                }
                guard heard.count >= length else { break }
                let message = Array(heard.prefix(length))
                heard.removeFirst(length)
                if !faults.contains(.off) { change { answer(message, &$0) } }
            }
        }
    }

    /// One message to the host, before the state of the slot is written on it.
    private struct Reply {
        let type: UInt8
        var outcome: UInt8 = 0
        var error: UInt8 = 0
        var own: UInt8 = 0
        var data: [UInt8] = []

        static func failed(_ type: UInt8, _ error: UInt8) -> Reply {
            Reply(type: type, outcome: 0x40, error: error)
        }
    }

    /// Puts into the outbox what the reader says to `message`.
    private func answer(_ message: [UInt8], _ state: inout State) {
        let sequence = state.wrong.contains(.wrongSequence) ? message[6] &+ 7 : message[6]
        if state.wrong.contains(.lateAnswer) {
            state.outbox.append([0x81, 0, 0, 0, 0, 0, message[6] &- 1, 0x02, 0, 0])
        }
        if state.wrong.contains(.overlong) {
            state.outbox.append([0x80, 0xFF, 0xFF, 0, 0, 0, sequence, 0, 0, 0])
            return
        }
        for reply in replies(to: message, &state) {
            let slot: UInt8 = state.card == nil ? 2 : state.isAwake ? 0 : 1
            let size = [UInt8(reply.data.count & 0xFF), UInt8(reply.data.count >> 8), 0, 0]
            let rest = [message[5], sequence, reply.outcome | slot, reply.error, reply.own]
            state.outbox.append([reply.type] + size + rest + reply.data)
        }
    }

    private func replies(to message: [UInt8], _ state: inout State) -> [Reply] {
        let data = Array(message[10...])
        guard message[5] == 0 else { return [.failed(0x81, 5)] }
        switch message[0] {
        case 0x62: return [wake(&state)]
        case 0x63:
            state.isAwake = false
            return [Reply(type: 0x81)]
        case 0x65, 0x6E, 0x72: return [Reply(type: 0x81)]
        case 0x6F: return transfer(data, UInt16(message[8]) | UInt16(message[9]) << 8, &state)
        case 0x61: return [parameters(message[7], data, state)]
        case 0x6C, 0x6D:
            return [Reply(type: 0x82, own: 1, data: [0x11, 0x10, 0, 0x4D, 0, 0x20, 0])]
        case 0x6B: return [Reply(type: 0x83)]
        case 0x69: return [.failed(0x80, 0)]
        case 0x73: return [Reply(type: 0x84, data: data)]
        default: return [.failed(0x81, 0)]
        }
    }

    private func wake(_ state: inout State) -> Reply {
        guard let card = state.card, !state.wrong.contains(.muteCard) else {
            return .failed(0x80, 0xFE)
        }
        state.isAwake = true
        state.line = CardLineTwin(card, level, pieceLength: longestMessage - 10, seed: seed)
        return Reply(type: 0x80, data: card.answerToReset)
    }

    /// SetParameters: of the protocol that the card speaks, five bytes for T=0 and seven for T=1.
    private func parameters(_ number: UInt8, _ data: [UInt8], _ state: State) -> Reply {
        guard let card = state.card else { return .failed(0x82, 0xFE) }
        let isRight =
            card.speaksT0 ? number == 0 && data.count == 5 : number == 1 && data.count == 7
        return isRight ? Reply(type: 0x82, own: number, data: data) : .failed(0x82, 0x07)
    }

    private func transfer(_ data: [UInt8], _ parameter: UInt16, _ state: inout State) -> [Reply] {
        guard state.card != nil, state.isAwake else { return [.failed(0x80, 0xFE)] }
        if state.wrong.contains(.hardwareError) {
            state.outbox.append([0x51, 0, 0, 0x01])
            return [.failed(0x80, 0xFB)]
        }
        state.commands += 1
        if state.wrong.remove(.removedInCommand) != nil {
            Self.pull(&state)
            return [.failed(0x80, 0xFE)]
        }
        let plea = Reply(type: 0x80, outcome: 0x80, error: 3)
        let pleas = state.wrong.contains(.timeExtension) ? [plea, plea] : []
        spoil(&state)
        guard let answer = state.line?.take(data, parameter) else { return [.failed(0x80, 0xFE)] }
        if let error = answer.error { return pleas + [.failed(0x80, error)] }
        return pleas + [Reply(type: 0x80, own: answer.chain, data: answer.data)]
    }

    /// Tells the line to the card what is wrong with it.
    private func spoil(_ state: inout State) {
        let wrong = state.wrong
        state.line?.spoil(
            isGarbling: wrong.contains(.garbledBlock),
            isSlow: wrong.contains(.waitingTime)
        )
        state.wrong.subtract([.garbledBlock, .waitingTime])
        let manner: T0CardTwin.Manner = wrong.contains(.fickleCard) ? .fickle : .plain
        state.line?.behave(wrong.contains(.rudeCard) ? .rude : manner)
        state.line?.splits = wrong.contains(.splitResponse)
        if state.wrong.remove(.wrongChain) != nil { state.line?.isMisleading = true }
    }
}
