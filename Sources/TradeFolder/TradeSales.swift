internal import FoundationEssentials
internal import Retail

/// The sales of a folder in the order of the file, each good or the problem of its line.
///
/// It is read as it is walked, once; a second walk needs a second reader.
public struct TradeSales: Sequence, IteratorProtocol {
    private var lines: LineReader
    private let limits: TradeLimits
    private let decoder = JSONDecoder()

    init(_ lines: LineReader, limits: TradeLimits) {
        self.lines = lines
        self.limits = limits
    }

    /// The next sale or problem, nil after the last line. Lines with nothing on them are passed
    /// over.
    public mutating func next() -> Result<TradeSale, TradeProblem>? {
        do throws(TradeProblem) {
            while let line = try lines.next() {
                if !line.bytes.isEmpty { return .success(try sale(line)) }
            }
            return nil
        } catch {
            return .failure(error)
        }
    }

    private func sale(_ line: LineReader.Line) throws(TradeProblem) -> TradeSale {
        do throws(FieldFault) {
            return try TradeSale(try decoded(line.bytes), limits: limits)
        } catch {
            throw error.at(lines.file, line.number)
        }
    }

    private func decoded(_ bytes: [UInt8]) throws(FieldFault) -> SaleLine {
        do {
            return try decoder.decode(SaleLine.self, from: Data(bytes))
        } catch let error as DecodingError {
            throw FieldFault(error)
        } catch {
            throw FieldFault(nil, "is not readable (\(error))", "write one JSON object a line")
        }
    }
}

/// A sale as its line of JSON has it.
struct SaleLine: Decodable {
    struct Line: Decodable {
        var product: Int64
        var qty: Int64
        var gross: Int64
        var retail_disc: Int64?
        var match_disc: Int64?
        var net: Int64
        var coupon_disc: Int64?
        var kind: String?
    }

    struct Coupon: Decodable {
        var campaign: Int64
        var coupon: String
        var line: Int64?
    }

    struct Total: Decodable {
        var gross: Int64
        var retail_disc: Int64
        var match_disc: Int64
        var net: Int64
        var coupon_disc: Int64
        var paid: Int64
    }

    /// The sale's id, a number or a word.
    struct Reference: Decodable {
        var text: String

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let number = try? container.decode(Int64.self) {
                text = String(number)
            } else {
                text = try container.decode(String.self)
            }
        }
    }

    var sale: Reference
    var at: String
    var store: Int64
    var till: Int64
    var receipt: Int64
    var member: Int64?
    var lines: [Line]
    var coupons: [Coupon]?
    var total: Total
}

extension FieldFault {
    /// What the decoder could not make sense of.
    init(_ error: DecodingError) {
        switch error {
        case .keyNotFound(let key, let context):
            self.init(Self.path(context.codingPath + [key]), "is missing", "add it")
        case .valueNotFound(_, let context):
            self.init(Self.path(context.codingPath), "is null", "give it a value")
        case .typeMismatch(let type, let context):
            self.init(Self.path(context.codingPath), "is not \(Self.kind(type))", "write one")
        case .dataCorrupted(let context) where context.codingPath.isEmpty:
            self.init(nil, "is not JSON", "write one sale as one JSON object a line")
        case .dataCorrupted(let context):
            self.init(Self.path(context.codingPath), "is not a whole number", "write digits only")
        @unknown default:
            self.init(nil, "is not readable (\(error))", "write one JSON object a line")
        }
    }

    /// `lines[2].qty`.
    private static func path(_ keys: [any CodingKey]) -> String? {
        guard !keys.isEmpty else { return nil }
        return keys.reduce(into: "") { path, key in
            if let index = key.intValue {
                path += "[\(index)]"
            } else {
                path += path.isEmpty ? key.stringValue : ".\(key.stringValue)"
            }
        }
    }

    private static func kind(_ type: Any.Type) -> String {
        switch type {
        case is Int64.Type: "a whole number"
        case is String.Type: "a text in quotes"
        case is [Any].Type: "a list"
        default: "a group in braces, or a list in brackets"
        }
    }
}
