/// A terminal twin's own reading and writing of ZVT lines.
///
/// It shares no code with the driver, and is written another way (buffer and search, a table of
/// half bytes), so that the two do not agree on the same mistake.
struct TwinLine: Sendable {
    /// What was on the line.
    enum Heard: Equatable {
        case message([UInt8])
        case taken
        case notTaken
        case torn
    }

    private let isSerial: Bool
    private var buffer: [UInt8] = []

    init(isSerial: Bool) {
        self.isSerial = isSerial
    }

    /// A message as it goes out.
    func wrap(_ message: [UInt8]) -> [UInt8] {
        guard isSerial else { return message }
        var frame: [UInt8] = [0x10, 0x02]
        for byte in message {
            frame.append(byte)
            if byte == 0x10 { frame.append(byte) }
        }
        let check = Self.check(message)
        return frame + [0x10, 0x03, UInt8(check & 0xFF), UInt8(check >> 8)]
    }

    /// Takes what came and returns what is whole.
    mutating func hear(_ bytes: [UInt8]) -> [Heard] {
        buffer += bytes
        var heard: [Heard] = []
        while let (length, item) = isSerial ? firstOfSerial() : firstOfNetwork() {
            buffer.removeFirst(length)
            if let item { heard.append(item) }
        }
        return heard
    }

    private func firstOfNetwork() -> (Int, Heard?)? {
        guard buffer.count >= 3 else { return nil }
        var head = 3
        var length = Int(buffer[2])
        if length == 255 {
            guard buffer.count >= 5 else { return nil }
            head = 5
            length = Int(buffer[4]) * 256 + Int(buffer[3])
        }
        guard buffer.count >= head + length else { return nil }
        return (head + length, .message(Array(buffer[..<(head + length)])))
    }

    private func firstOfSerial() -> (Int, Heard?)? {
        guard let first = buffer.first else { return nil }
        switch first {
        case 0x06: return (1, .taken)
        case 0x15: return (1, .notTaken)
        case 0x10 where buffer.count < 2: return nil
        case 0x10 where buffer[1] == 0x02: return frame()
        default: return (1, nil)
        }
    }

    /// The frame at the front of the buffer, once its check sum is there.
    private func frame() -> (Int, Heard?)? {
        var message: [UInt8] = []
        var index = 2
        while index + 1 < buffer.count {
            switch (buffer[index], buffer[index + 1]) {
            case (0x10, 0x10):
                message.append(0x10)
                index += 2
            case (0x10, 0x03):
                guard index + 3 < buffer.count else { return nil }
                let check = UInt16(buffer[index + 2]) + UInt16(buffer[index + 3]) * 256
                let isWhole = check == Self.check(message)
                return (index + 4, isWhole ? .message(message) : .torn)
            case (0x10, _):
                return (index, .torn)
            case (let byte, _):
                message.append(byte)
                index += 1
            }
        }
        return nil
    }

    private static let halves: [UInt16] = [
        0x0000, 0x1081, 0x2102, 0x3183, 0x4204, 0x5285, 0x6306, 0x7387,
        0x8408, 0x9489, 0xA50A, 0xB58B, 0xC60C, 0xD68D, 0xE70E, 0xF78F,
    ]

    private static func check(_ message: [UInt8]) -> UInt16 {
        (message + [0x03]).reduce(0) { sum, byte in
            let once = halves[Int((sum ^ UInt16(byte)) & 0xF)] ^ (sum >> 4)
            return halves[Int((once ^ UInt16(byte >> 4)) & 0xF)] ^ (once >> 4)
        }
    }
}
