internal import Glibc

/// What all processors of the machine have worked, whoever for.
///
/// A hub that hands its work to a database server is not cheaper for it: both are counted.
struct BusyTime {
    /// Seconds of one processor, since the machine started.
    let seconds: Double

    /// As of now.
    static var now: BusyTime {
        let line = Text.of("/proc/stat").prefix { $0 != "\n" }
        // user, nice, system, idle, waiting, interrupts, soft interrupts; what others stole is not
        // ours.
        let fields = line.split(separator: " ").dropFirst().compactMap { Double($0) }
        guard fields.count > 6 else { return BusyTime(seconds: 0) }
        let ticks = fields[0] + fields[1] + fields[2] + fields[5] + fields[6]
        return BusyTime(seconds: ticks / Double(sysconf(Int32(_SC_CLK_TCK))))
    }
}

/// How fast records went in, by the clock and by the processors' work.
struct IngestRate {
    /// Records a second.
    let perSecond: Double
    /// Records a second of one processor's work.
    let perCoreSecond: Double

    /// What `work`, which takes in `records`, achieves.
    static func measure(_ records: Int, _ work: () async throws -> Void) async throws -> Self {
        let (start, busy) = (ContinuousClock.now, BusyTime.now)
        try await work()
        let seconds = (ContinuousClock.now - start).milliseconds / 1000
        // The kernel counts in hundredths: a run is long against that.
        let worked = max(BusyTime.now.seconds - busy.seconds, 0.01)
        return IngestRate(
            perSecond: Double(records) / seconds,
            perCoreSecond: Double(records) / worked
        )
    }
}
