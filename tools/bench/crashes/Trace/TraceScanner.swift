/// Walks along a line of a recording.
struct TraceScanner {
    private let line: ArraySlice<UInt8>
    private var at: Int

    init(_ line: ArraySlice<UInt8>) {
        self.line = line
        at = line.startIndex
    }

    private var rest: ArraySlice<UInt8> { line[at...] }

    mutating func digits() -> Int {
        var value = 0
        while at < line.endIndex, (0x30...0x39).contains(line[at]), value < 1 << 40 {
            value = value * 10 + Int(line[at] - 0x30)
            at += 1
        }
        return value
    }

    mutating func skip(_ byte: UInt8) {
        while at < line.endIndex, line[at] == byte { at += 1 }
    }

    mutating func takes(_ word: StaticString) -> Bool {
        guard begins(word) else { return false }
        at += word.utf8CodeUnitCount
        return true
    }

    private func begins(_ word: StaticString) -> Bool {
        word.withUTF8Buffer { rest.starts(with: $0) }
    }

    /// Goes behind the next `character`.
    mutating func skip(to character: Unicode.Scalar) {
        let byte = UInt8(ascii: character)
        at = rest.firstIndex(of: byte).map { $0 + 1 } ?? line.endIndex
    }

    /// The name before the arguments; nil on a line that tells of no call.
    mutating func name() -> String? {
        let name = rest.prefix { (0x61...0x7A).contains($0) || $0 == 0x5F || isDigit($0) }
        guard !name.isEmpty, name.endIndex < line.endIndex, line[name.endIndex] == 0x28 else {
            return nil
        }
        at = name.endIndex + 1
        return String(decoding: name, as: UTF8.self)
    }

    private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    /// The arguments up to the closing bracket, or up to where another thread came in between.
    mutating func arguments() throws(TraceFault) -> (all: [TraceArgument], isWhole: Bool) {
        var all: [TraceArgument] = []
        var depth = 0
        var start = at
        func argument() -> [TraceArgument] {
            var text = line[start..<at].drop { $0 == 0x20 }
            while text.last == 0x20 { text.removeLast() }
            return text.isEmpty ? [] : [TraceArgument(text: text)]
        }
        while at < line.endIndex {
            switch line[at] {
            case UInt8(ascii: "\""):
                guard let end = line[(at + 1)...].firstIndex(of: UInt8(ascii: "\"")) else {
                    throw TraceFault("a string without an end: the recording was cut off")
                }
                at = end
            case UInt8(ascii: "<") where begins("<unfinished"):
                return (all + argument(), false)
            case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: "<"):
                depth += 1
            case UInt8(ascii: ">") where at > line.startIndex && line[at - 1] == 0x2D:
                break  // the arrow between a connection's two ends
            case UInt8(ascii: ")") where depth == 0:
                all += argument()
                at += 1
                return (all, true)
            case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: ">"):
                depth -= 1
            case UInt8(ascii: ",") where depth == 0:
                all += argument()
                start = at + 1
            default:
                break
            }
            at += 1
        }
        throw TraceFault("a call without an end: the recording was cut off")
    }

    /// The number behind `=`; nil for `?`.
    mutating func result() -> Int? {
        skip(0x20)
        guard takes("=") else { return nil }
        skip(0x20)
        let isNegative = takes("-")
        guard at < line.endIndex, isDigit(line[at]) else { return nil }
        return isNegative ? -digits() : digits()
    }
}
