public import Records
public import Retail

/// What a till believes of the time: a leap needs two who agree, or a person.
///
/// It knows the time of its last record and counts on from there by a clock that nobody can set.
/// The wall clock is believed while it stays near that. When it leaps, as it does when a battery
/// is flat or a time server errs, the till goes on from what it knew and asks; the day that it
/// would open otherwise is for ever, since business days do not go back. All times here are
/// milliseconds since 1970, `counted` is milliseconds of the box's own counter.
public struct TimeSense: Hashable, Sendable {
    /// How far ahead of what the till knows a clock may be on its own: no shop that is alive rests
    /// for longer, and a box that was in a drawer for longer asks once.
    public static let longestRest = 40 * day
    /// How far behind it may be: somebody set it, or the box was moved to another zone.
    public static let setback = day
    /// How far the clock may be from the hub's before the till goes by the hub's.
    ///
    /// A box's counter is off by that much after a month without a hello.
    public static let tolerance: Int64 = 600_000

    private static let day: Int64 = 86_400_000
    /// Before this, a clock has lost its battery.
    private static let dawn = Int64(BusinessDay.likely.lowerBound.number) * day

    /// What a clock can show that is not out of its mind.
    private static let likely = dawn..<Int64(BusinessDay.likely.upperBound.number + 1) * day

    /// Why the clock is not simply believed.
    public enum Doubt: Hashable, Sendable {
        /// It shows this, which is far from what the till knows, and nobody else says so.
        case leap(shown: Int64)
        /// It shows this, and the hub another time, by which the till goes.
        case differs(shown: Int64)
    }

    /// What the till goes by at one moment.
    public struct Moment: Hashable, Sendable {
        /// The time.
        public let time: Int64
        /// How far it can be trusted.
        public let quality: Stamp.Quality
        /// What is wrong with the clock; nil for nothing.
        public let doubt: Doubt?
    }

    /// A time that was believed, and the counter then.
    private struct Known: Hashable {
        let time: Int64
        let counted: Int64
    }

    /// The newest one; nil for a box that knows of none.
    private var known: Known?
    /// By how much a person has moved the clock's date.
    private var shift: Int64 = 0

    /// What a till knows that starts when its counter shows `counted`.
    ///
    /// - Parameter known: The time of its last record; nil before the first.
    public init(known: Int64?, counted: Int64) {
        if let known, known >= Self.dawn { self.known = Known(time: known, counted: counted) }
    }

    /// Decides by which time the till goes, and takes it for known if it may.
    ///
    /// - Parameters:
    ///   - wall: What the wall clock shows.
    ///   - hub: The hub's time now; nil until it has told it since the start.
    public mutating func judge(_ wall: Int64, at counted: Int64, hub: Int64?) -> Moment {
        // A hub without a battery bears nothing out, least of all a box that has none either.
        if let hub, Self.likely.contains(hub),
            !isLeap(hub, at: counted) || abs(wall - hub) <= Self.day
        {
            let isRight = abs(wall - hub) <= Self.tolerance
            return believe(
                isRight ? wall : hub,
                at: counted,
                .anchored,
                isRight ? nil : .differs(shown: wall)
            )
        }
        if Self.likely.contains(wall), !isLeap(wall, at: counted) {
            shift = 0
            return believe(wall, at: counted, .local)
        }
        if shift != 0, !isLeap(wall + shift, at: counted) {
            return believe(wall + shift, at: counted, .local)
        }
        let time = estimate(at: counted) ?? wall
        return Moment(time: time, quality: .untrusted, doubt: .leap(shown: wall))
    }

    /// Takes a person's word for today's date; the clock's time of day stands.
    ///
    /// It holds for as long as the till runs and the clock goes on from what it shows.
    ///
    /// - Parameter offsetMinutes: The store's offset from UTC.
    /// - Throws: `notAsked` while the clock is believed, or the hub has told the time.
    public mutating func confirm(
        _ today: BusinessDay,
        _ wall: Int64,
        at counted: Int64,
        hub: Int64?,
        offsetMinutes: Int32
    ) throws(DateRefusal) {
        let moment = judge(wall, at: counted, hub: hub)
        guard case .leap = moment.doubt else { throw .notAsked }
        guard BusinessDay.likely.contains(today) else { throw .cannotBe(today) }
        let earliest = Self.localDay(moment.time, offsetMinutes)
        let shown = Self.localDay(wall, offsetMinutes)
        // Back goes only who could set the clock; whoever types a line cannot.
        guard today >= earliest || today == shown else { throw .isBefore(earliest) }
        // Nor far ahead alone: a day that is opened is for ever.
        let latest = earliest.advanced(by: Int(Self.longestRest / Self.day))
        guard known == nil || today <= latest || today == shown else { throw .isFar(latest) }
        shift = Int64(shown.distance(to: today)) * Self.day
        known = Known(time: wall + shift, counted: counted)
    }

    private mutating func believe(
        _ time: Int64,
        at counted: Int64,
        _ quality: Stamp.Quality,
        _ doubt: Doubt? = nil
    ) -> Moment {
        // A clock that has stopped teaches nothing about the one that will be set.
        if time >= Self.dawn { known = Known(time: time, counted: counted) }
        return Moment(time: time, quality: quality, doubt: doubt)
    }

    /// What the till knew, and what it has counted since.
    private func estimate(at counted: Int64) -> Int64? {
        known.map { $0.time + max(0, counted - $0.counted) }
    }

    private func isLeap(_ time: Int64, at counted: Int64) -> Bool {
        guard let estimate = estimate(at: counted) else { return false }
        return time > estimate + Self.longestRest || time < estimate - Self.setback
    }

    static func localDay(_ time: Int64, _ offsetMinutes: Int32) -> BusinessDay {
        SaleTime(unixSeconds: time / 1000, offsetMinutes: offsetMinutes).localDay
    }
}

/// Why a person's word for the date is not taken.
public enum DateRefusal: Error, Hashable, Sendable {
    /// Nobody asks: the clock is believed, or the hub has told the time.
    case notAsked
    /// No till can trade on this day.
    case cannotBe(BusinessDay)
    /// The till has records of this day already, and the clock does not show the other one.
    case isBefore(BusinessDay)
    /// It is further ahead than any shop rests, and the clock does not show it; this is the last.
    case isFar(BusinessDay)
}

extension DateRefusal: CustomStringConvertible {
    /// What the cashier reads.
    public var description: String {
        switch self {
        case .notAsked: "The till is sure of the date. A technician sets a clock with timedatectl."
        case .cannotBe(let day): "\(day) cannot be today. Type the date as DT2026-11-23."
        case .isBefore(let day):
            "This till was on \(day) already. Type that day or a later one, or have the clock set."
        case .isFar(let day):
            "It is taken up to \(day). For a later day have the clock set, then type it again."
        }
    }
}
