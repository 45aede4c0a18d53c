/// A value on its way into a statement, in the server's binary form.
///
/// The statement says the type with a cast, as in `$1::bigint[]`. Arrays carry a batch: one
/// statement inserts as many rows as they are long.
public enum PostgresValue: Sendable {
    /// `NULL` of any type.
    case null
    /// `integer`.
    case int(Int32)
    /// `bigint`.
    case long(Int64)
    /// `boolean`.
    case bool(Bool)
    /// `text`, which cannot hold U+0000.
    case text(String)
    /// `bytea` or `uuid`.
    case bytes([UInt8])
    /// `integer[]`.
    case ints([Int32])
    /// `bigint[]`.
    case longs([Int64?])
    /// `text[]`.
    case texts([String?])
    /// `bytea[]`.
    case blobs([[UInt8]])
    /// `uuid[]`.
    case uuids([[UInt8]?])
}

/// The values of one statement, one after the other in one piece of memory.
struct PostgresParameters {
    private(set) var bytes: [UInt8] = []
    /// Where each value lies; nil for `NULL`.
    private(set) var places: [Range<Int>?] = []

    init(_ values: [PostgresValue]) {
        for value in values {
            let start = bytes.count
            if case .null = value {
                places.append(nil)
                continue
            }
            append(value)
            places.append(start..<bytes.count)
        }
        // So that an empty value has an address, too.
        bytes.append(0)
    }

    private mutating func append(_ value: PostgresValue) {
        switch value {
        case .null: break
        case .int(let number): append(big: number)
        case .long(let number): append(big: number)
        case .bool(let isTrue): bytes.append(isTrue ? 1 : 0)
        case .text(let text): bytes += Array(text.utf8)
        case .bytes(let raw): bytes += raw
        case .ints(let numbers): list(numbers, of: 23) { $0.append(big: $1) }
        case .longs(let numbers): list(numbers, of: 20) { $0.append(big: $1) }
        case .texts(let texts): list(texts, of: 25) { $0.bytes += Array($1.utf8) }
        case .blobs(let blobs): list(blobs, of: 17) { $0.bytes += $1 }
        case .uuids(let names): list(names, of: 2950) { $0.bytes += $1 }
        }
    }

    private mutating func append(big number: some FixedWidthInteger) {
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }

    /// An array of one dimension: dimensions, whether there are NULLs, the elements' type, count,
    /// first index, and each element behind its length (`array_recv` in the server's source).
    private mutating func list<Element>(
        _ elements: [Element?],
        of type: Int32,
        _ append: (inout Self, Element) -> Void
    ) {
        self.append(big: Int32(elements.isEmpty ? 0 : 1))
        self.append(big: Int32(elements.contains { $0 == nil } ? 1 : 0))
        self.append(big: type)
        guard !elements.isEmpty else { return }
        self.append(big: Int32(elements.count))
        self.append(big: Int32(1))
        for element in elements {
            let start = bytes.count
            self.append(big: Int32(-1))
            guard let element else { continue }
            append(&self, element)
            let length = Int32(bytes.count - start - 4)
            withUnsafeBytes(of: length.bigEndian) {
                bytes.replaceSubrange(start..<start + 4, with: $0)
            }
        }
    }
}
