/// Something that is said of a model, and how anybody knows.
///
/// In a profile's file it is the value with exactly one of three words for where it comes from:
///
///     columns:    { is: 48,    documented: "TM-T20III Technical Reference Guide" }
///     process-id: { is: true,  probed: "XP-S260M, firmware 3.1" }
///     dots:       { is: 576,   assumed: "48 cells of 12 dots" }
///
/// A driver leans on what is documented or probed. What is only assumed it makes sure of where a
/// byte or two can do that.
public struct Fact<Value: Sendable & Equatable>: Sendable, Equatable {
    /// What is said.
    public let value: Value
    /// Who says so.
    public let provenance: Provenance

    /// A fact with its source.
    public init(_ value: Value, _ provenance: Provenance) {
        self.value = value
        self.provenance = provenance
    }

    /// Whether it is more than a guess.
    public var isCertain: Bool {
        switch provenance {
        case .documented, .probed: true
        case .assumed: false
        }
    }
}

/// Where a fact about a model comes from.
public enum Provenance: Sendable, Equatable {
    /// A manual, a maker's list or a public data base says so; which one.
    case documented(String)
    /// A printer was asked or watched; which one, with what firmware.
    case probed(String)
    /// Nobody says so, but it is likely; why.
    case assumed(String)
}

extension Fact: Decodable where Value: Decodable {
    private enum CodingKeys: String, CodingKey {
        case value = "is"
        case documented
        case probed
        case assumed
    }

    public init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        value = try keys.decode(Value.self, forKey: .value)
        let words = [CodingKeys.documented, .probed, .assumed].filter(keys.contains)
        guard words.count == 1, let word = words.first else {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: decoder.codingPath,
                    debugDescription: "expected exactly one of documented, probed, assumed"
                )
            )
        }
        let source = try keys.decode(String.self, forKey: word)
        switch word {
        case .documented: provenance = .documented(source)
        case .probed: provenance = .probed(source)
        case .assumed, .value: provenance = .assumed(source)
        }
    }
}
