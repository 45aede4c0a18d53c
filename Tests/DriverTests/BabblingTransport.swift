import HAL
import Synchronization
import Twins

/// A CCID reader gone mad: it answers each message with one that looks right and says anything.
///
/// Mostly the header is right and the data is noise, or an answer to reset, or a T=1 block, so that
/// every parser behind the header gets its share.
final class BabblingTransport: CCIDTransport {
    private struct State: Sendable {
        var random: SeededRandom
        var answers: [[UInt8]] = []
    }

    private let state: Mutex<State>

    init(seed: UInt64) {
        state = Mutex(State(random: SeededRandom(seed: seed)))
    }

    func send(_ message: [UInt8], by deadline: Deadline) async throws(DeviceError) {
        state.withLock { state in
            let sequence = message.count > 6 ? message[6] : 0
            let data = Self.data(for: message, &state.random)
            let types: [UInt8: UInt8] = [0x62: 0x80, 0x6F: 0x80, 0x61: 0x82, 0x65: 0x81]
            var type = types[message.first ?? 0] ?? 0x81
            var status: UInt8 = 0
            switch UInt8.random(in: 0...15, using: &state.random) {
            case 0: status = UInt8.random(in: 0...255, using: &state.random)
            case 1: type = UInt8.random(in: 0x7E...0x86, using: &state.random)
            case 2: state.answers.append([0x80, 0, 0, 0, 0, 0, sequence, 0x80, 1, 0])
            default: break
            }
            let header = [type, UInt8(data.count), 0, 0, 0, 0, sequence, status, 0, 0]
            state.answers.append(header + data)
        }
    }

    func receive(by deadline: Deadline) async throws(DeviceError) -> SensitiveBytes {
        var answer = state.withLock { state in
            state.answers.isEmpty ? [] : state.answers.removeFirst()
        }
        guard !answer.isEmpty else { throw DeviceError(.timeout, "nothing was asked") }
        return SensitiveBytes(erasing: &answer)
    }

    func nextNotification(by deadline: Deadline) async throws(DeviceError) -> [UInt8] {
        state.withLock { state in
            let length = Int.random(in: 0...6, using: &state.random)
            return (0..<length).map { _ in UInt8.random(in: 0...255, using: &state.random) }
        }
    }

    private static func data(for message: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        if message.first == 0x65 { return [] }
        var noise = (0..<Int.random(in: 0...60, using: &random)).map { _ in
            UInt8.random(in: 0...255, using: &random)
        }
        switch Int.random(in: 0...9, using: &random) {
        case 0...5 where message.first == 0x62:
            return [0x3B, 0x84, 0x81, 0x31, 0x20, 0x45, 0x4D, 0x45, 0x4D, 0x42, 0x56]
        case 0...2:
            // A block with a right check byte and any meaning.
            noise = [0, UInt8.random(in: 0...255, using: &random), UInt8(noise.count)] + noise
            return noise + [noise.reduce(0, ^)]
        case 3...5: return noise.prefix(20) + [0x90, 0x00]
        case 6...7: return Array("88800012345".utf8) + [0xFF, 0x90, 0x00]
        default: return noise
        }
    }
}
