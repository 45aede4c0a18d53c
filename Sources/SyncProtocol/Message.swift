internal import FoundationEssentials

/// The JSON side of the protocol: everything but the records themselves.
///
/// A device takes an answer for what it is only when it decodes whole: a captive portal's page with
/// status 200 is not an acknowledgement.
public enum Message {
    /// The longest JSON message that either end reads.
    public static let byteLimit = 65_536

    /// `value` as sent.
    public static func encode(_ value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return [UInt8](try encoder.encode(value))
        } catch {
            preconditionFailure("messages hold nothing that JSON cannot say: \(error)")
        }
    }

    /// The message in `bytes`; nil when they are no such message.
    public static func decode<Value: Decodable>(_ type: Value.Type, _ bytes: [UInt8]) -> Value? {
        guard bytes.count <= byteLimit else { return nil }
        return try? JSONDecoder().decode(type, from: Data(bytes))
    }
}
