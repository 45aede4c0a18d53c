/// What a GS1 code says: its values in the order of the code, each with its identifier.
///
///     01 06901234567007 17 301231 10 AB123␝ 21 9
///     └─ GTIN, 14 ────┘ └ expiry ┘ └ batch ┘  └ serial number
///
/// Values whose length GS1 has fixed follow one another directly; any other ends at FNC1, which
/// scanners send as GS (1Dh), or at the end.
public struct GS1Message: Hashable, Sendable {
    /// More bytes than the largest Digital Link or DataMatrix of a shop has.
    public static let longest = 2048

    static let separator: UInt8 = 0x1D

    /// The values in the order of the code.
    public let elements: [GS1Element]

    /// Takes elements that are each well formed; no identifier may have two values.
    init(_ found: [(element: GS1Element, position: Int)]) throws(GS1Error) {
        guard !found.isEmpty else { throw GS1Error(.notGS1, at: 0) }
        var values: [String: String] = [:]
        for (element, position) in found {
            let digits = element.identifier.digits
            guard values[digits] == nil || values[digits] == element.value else {
                throw GS1Error(.contradiction, at: position, in: digits)
            }
            values[digits] = element.value
        }
        elements = found.map(\.element)
    }

    /// Reads the element strings of a code, as a scanner sends them.
    ///
    /// A leading separator is the code's own mark, which some scanners send along.
    public init(elementStrings text: String) throws(GS1Error) {
        let bytes = Array(text.utf8)
        guard bytes.count <= Self.longest else { throw GS1Error(.tooLong, at: Self.longest) }
        var found: [(GS1Element, Int)] = []
        var position = bytes.first == Self.separator ? 1 : 0
        while position < bytes.count {
            let start = position
            found.append((try Self.element(in: bytes, at: &position), start))
        }
        try self.init(found)
    }

    /// The value of the identifier `digits`.
    public subscript(_ digits: String) -> GS1Element? {
        elements.first { $0.identifier.digits == digits }
    }

    /// The value whose identifier is `digits` and one more, which tells its decimals: `310`.
    public func measure(_ digits: String) -> GS1Number? {
        elements.first {
            $0.identifier.digits.utf8.count == 4 && $0.identifier.digits.hasPrefix(digits)
        }?
        .number
    }

    /// The trade item: `01`, or `02` for what is inside.
    public var gtin: GTIN? { (self["01"] ?? self["02"]).flatMap { GTIN($0.value) } }

    /// The net weight in whole grams, or in thousandths of a pound: `310n` or `320n`.
    public var netWeight: Weight? {
        if let grams = measure("310")?.amount(withDecimals: 3) { return .grams(grams) }
        return measure("320")?.amount(withDecimals: 3).map { Weight($0, .thousandthPound) }
    }

    /// Reads one element and moves `position` behind it and its separator.
    private static func element(
        in bytes: [UInt8],
        at position: inout Int
    ) throws(GS1Error) -> GS1Element {
        guard let identifier = GS1Identifier.first(in: bytes[position...]) else {
            throw GS1Error(.unknownIdentifier, at: position)
        }
        let start = position + identifier.digits.utf8.count
        let separatorPlace = bytes[start...].firstIndex(of: separator) ?? bytes.count
        let end = identifier.predefinedLength.map { min(start + $0, bytes.count) } ?? separatorPlace
        try identifier.check(bytes[start..<end], at: start)
        position = end < bytes.count && bytes[end] == separator ? end + 1 : end
        return GS1Element(identifier, String(decoding: bytes[start..<end], as: UTF8.self))
    }
}

extension GS1Message: CustomStringConvertible {
    /// As it is printed under a code for people: `(01)06901234567007(10)AB123`.
    public var description: String {
        elements.map { "(\($0.identifier.digits))\($0.value)" }.joined()
    }
}
