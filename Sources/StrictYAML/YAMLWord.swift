/// A word as it stands in the file, also when it happens to read as a number: `7E1` is not 70.
///
/// For the few values whose field writes them so; everything else is text, and wants quotes where
/// it could be taken for a number.
public struct YAMLWord: Decodable, Equatable, Sendable {
    public let text: String

    init(_ text: String) {
        self.text = text
    }

    /// Reads the word from whatever else decodes it as text.
    public init(from decoder: any Decoder) throws {
        text = try decoder.singleValueContainer().decode(String.self)
    }
}
