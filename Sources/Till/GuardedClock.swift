public import Retail
internal import Synchronization

/// A box's clock as far as the till believes it: see `TimeSense`.
///
/// What it shows is what goes into records, on receipts and into the choice of a business day.
public final class GuardedClock: TillClock {
    private struct State {
        var sense: TimeSense
        var note = ""
    }

    private let clock: any TillClock
    private let hub: @Sendable (Int64) -> Int64?
    private let told: @Sendable (String) -> Void
    private let state: Mutex<State>

    /// A guard over `clock`.
    ///
    /// - Parameters:
    ///   - known: The time of the till's last record, in milliseconds since 1970; nil before it.
    ///   - hub: The hub's time when the box's counter shows so many milliseconds; nil while the
    ///     hub has not told it since the start.
    ///   - told: Told what is wrong with the clock, once each time that this changes; empty when
    ///     it is well again.
    public init(
        _ clock: any TillClock,
        known: Int64?,
        hub: @escaping @Sendable (Int64) -> Int64? = { _ in nil },
        told: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.clock = clock
        self.hub = hub
        self.told = told
        state = Mutex(State(sense: TimeSense(known: known, counted: clock.read().counted)))
    }

    public func read() -> ClockReading {
        let shown = clock.read()
        let hub = hub(shown.counted)
        let (moment, news) = state.withLock { state -> (TimeSense.Moment, String?) in
            let moment = state.sense.judge(shown.wallMilliseconds, at: shown.counted, hub: hub)
            let note = moment.words(shown.time.offsetMinutes)
            defer { state.note = note }
            // The date is what changes; that the minutes pass is no news.
            return (moment, note == state.note ? nil : note)
        }
        if let news { told(news) }
        return shown.moved(to: moment, clock.offsetMinutes(at: moment.time / 1000))
    }

    public var note: String {
        _ = read()
        return state.withLock(\.note)
    }

    public func confirm(_ today: BusinessDay) throws(DateRefusal) {
        let shown = clock.read()
        let hub = hub(shown.counted)
        let refusal = state.withLock { state -> DateRefusal? in
            do throws(DateRefusal) {
                try state.sense.confirm(
                    today,
                    shown.wallMilliseconds,
                    at: shown.counted,
                    hub: hub,
                    offsetMinutes: shown.time.offsetMinutes
                )
                return nil
            } catch {
                return error
            }
        }
        if let refusal { throw refusal }
    }
}

extension ClockReading {
    /// The box's own counter, in milliseconds.
    fileprivate var counted: Int64 { Int64(clamping: monotonicNanoseconds / 1_000_000) }

    /// The same reading at the time that the till goes by, where UTC is so many minutes off: a
    /// clock in 2099 knows nothing of this summer.
    fileprivate func moved(to moment: TimeSense.Moment, _ offsetMinutes: Int32) -> ClockReading {
        let isSame = moment.time == wallMilliseconds
        return ClockReading(
            time: isSame
                ? time
                : SaleTime(
                    unixSeconds: moment.time / 1000,
                    offsetMinutes: offsetMinutes
                ),
            wallMilliseconds: moment.time,
            monotonicNanoseconds: monotonicNanoseconds,
            quality: moment.quality
        )
    }
}

extension TimeSense.Moment {
    /// What a person should know about the clock, with dates as the store lives them; empty for
    /// nothing.
    fileprivate func words(_ offsetMinutes: Int32) -> String {
        let day = TimeSense.localDay(time, offsetMinutes)
        switch doubt {
        case .leap(let shown):
            return "The clock shows \(TimeSense.localDay(shown, offsetMinutes)), and this till "
                + "goes on from \(day). Type today's date as DT\(day), and have a technician set "
                + "the clock with timedatectl."
        case .differs(let shown):
            return "The clock shows \(TimeSense.localDay(shown, offsetMinutes)) and is off; the "
                + "till goes by the hub's, on \(day). Have a technician set it with timedatectl."
        case nil: return ""
        }
    }
}
