/// Who a printer says it is: `MFG:EPSON;CMD:ESC/POS;MDL:TM-T88V;CLS:PRINTER;`.
///
/// IEEE 1284-2000, 7.6: keys and values in ASCII, each pair ended by a semicolon. Nobody checks
/// what printers put there, so whatever it is it reads as something, and at most 1 KB of it.
public struct IEEE1284ID: Hashable, Sendable {
    /// The text as the printer sent it, without what is not printable ASCII.
    public let text: String
    private let values: [String: String]

    /// Reads an answer to GET_DEVICE_ID: two bytes of length, big-endian, themselves counted.
    ///
    /// Some printers count wrong; what came is then taken to its end.
    public init(answer: [UInt8]) {
        let head = answer.prefix(2)
        let stated = head.count == 2 ? Int(head[0]) << 8 | Int(head[1]) : 0
        let end = (3...1024).contains(stated) ? min(stated, answer.count) : min(1024, answer.count)
        let body = answer.prefix(end).dropFirst(2).filter { (0x20...0x7E).contains($0) }
        self.init(text: String(decoding: body, as: UTF8.self))
    }

    /// Reads the text.
    public init(text: String) {
        self.text = text
        var values: [String: String] = [:]
        for pair in text.split(separator: ";") {
            let parts = pair.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { continue }
            let key = Self.trimmed(parts[0]).uppercased()
            values[key] = values[key] ?? Self.trimmed(parts[1])
        }
        self.values = values
    }

    /// MFG, or MANUFACTURER.
    public var manufacturer: String? { values["MFG"] ?? values["MANUFACTURER"] }

    /// MDL, or MODEL.
    public var model: String? { values["MDL"] ?? values["MODEL"] }

    /// CMD, or COMMAND SET: the languages it understands, `ESC/POS` or `ZPL`.
    public var commands: [String] {
        let list = values["CMD"] ?? values["COMMAND SET"] ?? ""
        return list.split(separator: ",").map(Self.trimmed)
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        let start = text.drop { $0 == " " }
        return String(start.reversed().drop { $0 == " " }.reversed())
    }
}
