internal import FoundationEssentials
internal import Retail

/// How facts become a record's body, and come back from it.
///
/// The body is UTF-8 JSON with sorted keys. A kind's form is versioned by `schema`; old versions
/// are decoded for ever. A body is encoded once, when the fact is journalled, and never again.
extension Fact {
    /// The form in which this program writes every kind.
    public static let schema: UInt16 = 1

    /// The number of this fact's kind.
    public var kind: RecordKind {
        switch self {
        case .boot: .boot
        case .dayOpened: .dayOpened
        case .basket(let fact): fact.kind
        case .saleCompleted: .saleCompleted
        }
    }

    /// The body of this fact's record.
    public func body() -> [UInt8] {
        switch self {
        case .boot(let boot): Self.encode(boot)
        case .dayOpened(let day): Self.encode(DayForm(day: day))
        case .basket(let fact): Self.encode(fact)
        case .saleCompleted(let sale): Self.encode(sale)
        }
    }

    /// The fact that `record` states.
    ///
    /// - Throws: `unknown` for a kind or schema of a later program, `malformed` for a body that
    ///   does
    ///   not state what its kind says.
    public init(_ record: Record) throws(FactFault) {
        guard record.schema == Self.schema else {
            throw .unknown(kind: record.kind, schema: record.schema)
        }
        switch record.kind {
        case .boot: self = .boot(try Self.decode(Boot.self, record))
        case .dayOpened: self = .dayOpened(try Self.decode(DayForm.self, record).day)
        case .saleCompleted: self = .saleCompleted(try Self.decode(CompletedSale.self, record))
        case .itemRung, .lineVoided, .memberIdentified, .tendered, .saleSuspended, .saleResumed,
            .saleVoided:
            self = .basket(try Self.decode(BasketFact.self, record))
        default: throw .unknown(kind: record.kind, schema: record.schema)
        }
    }

    private struct DayForm: Codable {
        let day: BusinessDay
    }

    private static func encode(_ value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return [UInt8](try encoder.encode(value))
        } catch {
            preconditionFailure("facts hold nothing that JSON cannot say: \(error)")
        }
    }

    private static func decode<Form: Decodable>(
        _ form: Form.Type,
        _ record: Record
    ) throws(FactFault) -> Form {
        do {
            return try JSONDecoder().decode(form, from: Data(record.body))
        } catch let error as DecodingError {
            throw .malformed(error.reason)
        } catch {
            throw .malformed("the body cannot be read: \(error)")
        }
    }
}

/// Why a record states no fact that this program can use.
public enum FactFault: Error, Hashable, Sendable {
    /// A later program wrote it: keep it, and apply it after an upgrade.
    case unknown(kind: RecordKind, schema: UInt16)
    /// It breaks the form of its kind; the text says where.
    case malformed(String)
}

extension DecodingError {
    /// Where and why, on one line, without the body itself.
    var reason: String {
        switch self {
        case .typeMismatch(_, let context), .valueNotFound(_, let context),
            .dataCorrupted(let context):
            "\(Self.path(context.codingPath)): \(context.debugDescription)"
        case .keyNotFound(let key, let context):
            "\(Self.path(context.codingPath + [key])): missing"
        @unknown default: "the body cannot be read"
        }
    }

    private static func path(_ keys: [any CodingKey]) -> String {
        keys.isEmpty ? "body" : keys.map(\.stringValue).joined(separator: ".")
    }
}
