internal import Boards
internal import DurableSQLite
internal import Glibc
internal import Loyalty
internal import Records
internal import Retail
internal import Sync
internal import Synchronization
public import TradeFolder

/// Feeds a folder of trade through as many tills as it has, to a hub, as if it happened again.
///
/// Sales are handed out in the order in which they happened; each till sells its own one after the
/// other, all tills at once. Nothing is special about a replayed till but its clock and who scans.
public struct Replay: Sendable {
    /// How many sales may be under way, so that a folder of any length needs little memory.
    private static let inFlight = 128

    private let settings: ReplaySettings
    private let report: @Sendable (ReplayProgress) -> Void
    private let complain: @Sendable (TradeProblem) -> Void

    /// A replay by `settings`.
    ///
    /// - Parameters:
    ///   - report: Told how far the replay has come, a few times a second.
    ///   - complain: Told of every line of the folder that cannot be read.
    public init(
        _ settings: ReplaySettings,
        report: @escaping @Sendable (ReplayProgress) -> Void = { _ in },
        complain: @escaping @Sendable (TradeProblem) -> Void = { _ in }
    ) {
        self.settings = settings
        self.report = report
        self.complain = complain
    }

    /// Replays everything, and returns what the journals hold then.
    public func run() async throws -> ReplaySummary {
        let start = ContinuousClock.now
        ReplayLimits.raiseOpenFiles()
        ReplayLimits.keepMemory()
        guard mkdir(settings.data, 0o700) == 0 || errno == EEXIST else {
            throw ReplayError.cannotStart("\(settings.data): \(String(cString: strerror(errno)))")
        }
        let folder = TradeFolder(path: settings.trade)
        let complain = complain
        let loading = Task.detached { try ReplayMasters(folder, complain) }
        let hub =
            if let url = settings.hub { ReplayHub(url: url) } else {
                try await ReplayHub(folder: folder, settings: settings)
            }
        let hostile = HostileLinks(hub.link, seed: settings.faults)
        let surroundings = ReplayTill.Surroundings(
            data: settings.data,
            programme: settings.programme.rules,
            board: settings.board,
            link: { hostile.link($0) },
            faults: settings.faults
        )
        let masters = try await loading.value
        let crowd = ReplayCrowd(masters, surroundings, start: start, report: report)
        let brokenLines = try await feed(folder, to: crowd)
        var summary = try await crowd.finish()
        summary.brokenLines = brokenLines
        hub.close()
        summary.lineFaults = hostile.faultCount
        summary.seconds = seconds(since: start)
        return summary
    }

    /// Hands out the sales; returns how many lines could not be read.
    private func feed(_ folder: TradeFolder, to crowd: ReplayCrowd) async throws -> Int {
        var broken = 0
        var handedOut = 0
        var pace = ReplayPace(settings.speed)
        try await withThrowingTaskGroup(of: Void.self) { sales in
            var open = 0
            for result in try folder.sales() {
                switch result {
                case .failure(let problem):
                    broken += 1
                    complain(problem)
                case .success(let sale):
                    if let limit = settings.limit, handedOut == limit { break }
                    handedOut += 1
                    await pace.wait(until: sale.at)
                    if open == Self.inFlight {
                        try await sales.next()
                        open -= 1
                    }
                    open += 1
                    let turn = await crowd.turn(for: sale)
                    sales.addTask { try await crowd.sell(sale, turn) }
                }
                if handedOut == settings.limit { break }
            }
            try await sales.waitForAll()
        }
        return broken
    }

    private func seconds(since start: ContinuousClock.Instant) -> Double {
        let parts = (ContinuousClock.now - start).components
        return Double(parts.seconds) + Double(parts.attoseconds) / 1e18
    }
}

/// How far a replay has come.
public struct ReplayProgress: Hashable, Sendable {
    /// The sales that are done, in this run or before.
    public let done: Int
    /// The seconds since the start.
    public let seconds: Double
}
