internal import Records

/// A random word that a hub gives a device for the next meeting.
///
/// Whoever copies a box copies the word, and only one of the two can be the first to use it. It is
/// no key: it proves nothing to an eavesdropper, and the signature does not depend on it.
public struct SyncToken: RawRepresentable, Hashable, Codable, Sendable {
    /// No word yet: a device before its first meeting, a row after a restore.
    public static let none = SyncToken(rawValue: "")

    /// 32 hexadecimal digits, or nothing.
    public let rawValue: String

    /// The word as it was sent.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The word made of 128 random bits.
    public init(chance: (UInt64, UInt64)) {
        var bytes: [UInt8] = []
        bytes.append(bigEndian: chance.0)
        bytes.append(bigEndian: chance.1)
        rawValue = bytes.hexadecimal
    }

    /// Whether there is no word.
    public var isNone: Bool { rawValue.isEmpty }
}
