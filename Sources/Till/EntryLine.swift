public import DurableSQLite
internal import Loyalty
public import Retail

/// What a cashier types, scans or sends: one short line, the same grammar everywhere.
///
///     3*6901234567892   three of an item        TL       total
///     415*21000…        415 g of a weighed one  CA       exact cash
///     21000…            what is on the scale
///     VD3               void line 3             2000CA   20.00 in cash
///     CD                all of it by card       500CD    5.00 of it by card
///     CDX               cancel at the terminal  CDY CDN  the card was charged, was not
///     1234CDA           a card alarm of 12.34 is seen to
///     PT   500PT  0PT   points: as many as can be, 500 of them, none after all
///     CN                void the sale           SO  RS   park, take up again
///     PH13812348000     the member's phone      PH+861…  the same of another country
///     CPSAVE20          a coupon; so is its bare code, where no card and no item goes by it
///     CPSAVE20-7F3K9Q   a coupon of which each code is good once; so is the bare code
///     XR                what the day has brought so far
///     ZR                close the day         12345ZR  the same, 123.45 counted in cash
///     DT20261123        today is 2026-11-23, when the till asks since its clock has leapt
///
/// The verbs are those that grocery cashiers have typed for decades.
public enum EntryLine: Hashable, Sendable {
    /// Ring so many, or so many thousandths, of what the catalogue has under this code; without a
    /// count, one piece or what lies on the scale.
    case code(String, count: Int64?)
    /// The member with this phone number.
    case phone(PhoneNumber)
    /// An event that needs no catalogue.
    case event(TillEvent)
    /// The day's totals are asked for: an X report.
    case dayTotals
    /// The day is to be closed, with so much cash counted: a Z report.
    case closeDay(counted: Money?)

    /// What a person says is today's date.
    case date(BusinessDay)

    /// The longest line that is read.
    public static let limit = 64

    /// Whether `text` is meant to give a phone number; what it says is shown to nobody.
    static func isPhone(_ text: String) -> Bool {
        text.trimmed.uppercased().hasPrefix("PH")
    }

    /// Reads a line; nil when it is none.
    ///
    /// - Parameter callingCode: The calling code of the shop's country, for phone numbers.
    public init?(_ text: String, callingCode: String = "86") {
        let line = text.trimmed.uppercased()
        guard !line.isEmpty, line.utf8.count <= Self.limit else { return nil }
        switch line {
        case "TL": self = .event(.total())
        case "CA": self = .event(.tenderExact(.cash))
        case "CD": self = .event(.tenderExact(.card))
        case "PT", "POINTS": self = .event(.payWithPoints(nil))
        case "CDX": self = .event(.cancelCard)
        case "CDY": self = .event(.resolveCard(wasCharged: true))
        case "CDN": self = .event(.resolveCard(wasCharged: false))
        case "CN": self = .event(.void)
        case "SO": self = .event(.suspend)
        case "RS": self = .event(.resume)
        case "XR": self = .dayTotals
        case "ZR": self = .closeDay(counted: nil)
        default:
            if line.hasSuffix("CDA"), let amount = Int64(line.dropLast(3)) {
                self = .event(.seeTo(Money(minorUnits: amount)))
            } else if line.hasSuffix("ZR"), let counted = Int64(line.dropLast(2)), counted >= 0 {
                self = .closeDay(counted: Money(minorUnits: counted))
            } else if line.hasSuffix("CA"), let amount = Int64(line.dropLast(2)) {
                self = .event(.tender(Tender(.cash, Money(minorUnits: amount))))
            } else if let points = Self.points(line) {
                self = .event(.payWithPoints(points))
            } else if line.hasSuffix("CD"), let amount = Int64(line.dropLast(2)) {
                self = .event(.tender(Tender(.card, Money(minorUnits: amount))))
            } else if Self.isPhone(line),
                let number = PhoneNumber(String(line.dropFirst(2)), callingCode: callingCode)
            {
                self = .phone(number)
            } else if line.hasPrefix("DT"), let day = Self.day(line.dropFirst(2)) {
                self = .date(day)
            } else if line.hasPrefix("CP"), let id = Self.couponID(String(line.dropFirst(2))) {
                self = .event(.coupon(id))
            } else if line.hasPrefix("VD"), let number = Int(line.dropFirst(2)), number > 0 {
                self = .event(.voidLine(number - 1))
            } else if let code = Self.code(line) {
                self = code
            } else {
                return nil
            }
        }
    }

    /// A date as `20261123` or `2026-11-23`.
    private static func day(_ text: Substring) -> BusinessDay? {
        guard text.utf8.count == 8 else { return BusinessDay(text) }
        return BusinessDay("\(text.prefix(4))-\(text.dropFirst(4).prefix(2))-\(text.suffix(2))")
    }

    /// The id or the code of a coupon that `text` may be.
    static func couponID(_ text: String) -> String? {
        let line = text.trimmed.uppercased()
        return Coupon.isID(line) || CouponCode(line) != nil ? line : nil
    }

    /// `500PT`, or `POINTS 500` in full.
    private static func points(_ line: String) -> Points? {
        let number = line.hasPrefix("POINTS ") ? line.dropFirst(7) : line.dropLast(2)
        guard line.hasPrefix("POINTS ") || line.hasSuffix("PT"), let points = Int64(number),
            points >= 0
        else { return nil }
        return Points(points)
    }

    private static func code(_ line: String) -> EntryLine? {
        let parts = line.split(separator: "*", omittingEmptySubsequences: false)
        guard parts.count <= 2, let code = parts.last, !code.isEmpty,
            code.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        guard parts.count == 2 else { return .code(String(code), count: nil) }
        guard let count = Int64(parts[0]), (1...1_000_000).contains(count) else { return nil }
        return .code(String(code), count: count)
    }
}

extension EntryLine {
    /// The event that this line is, with the catalogue's help.
    ///
    /// An item that the catalogue lacks is rung under its number at no price, so that the queue at
    /// the counter moves on; the cashier sees its number on screen and paper. A report is no event.
    public func event(_ catalogue: any Catalogue) async throws(StorageError) -> TillEvent? {
        switch self {
        case .dayTotals, .closeDay, .date:
            return nil
        case .event(let event):
            return event
        case .phone(let number):
            return try await catalogue.member(phone: number).map { .identify($0) }
        case .code(let code, let told):
            let count = told ?? 1
            if let member = try await catalogue.member(card: code) { return .identify(member) }
            if let item = try await catalogue.item(code: code) { return .ring(item.line(count)) }
            return .ring(
                LineItem(
                    article: .unlisted(Int64(code) ?? 0),
                    quantity: .count(count),
                    gross: .zero
                )
            )
        }
    }
}

extension String {
    fileprivate var trimmed: String {
        String(
            drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()
        )
    }
}
