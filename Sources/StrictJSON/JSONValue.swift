/// One JSON value (RFC 8259), as machines keep it: amounts and numbers are whole.
///
/// A record's body is read and written through this tree and not through `Codable`. A till writes a
/// body at every scan and a hub reads as many as all its tills write, so the general coders of a
/// library would be the greatest cost of both (`docs/decisions/0009`).
public enum JSONValue: Hashable, Sendable {
    /// Nothing; as good as a field that is not there.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A whole number within 64 bits.
    case integer(Int64)
    /// Any other number, as it is spelt: nobody asks for one, but it may stand where nobody looks.
    case number(String)
    /// A text in quotes.
    case text(String)
    /// A list in brackets.
    case list([JSONValue])
    /// A group in braces.
    case object(JSONObject)

    /// What an error calls it.
    var noun: String {
        switch self {
        case .null: "null"
        case .bool: "true or false"
        case .integer, .number: "a number"
        case .text: "a text"
        case .list: "a list"
        case .object: "a group"
        }
    }
}

/// The fields of an object, in the order in which they are written.
public struct JSONObject: Hashable, Sendable {
    /// A key and its value.
    public struct Field: Hashable, Sendable {
        /// The key; no other field has it.
        public let key: String
        /// The value.
        public let value: JSONValue
    }

    /// All fields.
    public private(set) var fields: [Field] = []

    /// An object without fields.
    public init() {}

    /// Adds a field; its key comes after those that are there.
    public mutating func append(_ key: String, _ value: JSONValue) {
        fields.append(Field(key: key, value: value))
    }

    /// The value under `key`; nil when there is none.
    public subscript(key: String) -> JSONValue? {
        for field in fields where field.key == key { return field.value }
        return nil
    }
}

/// An object with all fields that have a value.
///
/// Whoever wants sorted keys lists them so.
extension JSONObject: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral fields: (String, JSONValue?)...) {
        self.fields.reserveCapacity(fields.count)
        for (key, value) in fields {
            if let value { append(key, value) }
        }
    }
}
