/// Which programme, in which version, counted a sale: `r1@1`.
///
/// It is pinned in the sale. Whoever counts the sale again uses these rules and no newer ones.
public struct ProgrammeVersion: Hashable, Sendable {
    /// The programme's id.
    public let id: String
    /// The programme's version.
    public let version: Int

    /// Version `version` of the programme `id`.
    public init(id: String, version: Int) {
        self.id = id
        self.version = version
    }

    /// Reads `r1@1`; nil for any other notation.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, let version = Int(parts[1]), version > 0,
            String(version) == parts[1]
        else { return nil }
        self.init(id: String(parts[0]), version: version)
    }
}

extension ProgrammeVersion: CustomStringConvertible {
    public var description: String { "\(id)@\(version)" }
}

/// Written as `"r1@1"`.
extension ProgrammeVersion: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let version = ProgrammeVersion(text) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "'\(text)' is not a programme version as r1@1"
            )
        }
        self = version
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
