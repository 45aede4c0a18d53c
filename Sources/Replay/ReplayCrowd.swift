internal import Records
internal import Retail
internal import TradeFolder

/// All tills of a replay, each switched on at its first sale.
actor ReplayCrowd {
    /// A sale's place in the queue at its till.
    struct Turn: Sendable {
        let till: ReplayTill
        let ordinal: Int
        /// Ends when the sale before it at this till is done.
        let before: Task<Void, Never>?
        /// Ends when this one is.
        let done: Task<Void, Never>
        fileprivate let finish: AsyncStream<Void>.Continuation
    }

    /// How many tills are brought to their end at a time: most of it is waiting for the disk.
    private static let endingAtOnce = 16

    private let masters: ReplayMasters
    private let surroundings: ReplayTill.Surroundings
    private let start: ContinuousClock.Instant
    private let report: @Sendable (ReplayProgress) -> Void
    private var tills: [Place: ReplayTill] = [:]
    private var ordinals: [Place: Int] = [:]
    private var last: [Place: Task<Void, Never>] = [:]
    private var done = 0
    private var soldNow = 0

    init(
        _ masters: ReplayMasters,
        _ surroundings: ReplayTill.Surroundings,
        start: ContinuousClock.Instant,
        report: @escaping @Sendable (ReplayProgress) -> Void
    ) {
        self.masters = masters
        self.surroundings = surroundings
        self.start = start
        self.report = report
    }

    /// Queues `sale` at its till.
    ///
    /// Called in the order in which the sales happened.
    func turn(for sale: TradeSale) -> Turn {
        let till =
            tills[sale.place]
            ?? ReplayTill(
                device: masters.device(at: sale.place),
                place: sale.place,
                at: sale.at,
                surroundings
            )
        tills[sale.place] = till
        let ordinal = ordinals[sale.place, default: 0]
        ordinals[sale.place] = ordinal + 1
        let (ended, finish) = AsyncStream<Void>.makeStream()
        let done = Task { for await _ in ended {} }
        let before = last.updateValue(done, forKey: sale.place)
        return Turn(till: till, ordinal: ordinal, before: before, done: done, finish: finish)
    }

    /// Sells `sale` when its turn has come.
    nonisolated func sell(_ sale: TradeSale, _ turn: Turn) async throws {
        defer { turn.finish.finish() }
        await turn.before?.value
        try Task.checkCancellation()
        let masters = masters
        let isNew = try await turn.till.sell(
            sale,
            ordinal: turn.ordinal,
            catalogue: { masters.products[$0] }
        )
        await count(isNew)
    }

    private func count(_ isNew: Bool) {
        done += 1
        if isNew { soldNow += 1 }
        let parts = (ContinuousClock.now - start).components
        report(
            ReplayProgress(
                done: done,
                seconds: Double(parts.seconds) + Double(parts.attoseconds) / 1e18
            )
        )
    }

    /// Brings every till to its end, and adds up what their journals hold.
    func finish() async throws -> ReplaySummary {
        var summary = ReplaySummary()
        var waiting = tills.values[...]
        try await withThrowingTaskGroup(of: ReplaySummary.self) { ending in
            for till in waiting.prefix(Self.endingAtOnce) {
                ending.addTask { try await till.finish() }
            }
            waiting = waiting.dropFirst(Self.endingAtOnce)
            while let ended = try await ending.next() {
                summary.add(ended)
                if let till = waiting.popFirst() {
                    ending.addTask { try await till.finish() }
                }
            }
        }
        summary.salesThisRun = soldNow
        return summary
    }
}
