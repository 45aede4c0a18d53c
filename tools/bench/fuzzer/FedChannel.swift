import HAL
import Synchronization

/// A channel whose device says given bytes, in pieces of uneven length, and is then unplugged.
final class FedChannel: ByteChannel {
    private struct State {
        var rest: ArraySlice<UInt8>
        var piece: Int
        var isSilent: Bool
    }

    private let state: Mutex<State>

    /// A channel that says `bytes`; one that `isAsked` first is silent until something is written.
    init(_ bytes: [UInt8], isAsked: Bool = false) {
        // Bytes decide about the pieces too, so that the seed decides about all.
        let piece = 1 + bytes.count % 61
        state = Mutex(State(rest: bytes[...], piece: piece, isSilent: isAsked))
    }

    func write(_ bytes: [UInt8], by deadline: Deadline) async throws(DeviceError) {
        state.withLock { $0.isSilent = false }
    }

    func read(upTo limit: Int, by deadline: Deadline) async throws(DeviceError) -> [UInt8] {
        guard !state.withLock({ $0.isSilent }) else { throw DeviceError(.timeout, "not asked yet") }
        let piece = state.withLock { state in
            let piece = Array(state.rest.prefix(min(limit, state.piece)))
            state.rest = state.rest.dropFirst(piece.count)
            state.piece = 1 + state.piece * 7 % 61
            return piece
        }
        guard !piece.isEmpty else { throw DeviceError(.noHardware, "it has said all") }
        return piece
    }
}

/// A chip card reader that answers every command as it should, with given bytes for the card's.
final class FedCardTransport: CCIDTransport {
    private struct State {
        var rest: ArraySlice<UInt8>
        var sequence: UInt8 = 0
        var type: UInt8 = 0x81
    }

    private let state: Mutex<State>

    init(_ bytes: [UInt8]) {
        state = Mutex(State(rest: bytes[...]))
    }

    func send(_ message: [UInt8], by deadline: Deadline) async throws(DeviceError) {
        state.withLock { state in
            state.sequence = message[6]
            state.type = message[0] == 0x65 ? 0x81 : message[0] == 0x61 ? 0x82 : 0x80
        }
    }

    func receive(by deadline: Deadline) async throws(DeviceError) -> SensitiveBytes {
        let message = state.withLock { state -> [UInt8]? in
            guard let length = state.rest.popFirst() else { return nil }
            let isData = state.type == 0x80
            let data = isData ? Array(state.rest.prefix(Int(length))) : []
            state.rest = state.rest.dropFirst(data.count)
            return [state.type, UInt8(data.count), 0, 0, 0, 0, state.sequence, 0, 0, 0] + data
        }
        guard var message else { throw DeviceError(.noHardware, "it has said all") }
        return SensitiveBytes(erasing: &message)
    }

    func nextNotification(by deadline: Deadline) async throws(DeviceError) -> [UInt8] {
        throw DeviceError(.noHardware, "it says nothing unasked")
    }
}
