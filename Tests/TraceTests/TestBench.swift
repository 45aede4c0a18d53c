import HAL
import Synchronization
import TestSupport
import Traces
import Twins

/// Soon: an answer that is to come comes long before.
var soon: Deadline { .now + .seconds(5) }

/// A recorder whose lines stay in memory.
final class Notebook: Sendable {
    private let lines = Mutex<[UInt8]>([])

    /// What has been written so far.
    var bytes: [UInt8] { lines.withLock { $0 } }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The trace that was written.
    var trace: WireTrace {
        get throws { try WireTrace(text: bytes) }
    }

    func recorder(_ wire: WireKind, limit: Int = 1 << 22) -> TraceRecorder {
        TraceRecorder(wire, device: "device", limit: limit) { [self] in add($0) }
    }

    /// A recorder with judges of the test's own.
    func recorder(_ wire: WireKind, judge: any WireJudge) -> TraceRecorder {
        TraceRecorder(wire, device: "device", limit: 1 << 22, sent: judge, received: judge) {
            [self] in add($0)
        }
    }

    private func add(_ bytes: [UInt8]) -> Bool {
        lines.withLock { $0 += bytes }
        return true
    }
}

extension WireTrace {
    /// All that the device sent and the trace shows, masked bytes left out.
    var shownReceived: [UInt8] {
        events.flatMap { event -> [UInt8] in
            guard case .received(let bytes) = event.kind else { return [] }
            return bytes.compactMap { if case .shown(let value) = $0 { value } else { nil } }
        }
    }

    /// How many bytes are masked.
    var maskedCount: Int {
        events.reduce(0) { sum, event in
            switch event.kind {
            case .sent(let bytes), .received(let bytes): sum + bytes.count { $0 == .masked }
            case .opened, .failed, .full: sum
            }
        }
    }
}

/// A bank card's number, made up here, so that none stands in any file: noughts and the like, and
/// the digit that makes it right (ISO/IEC 7812-1, annex B).
func bankNumber(length: Int = 16, _ dice: inout Dice) -> String {
    let filling = (0..<length - 2).map { _ in "\(Int.random(in: 0...9, using: &dice))" }
    let digits = "6" + filling.joined()
    let sum = digits.utf8.reversed().enumerated().reduce(0) { sum, digit in
        let value = Int(digit.element - 0x30)
        return sum + (digit.offset.isMultiple(of: 2) ? value * 2 - (value > 4 ? 9 : 0) : value)
    }
    return digits + "\((10 - sum % 10) % 10)"
}

/// Two decimal digits a byte.
func packed(_ digits: String) -> [UInt8] {
    let values = digits.utf8.map { $0 - 0x30 }
    return stride(from: 0, to: values.count - 1, by: 2).map { values[$0] << 4 | values[$0 + 1] }
}

/// Sends `bytes` through a recorded channel in random pieces, and returns what was written down.
func recorded(
    _ bytes: [UInt8],
    as recorder: TraceRecorder,
    _ notebook: Notebook,
    _ dice: inout Dice
) async throws -> WireTrace {
    let (near, far) = MemoryChannel.pair(capacity: 1 << 16)
    let channel = recorder.wrap(near)
    var rest = bytes[...]
    while !rest.isEmpty {
        let piece = rest.prefix(Int.random(in: 1...9, using: &dice))
        rest = rest.dropFirst(piece.count)
        try await far.write(Array(piece), by: soon)
        let read = try await channel.read(upTo: 64, by: soon)
        if read != Array(piece) { throw DeviceError(.failure, "the channel changed bytes") }
    }
    recorder.finish()
    return try notebook.trace
}
