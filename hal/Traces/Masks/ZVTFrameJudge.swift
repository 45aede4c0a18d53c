/// Finds ZVT's frames on a serial line, and has the message in each judged whole.
///
///     10 02   message, each 10 twice   10 03   check sum, 2
///
/// A byte is masked with its double, which would tell that it was 10; and of a frame in which
/// anything was masked, the check sum is masked too, which would narrow it down. What is between
/// frames and is not 06 or 15, and what is in a frame with a wrong check sum, is masked.
struct ZVTFrameJudge: WireJudge {
    /// A frame taken apart; `length` is on the wire.
    private enum Frame {
        case open
        case broken(length: Int)
        case whole(message: [UInt8], places: [Int], length: Int)
    }

    private let direction: WireDirection

    init(_ direction: WireDirection) {
        self.direction = direction
    }

    mutating func lostPlace() {}

    mutating func judge(_ undecided: Span<UInt8>) -> [Verdict] {
        var verdicts: [Verdict] = []
        while verdicts.count < undecided.count {
            let rest = undecided.extracting(droppingFirst: verdicts.count)
            switch rest[0] {
            case 0x06, 0x15:
                verdicts.append(.show)
            case 0x10 where rest.count == 1:
                return verdicts
            case 0x10 where rest[1] == 0x02:
                guard let frame = judge(frame: rest) else { return verdicts }
                verdicts += frame
            default:
                verdicts.append(.mask)
            }
        }
        return verdicts
    }

    /// Verdicts on the frame at the front, or nothing while its end has not come.
    private func judge(frame bytes: Span<UInt8>) -> [Verdict]? {
        switch Self.read(bytes) {
        case .open: return nil
        case .broken(let length):
            return [.show, .show] + Array(repeating: .mask, count: length - 2)
        case .whole(let message, let places, let length):
            let head = message.count > 2 && message[2] == 0xFF ? 5 : 3
            let inner = ZVTMessageMask.judge(message, head: head, direction)
            let isMasked = inner.contains { $0 == .mask }
            var verdicts = Array(repeating: Verdict.show, count: length)
            for (index, verdict) in inner.enumerated() where verdict == .mask {
                verdicts[places[index]] = .mask
                if message[index] == 0x10 { verdicts[places[index] + 1] = .drop }
            }
            if isMasked {
                verdicts[length - 2] = .mask
                verdicts[length - 1] = .mask
            }
            return verdicts
        }
    }

    private static func read(_ bytes: Span<UInt8>) -> Frame {
        var message: [UInt8] = []
        var places: [Int] = []
        var index = 2
        while index < bytes.count {
            guard bytes[index] == 0x10 else {
                message.append(bytes[index])
                places.append(index)
                index += 1
                continue
            }
            guard index + 1 < bytes.count else { return .open }
            switch bytes[index + 1] {
            case 0x10:
                message.append(0x10)
                places.append(index)
                index += 2
            case 0x03:
                guard index + 3 < bytes.count else { return .open }
                let sum = UInt16(bytes[index + 2]) | UInt16(bytes[index + 3]) << 8
                let isWhole = sum == ZVTCheckSum.of(message)
                return isWhole
                    ? .whole(message: message, places: places, length: index + 4)
                    : .broken(length: index + 4)
            default:
                // The frame stops short here; another may begin.
                return .broken(length: index)
            }
        }
        return .open
    }
}

/// The check sum of ZVT's frames: CRC-16 with the polynomial 8408h, from nought.
enum ZVTCheckSum {
    /// The sum over `message` as it is before doubling, and the 03 that ends it.
    static func of(_ message: [UInt8]) -> UInt16 {
        (message + [0x03]).reduce(0) { sum, byte in
            (0..<8).reduce(sum ^ UInt16(byte)) { sum, _ in
                sum & 1 == 1 ? sum >> 1 ^ 0x8408 : sum >> 1
            }
        }
    }
}
