internal import FoundationEssentials

/// How commands write JSON for machines: sorted keys, indented.
enum JSONText {
    static func of(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        do {
            return String(decoding: try encoder.encode(value), as: UTF8.self)
        } catch {
            preconditionFailure("reports hold nothing that JSON cannot say: \(error)")
        }
    }
}
