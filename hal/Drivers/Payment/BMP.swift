/// The fields of a ZVT message: a number of one byte, which says how long the field is, and it.
///
/// A field that is not in the table has no known length, so nothing behind it can be read: parsing
/// ends there and what came before stands. Lengths as PA00P015 lists them; ecrterm and
/// Portalum.Zvt agree on each.
package enum BMP {
    /// One field.
    package struct Field: Equatable, Sendable {
        package let number: UInt8
        package let value: [UInt8]

        /// A field and its value.
        package init(_ number: UInt8, _ value: [UInt8]) {
            self.number = number
            self.value = value
        }
    }

    private enum Layout {
        case bytes(Int)
        /// So many bytes `Fn` tell the length's decimal digits.
        case digits(Int)
        /// A length as in BER-TLV.
        case container
    }

    private static let layouts: [UInt8: Layout] = [
        0x01: .bytes(1), 0x02: .bytes(1), 0x03: .bytes(1), 0x04: .bytes(6), 0x05: .bytes(1),
        0x06: .container, 0x0B: .bytes(3), 0x0C: .bytes(3), 0x0D: .bytes(2), 0x0E: .bytes(2),
        0x17: .bytes(2), 0x19: .bytes(1), 0x22: .digits(2), 0x23: .digits(2), 0x24: .digits(3),
        0x27: .bytes(1), 0x29: .bytes(4), 0x2A: .bytes(15), 0x2D: .digits(2), 0x37: .bytes(3),
        0x3A: .bytes(2), 0x3B: .bytes(8), 0x3C: .digits(3), 0x49: .bytes(2), 0x60: .digits(3),
        0x87: .bytes(2), 0x88: .bytes(3), 0x8A: .bytes(1), 0x8B: .digits(2), 0x8C: .bytes(1),
        0x9A: .digits(3), 0xA0: .bytes(1), 0xA7: .digits(2), 0xAA: .bytes(3), 0xAF: .digits(3),
        0xBA: .bytes(5),
    ]

    /// The fields of `data` up to its end, or up to one that cannot be read.
    package static func fields(of data: [UInt8]) -> [Field] {
        places(of: data[...]).map { Field($0.number, Array(data[$0.value])) }
    }

    /// Where the values of those fields stand.
    package static func places(
        of data: ArraySlice<UInt8>
    ) -> [(number: UInt8, value: Range<Int>)] {
        var places: [(number: UInt8, value: Range<Int>)] = []
        var rest = data
        while let number = rest.popFirst(), let layout = layouts[number] {
            guard let count = length(layout, &rest), count <= rest.count else { break }
            places.append((number, rest.startIndex..<(rest.startIndex + count)))
            rest = rest.dropFirst(count)
        }
        return places
    }

    /// Takes the length of a field off the front of `rest`.
    private static func length(_ layout: Layout, _ rest: inout ArraySlice<UInt8>) -> Int? {
        switch layout {
        case .bytes(let count):
            return count
        case .digits(let count):
            let head = rest.prefix(count)
            guard head.count == count, head.allSatisfy({ (0xF0...0xF9).contains($0) }) else {
                return nil
            }
            rest = rest.dropFirst(count)
            return head.reduce(0) { $0 * 10 + Int($1 & 0x0F) }
        case .container:
            guard let first = rest.popFirst() else { return nil }
            if first < 0x80 { return Int(first) }
            guard (0x81...0x82).contains(first) else { return nil }
            let head = rest.prefix(Int(first & 0x0F))
            guard head.count == Int(first & 0x0F) else { return nil }
            rest = rest.dropFirst(head.count)
            return head.reduce(0) { $0 << 8 | Int($1) }
        }
    }
}
