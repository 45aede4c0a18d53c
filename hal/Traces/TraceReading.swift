import HAL

/// What is wrong with the text of a trace, where, and what to do.
public struct TraceProblem: Error, Equatable, Sendable, CustomStringConvertible {
    /// The line, from 1.
    public let line: Int
    /// What is wrong and what would be right.
    public let message: String

    public var description: String { "line \(line): \(message)" }
}

extension WireTrace {
    /// Reads the text of a trace; see `TraceText`.
    ///
    /// - Throws: the first line that cannot be meant.
    public init(text: [UInt8]) throws(TraceProblem) {
        guard text.count <= TraceText.longest else {
            let limit = TraceText.longest >> 20
            throw TraceProblem(line: 1, message: "more than \(limit) MB; cut it in two")
        }
        var lines = Lines(text)
        guard try lines.next() == Array(TraceText.version.utf8)[...] else {
            throw lines.problem("a trace begins with `\(TraceText.version)`")
        }
        guard let wire = try lines.word(after: "wire ").flatMap(WireKind.init(rawValue:)) else {
            let kinds = WireKind.allCases.map(\.rawValue).joined(separator: ", ")
            throw lines.problem("expected `wire` and one of \(kinds)")
        }
        guard let device = try lines.word(after: "device ") else {
            throw lines.problem("expected `device` and its name")
        }
        self.init(wire: wire, device: device)
        while let line = try lines.next() {
            guard let event = TraceEvent(line: line) else {
                throw lines.problem("expected SECONDS.MICROS, then `>` or `<` and bytes, or a word")
            }
            guard event.microseconds >= events.last?.microseconds ?? 0 else {
                throw lines.problem("time goes backwards")
            }
            events.append(event)
        }
    }
}

/// The lines of a text that say something, with their numbers.
private struct Lines {
    private let text: [UInt8]
    private var position = 0
    private var number = 0

    init(_ text: [UInt8]) {
        self.text = text
    }

    /// The next line that is neither empty nor a remark.
    mutating func next() throws(TraceProblem) -> ArraySlice<UInt8>? {
        while position < text.count {
            number += 1
            let end = text[position...].firstIndex(of: 0x0A) ?? text.count
            let line = text[position..<end]
            position = end + 1
            guard line.count <= TraceText.longestLine else {
                throw problem("more than \(TraceText.longestLine) bytes in one line")
            }
            if !line.isEmpty, line.first != UInt8(ascii: "#") { return line }
        }
        return nil
    }

    /// What follows `key` in the next line.
    mutating func word(after key: String) throws(TraceProblem) -> String? {
        guard let line = try next(), line.starts(with: key.utf8) else { return nil }
        return String(validating: line.dropFirst(key.utf8.count), as: UTF8.self)
    }

    func problem(_ message: String) -> TraceProblem {
        TraceProblem(line: max(number, 1), message: message)
    }
}

extension TraceEvent {
    /// Reads one line; nothing when it is none.
    fileprivate init?(line: ArraySlice<UInt8>) {
        let said = line.prefix { $0 != UInt8(ascii: "|") }
        let words = said.split(separator: 0x20)
        guard words.count >= 2, let time = Self.microseconds(words[0]),
            let mark = words[1].first, words[1].count == 1,
            let kind = Self.kind(mark, words[2...])
        else { return nil }
        self.init(time, kind)
    }

    private static func kind(_ mark: UInt8, _ words: ArraySlice<ArraySlice<UInt8>>) -> Kind? {
        switch mark {
        case UInt8(ascii: ">"): bytes(words).map { .sent($0) }
        case UInt8(ascii: "<"): bytes(words).map { .received($0) }
        case UInt8(ascii: "+"): isWord(words, "opened") ? .opened : nil
        case UInt8(ascii: "."): isWord(words, "full") ? .full : nil
        case UInt8(ascii: "!"):
            DeviceError.Kind.allCases.first { isWord(words, $0.rawValue) }.map { .failed($0) }
        default: nil
        }
    }

    private static func isWord(_ words: ArraySlice<ArraySlice<UInt8>>, _ name: String) -> Bool {
        words.count == 1 && words.first.map { $0.elementsEqual(name.utf8) } == true
    }

    private static func bytes(_ words: ArraySlice<ArraySlice<UInt8>>) -> [TraceByte]? {
        guard (1...TraceText.mostBytes).contains(words.count) else { return nil }
        var bytes: [TraceByte] = []
        for word in words {
            guard word.count == 2, let high = word.first, let low = word.last else { return nil }
            if high == UInt8(ascii: "*"), low == high {
                bytes.append(.masked)
            } else {
                guard let high = half(high), let low = half(low) else { return nil }
                bytes.append(.shown(high << 4 | low))
            }
        }
        return bytes
    }

    private static func half(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }

    /// `12.345678`: at most ten digits, a point, six digits.
    private static func microseconds(_ word: ArraySlice<UInt8>) -> Int64? {
        let parts = word.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 2, (1...10).contains(parts[0].count), parts[1].count == 6 else {
            return nil
        }
        var value: Int64 = 0
        for digit in parts.joined() {
            guard (0x30...0x39).contains(digit) else { return nil }
            value = value * 10 + Int64(digit - 0x30)
        }
        return value
    }
}
