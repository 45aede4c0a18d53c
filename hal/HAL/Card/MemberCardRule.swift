/// Which numbers are the shop's own cards: the list that its board file keeps.
///
///     2900000000018      begins with 29 and has 13 digits: a member
///     a bank's number    on no line of the list: never leaves the reader as a number
///
/// A number on the list is a member card even if a bank's numbers look alike, so the list refuses
/// lines wide enough to let bank cards through; see `Range.problem`.
public struct MemberCardRule: Hashable, Sendable {
    /// The numbers that begin alike and have one of some lengths.
    public struct Range: Hashable, Sendable {
        /// The first digits.
        public let prefix: String
        /// How many digits the whole number has.
        public let lengths: Set<Int>

        /// Numbers that begin with `prefix`, with one of `lengths` digits in all.
        public init(prefix: String, lengths: Set<Int>) {
            self.prefix = prefix
            self.lengths = lengths
        }

        /// Why this line cannot be meant, or nothing when it can.
        ///
        /// Payment numbers have 12 to 19 digits and begin with 1, 3, 4, 5 or 6, the industries of
        /// travel, banking and merchandising (ISO/IEC 7812-1); 2221 to 2720 are a bank's too. Among
        /// those only a whole issuer number of six digits is narrow enough.
        public var problem: String? {
            guard !lengths.isEmpty, lengths.allSatisfy((4...19).contains) else {
                return "a card number has 4 to 19 digits"
            }
            guard prefix.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                lengths.allSatisfy({ prefix.utf8.count <= $0 })
            else {
                return "a prefix is digits, no more than the number has"
            }
            guard lengths.contains(where: { $0 >= MemberCardRule.shortestBankNumber }) else {
                return nil
            }
            guard prefix.utf8.count >= 6 || !mayBeBank else {
                return "\"\(prefix)\" with 12 or more digits lets bank cards through:"
                    + " name at least 6 digits"
            }
            return nil
        }

        /// Whether some number that begins so may be a bank's.
        private var mayBeBank: Bool {
            guard let first = prefix.first else { return true }
            if "13456".contains(first) { return true }
            // Compared digit by digit over as many as both have, 2 meets 2221 and 29 does not.
            let low = "2221".prefix(prefix.count)
            let high = "2720".prefix(prefix.count)
            return (low...high).contains(prefix.prefix(4))
        }

        func admits(_ number: Span<UInt8>) -> Bool {
            guard lengths.contains(number.count) else { return false }
            return prefix.utf8.enumerated().allSatisfy { number[$0] == $1 }
        }
    }

    /// No payment number is shorter.
    public static let shortestBankNumber = 12

    /// For a board that names no member cards: numbers too short for a bank card.
    public static let shortNumbers = MemberCardRule([
        Range(prefix: "", lengths: Set(4..<shortestBankNumber))
    ])

    /// The lines of the list.
    public let ranges: [Range]

    /// The cards on `ranges`, of which none may have a `problem`.
    public init(_ ranges: [Range]) {
        for range in ranges {
            precondition(range.problem == nil, "a member card rule: \(range.problem ?? "")")
        }
        self.ranges = ranges
    }

    /// The member card numbered `number`, or nothing when it is not one.
    ///
    /// `name` is what track 1 says, when it says something.
    public func member(_ number: Span<UInt8>, name: String? = nil) -> MemberCard? {
        guard number.areDigits, ranges.contains(where: { $0.admits(number) }) else { return nil }
        let digits = number.indices.map { number[$0] }
        return MemberCard(number: String(decoding: digits, as: UTF8.self), name: name)
    }

    /// Whether `number` has the shape of a payment card: 12 to 19 digits whose last one is right
    /// (ISO/IEC 7812-1, annex B: the Luhn formula).
    public static func hasBankShape(_ number: Span<UInt8>) -> Bool {
        guard (shortestBankNumber...19).contains(number.count), number.areDigits else {
            return false
        }
        let sum = number.indices.reduce(0) { sum, index in
            let digit = Int(number[index] - 0x30)
            let isDoubled = (number.count - index).isMultiple(of: 2)
            return sum + (isDoubled ? digit * 2 - (digit > 4 ? 9 : 0) : digit)
        }
        return sum.isMultiple(of: 10)
    }
}
