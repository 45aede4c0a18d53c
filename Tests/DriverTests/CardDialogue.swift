import Drivers
import HAL

/// A dialogue with a card as a table has it, a message a line, and who walks through it.
///
///     "00 B0 81 00 00 @1 > 6C"     goes out with wLevelParameter 1, and brings 6C
///     "@10 > #2 90 00"             goes out empty with 10h, and brings 90 00 with chain 2
enum CardDialogue {
    /// Has `exchange` do `command` by these lines; says how it ended, or where it left them.
    static func walk(
        _ exchange: any CardExchange,
        _ command: CommandAPDU,
        _ lines: [String]
    ) -> String {
        var exchange = exchange
        var response = SensitiveBytes(capacity: max(command.expected ?? 0, 256) + 2)
        var step = exchange.begin(command)
        for line in lines {
            let halves = line.split(separator: ">", omittingEmptySubsequences: false)
            guard case .send(let data, let level) = step else { return "\(step) before \(line)" }
            let sent = numbers(halves[0])
            guard data == sent.bytes, Int(level) == sent.mark else {
                return "sent \(Hex.text(data)) @\(String(level, radix: 16)), not \(line)"
            }
            let (bytes, chain) = numbers(halves[1])
            step = exchange.handle(bytes.span, chain: UInt8(chain), into: &response)
        }
        switch step {
        case .done: return Hex.text(response.read { bytes in bytes.indices.map { bytes[$0] } })
        case .refuse(let reason): return "refused: \(reason)"
        case .fail(let reason): return "failed: \(reason)"
        case .send(let data, let level): return "wants to send \(Hex.text(data)) @\(level)"
        }
    }

    /// The bytes of a half, and its number after `@` or `#`.
    private static func numbers(_ half: Substring) -> (bytes: [UInt8], mark: Int) {
        let words = half.split(separator: " ")
        let bytes = words.compactMap { UInt8($0, radix: 16) }
        let mark = words.first { $0.hasPrefix("@") || $0.hasPrefix("#") }
        return (bytes, mark.flatMap { Int($0.dropFirst(), radix: 16) } ?? 0)
    }
}
