/// The names that a printer's driver makes up anew each time, followed through a playing.
///
///     till     1D 28 48 06 00 30 30 n1 n2 n3 n4      GS ( H: tell me when you have printed so far
///     device   37 22 n1 n2 n3 n4 00                  I have
///
/// A driver numbers its fences from where chance tells it to. So any name is right, and the printer
/// of a trace answers with the name that it was asked by, in place of the one that was recorded.
struct FenceNames {
    private static let question: [UInt8] = [0x1D, 0x28, 0x48, 0x06, 0x00, 0x30, 0x30]
    private static let answer: [UInt8] = [0x37, 0x22]
    private static let length = 4

    /// One byte of a name: whose, and which.
    private struct Part {
        let name: Int
        let place: Int
    }

    private var asked: [Int: Part] = [:]
    private var told: [Int: Part] = [:]
    private var names: [[UInt8]] = []

    /// The names in what the till sent and the device said.
    init(sent: [TraceByte], said: [UInt8]) {
        let sent = sent.map { byte -> UInt8? in
            if case .shown(let value) = byte { value } else { nil }
        }
        for start in Self.places(of: Self.question, in: sent) {
            let name = sent[start..<(start + Self.length)].compactMap(\.self)
            guard name.count == Self.length else { continue }
            for place in 0..<Self.length {
                asked[start + place] = Part(name: names.count, place: place)
            }
            names.append(name)
        }
        for start in Self.places(of: Self.answer, in: said) {
            guard let name = names.firstIndex(of: Array(said[start..<(start + Self.length)])) else {
                continue
            }
            for place in 0..<Self.length { told[start + place] = Part(name: name, place: place) }
        }
    }

    /// Takes a byte that the driver sent at `place`; false when it is no part of a name.
    mutating func take(_ byte: UInt8, at place: Int) -> Bool {
        guard let part = asked[place] else { return false }
        names[part.name][part.place] = byte
        return true
    }

    /// What the device says in `range` of all that it says, by the names that it was asked by.
    func said(_ bytes: [UInt8], from start: Int) -> [UInt8] {
        bytes.indices.map { index in
            told[start + index].map { names[$0.name][$0.place] } ?? bytes[index]
        }
    }

    /// Where names stand in `bytes`: behind each `mark` that has room for one behind it.
    private static func places<Byte: Equatable>(of mark: [Byte], in bytes: [Byte?]) -> [Int] {
        let last = bytes.count - mark.count - length
        guard last >= 0 else { return [] }
        return (0...last).filter { start in
            mark.indices.allSatisfy { bytes[start + $0] == mark[$0] }
        }.map { $0 + mark.count }
    }
}
