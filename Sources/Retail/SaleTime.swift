/// The instant of a sale, with the offset that the store's clock had from UTC.
///
/// Both are kept: the instant orders sales across stores, the offset says which day and hour the
/// people in the shop lived. Written as RFC 3339 with whole seconds: `2017-05-01T00:01:10-04:00`.
public struct SaleTime: Hashable, Sendable {
    /// Seconds since 1970-01-01T00:00:00Z.
    public let unixSeconds: Int64
    /// Minutes east of Greenwich.
    public let offsetMinutes: Int32

    /// The instant `unixSeconds`, as a clock `offsetMinutes` east of Greenwich shows it.
    public init(unixSeconds: Int64, offsetMinutes: Int32) {
        self.unixSeconds = unixSeconds
        self.offsetMinutes = offsetMinutes
    }

    /// Reads RFC 3339 with whole seconds; nil for any other notation.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == 20 || bytes.count == 25, bytes[10] == 0x54 else { return nil }
        guard let day = BusinessDay(text.prefix(10)),
            let hour = Self.twoDigits(bytes, at: 11, below: 24), bytes[13] == 0x3A,
            let minute = Self.twoDigits(bytes, at: 14, below: 60), bytes[16] == 0x3A,
            let second = Self.twoDigits(bytes, at: 17, below: 60),
            let offset = Self.offset(bytes[19...])
        else { return nil }
        let local = Int64(day.number) * 86_400 + Int64(hour * 3600 + minute * 60 + second)
        self.init(unixSeconds: local - Int64(offset) * 60, offsetMinutes: offset)
    }

    /// The calendar date on the store's wall.
    public var localDay: BusinessDay {
        BusinessDay(number: Int32(localSeconds.flooredDivision(by: 86_400)))
    }

    /// Seconds since local midnight.
    public var secondOfDay: Int32 {
        Int32(localSeconds - Int64(localDay.number) * 86_400)
    }

    private var localSeconds: Int64 {
        unixSeconds + Int64(offsetMinutes) * 60
    }

    private static func twoDigits(_ bytes: [UInt8], at index: Int, below limit: Int32) -> Int32? {
        digits(bytes[index], bytes[index + 1]).flatMap { $0 < limit ? $0 : nil }
    }

    private static func digits(_ tens: UInt8, _ ones: UInt8) -> Int32? {
        guard (0x30...0x39).contains(tens), (0x30...0x39).contains(ones) else { return nil }
        return Int32(tens - 0x30) * 10 + Int32(ones - 0x30)
    }

    /// `Z`, or a sign, hours and minutes.
    private static func offset(_ text: ArraySlice<UInt8>) -> Int32? {
        let bytes = Array(text)
        if bytes == [0x5A] { return 0 }
        guard bytes.count == 6, bytes[0] == 0x2B || bytes[0] == 0x2D, bytes[3] == 0x3A,
            let hours = digits(bytes[1], bytes[2]), hours < 24,
            let minutes = digits(bytes[4], bytes[5]), minutes < 60
        else { return nil }
        let magnitude = hours * 60 + minutes
        return bytes[0] == 0x2D ? -magnitude : magnitude
    }
}

extension SaleTime: CustomStringConvertible {
    /// RFC 3339, always with a numeric offset.
    public var description: String {
        let second = secondOfDay
        let offset = offsetMinutes.magnitude
        let sign = offsetMinutes < 0 ? "-" : "+"
        return "\(localDay)T\(padded(second / 3600, to: 2)):\(padded(second / 60 % 60, to: 2)):"
            + "\(padded(second % 60, to: 2))\(sign)\(padded(Int32(offset / 60), to: 2)):"
            + padded(Int32(offset % 60), to: 2)
    }
}

extension Int64 {
    /// The quotient rounded towards minus infinity, so that the second before 1970 is in 1969.
    func flooredDivision(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
