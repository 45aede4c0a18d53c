public import HAL
import Synchronization
import Wire

/// A CCID reader, message by message as on its USB endpoints (CCID 1.1), with one slot.
///
/// It reads the host's messages by its own tables and forgives nothing: a wrong length, a message
/// it does not know, or a command for another slot is answered as the class wants.
public final class SmartCardReaderTwin: Twin {
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
    }

    private struct State: Sendable {
        var card: (any ChipCardTwin)?
        var blocks: T1CardTwin?
        var isAwake = false
        var wrong: Set<Fault> = []
        var outbox: [[UInt8]] = []
        /// How often a command reached the card.
        var commands = 0
    }

    public let faults = TwinFaults()
    private let voice: TwinVoice
    private let passesBlocks: Bool
    private let longestMessage: Int
    private let state = Mutex(State())
    private let news = Bell()

    /// A reader with an empty slot; one that `passesBlocks` leaves T=1 to the host.
    public init(seed: UInt64 = 1, passesBlocks: Bool = false, longestMessage: Int = 271) {
        voice = TwinVoice(faults: faults, seed: seed)
        self.passesBlocks = passesBlocks
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
        state.blocks = nil
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
            let own: UInt8 = reply.type == 0x82 ? 1 : 0
            let rest = [message[5], sequence, reply.outcome | slot, reply.error, own]
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
        case 0x6F: return transfer(data, &state)
        case 0x61: return [Reply(type: 0x82, data: data)]
        case 0x6C, 0x6D: return [Reply(type: 0x82, data: [0x11, 0x10, 0, 0x4D, 0, 0x20, 0])]
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
        if passesBlocks { state.blocks = T1CardTwin(card) }
        return Reply(type: 0x80, data: card.answerToReset)
    }

    private func transfer(_ data: [UInt8], _ state: inout State) -> [Reply] {
        guard let card = state.card, state.isAwake else { return [.failed(0x80, 0xFE)] }
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
        return pleas + [Reply(type: 0x80, data: response(to: data, of: card, &state))]
    }

    private func response(
        to data: [UInt8],
        of card: any ChipCardTwin,
        _ state: inout State
    ) -> [UInt8] {
        guard passesBlocks else { return Self.contactless(data, card) ?? card.respond(to: data) }
        if state.wrong.remove(.garbledBlock) != nil { state.blocks?.isGarbling = true }
        if state.wrong.remove(.waitingTime) != nil { state.blocks?.isSlow = true }
        return state.blocks?.take(data) ?? []
    }

    /// What a contactless reader answers itself: class FF, GET DATA.
    private static func contactless(_ command: [UInt8], _ card: any ChipCardTwin) -> [UInt8]? {
        guard let uid = card.uid, command.count == 5, command[0] == 0xFF else { return nil }
        switch (command[1], command[2]) {
        case (0xCA, 0): return uid + [0x90, 0x00]
        case (0xCA, 1): return Array(card.answerToReset.dropFirst(4).dropLast()) + [0x90, 0x00]
        default: return [0x6A, 0x81]
        }
    }
}
