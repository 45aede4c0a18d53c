/// A Global Trade Item Number: what a barcode on goods says they are.
///
/// GTIN-8, -12, -13 and -14 are one number space, so it is kept as 14 digits with zeros in front:
/// the EAN-13 of a tin and the UPC-A of the same tin are equal.
public struct GTIN: Hashable, Sendable {
    /// Fourteen digits, the last of them the check digit.
    public let digits: String

    /// The GTIN of 8, 12, 13 or 14 `digits`; nothing when the check digit is wrong.
    public init?(_ digits: String) {
        guard [8, 12, 13, 14].contains(digits.utf8.count), Self.isChecked(digits) else {
            return nil
        }
        self.digits = String(repeating: "0", count: 14 - digits.utf8.count) + digits
    }

    /// The GTIN of a UPC-E code: number system 0 or 1, six digits, check digit.
    ///
    /// Scanners leave out the check digit, or the number system 0 too, when they are set so; then
    /// it is reckoned. The check digit of UPC-E is that of the UPC-A it stands for.
    public init?(upcE text: String) {
        let digits = text.utf8.count == 6 ? "0" + text : text
        guard let expanded = Self.expanded(digits.prefix(7)) else { return nil }
        let check = Self.checkDigit(of: expanded).map(String.init) ?? ""
        guard digits.utf8.count == 7 || digits.dropFirst(7) == check else { return nil }
        self.init(expanded + check)
    }

    /// The number as it is printed under an EAN-13: 13 digits, or 14 when it needs them.
    public var text: String { digits.first == "0" ? String(digits.dropFirst()) : digits }

    /// The check digit that belongs behind `digits`; nothing when they are not all digits.
    ///
    /// From the right the digits weigh 3, 1, 3, 1 ... (GS1 General Specifications, 7.9.1).
    public static func checkDigit(of digits: some StringProtocol) -> Int? {
        var sum = 0
        var weight = 3
        for byte in digits.utf8.reversed() {
            guard let digit = byte.decimal else { return nil }
            sum = (sum + digit * weight) % 10
            weight = 4 - weight
        }
        return (10 - sum) % 10
    }

    /// Whether the last of `digits` is the check digit of those before it.
    public static func isChecked(_ digits: some StringProtocol) -> Bool {
        guard let last = digits.utf8.suffix(1).first?.decimal else { return false }
        return checkDigit(of: digits.dropLast()) == last
    }

    /// The eleven digits of the UPC-A that seven digits of UPC-E stand for, without check digit.
    ///
    /// The last of the six says where zeros were left out (GS1 General Specifications, 5.2.2.4.2).
    private static func expanded(_ digits: Substring) -> String? {
        let all = digits.utf8.compactMap(\.decimal)
        guard all.count == 7, digits.utf8.count == 7, all[0] <= 1 else { return nil }
        let (maker, item) = (all[1...5], all[6])
        let middle: [Int] =
            switch item {
            case 0...2: maker.prefix(2) + [item, 0, 0, 0, 0] + maker.suffix(3)
            case 3: maker.prefix(3) + [0, 0, 0, 0, 0] + maker.suffix(2)
            case 4: maker.prefix(4) + [0, 0, 0, 0, 0] + maker.suffix(1)
            default: maker + [0, 0, 0, 0, item]
            }
        return ([all[0]] + middle).map(String.init).joined()
    }
}

extension GTIN: CustomStringConvertible {
    public var description: String { text }
}

extension UInt8 {
    /// The value of an ASCII digit.
    var decimal: Int? {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) ? Int(self) - 0x30 : nil
    }
}
