/// Why a code that should carry GS1 data does not, and where in it.
public struct GS1Error: Error, Hashable, Sendable {
    /// What is wrong.
    public enum Kind: String, Sendable, CaseIterable {
        /// Nothing is there, or nothing that GS1 has a form for.
        case notGS1 = "no GS1 data"
        /// More than any code carries.
        case tooLong = "longer than it may be"
        /// It ends before its value does.
        case tooShort = "shorter than it must be"
        /// No application identifier begins so.
        case unknownIdentifier = "no application identifier"
        /// A character that the value may not hold.
        case badCharacter = "a character that may not stand here"
        /// The last digit of a number does not check the others.
        case wrongCheckDigit = "a wrong check digit"
        /// A day that no calendar has, or a time that no clock shows.
        case badDate = "no date or time"
        /// The same identifier with two values.
        case contradiction = "a second value for the same identifier"
        /// A Digital Link has its key first and its qualifiers in their order.
        case wrongOrder = "an identifier that may not stand here"
    }

    /// What is wrong.
    public let kind: Kind

    /// The byte of the text at which it is wrong, from 0.
    public let position: Int

    /// The identifier whose value it is, when it is a value that is wrong.
    public let identifier: String?

    init(_ kind: Kind, at position: Int, in identifier: String? = nil) {
        self.kind = kind
        self.position = position
        self.identifier = identifier
    }
}

extension GS1Error: CustomStringConvertible {
    public var description: String {
        let place = identifier.map { " in (\($0))" } ?? ""
        return "GS1: \(kind.rawValue) at \(position)\(place)"
    }
}
