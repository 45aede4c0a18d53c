internal import ArgumentParser
internal import Boards
internal import CommandKit
internal import DeviceBook
internal import DurableSQLite
internal import Feeds
internal import Glibc
internal import HAL
internal import Journal
internal import Logging
internal import Loyalty
internal import ServiceLifecycle
internal import Sync
internal import SyncProtocol
internal import Till
internal import TillWeb
internal import UnixSignals

/// A till at work: its loops, until it is told to stop (SIGTERM, SIGINT) or its power goes.
struct RunningTill: Sendable {
    let port: Int
    let till: Till
    let counter: Counter
    let feeds: any FeedStore
    let kept: KeptDevices
    let book: DeviceBook
    let uplink: Uplink?
    /// Whether there is a hub, and the till sends it nothing since it is not paired.
    let lacksPairing: Bool
    let changes: Changes
    let log: Logger

    func run() async throws {
        await counter.openToday()
        let group = ServiceGroup(
            services: [Work(running: self)],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: Logger(label: "services", factory: { _ in SwiftLogNoOpLogHandler() })
        )
        do {
            try await group.run()
        } catch let error as TillServerError {
            await till.shutDown()
            throw Failure.unavailable("\(error)")
        } catch let error as StorageError {
            throw error.reported()
        }
        await till.shutDown()
        await count()
    }

    /// Tells whoever started it that the port answers; nothing before may look like it.
    private func say() {
        let resumed = till.resumed
        print(
            "tilld: ready on http://127.0.0.1:\(port); \(resumed.completedSales) sales so far, "
                + "\(resumed.openSales.count) baskets taken up again"
        )
        fflush(nil)
    }

    /// Everything that runs beside everything else.
    private struct Work: Service {
        let running: RunningTill

        func run() async throws {
            try await withGracefulShutdownHandler {
                try await withThrowingTaskGroup(of: Void.self) { loops in
                    loops.addTask { try await running.serve() }
                    loops.addTask { await running.uploadForEver() }
                    loops.addTask { await running.watchPrinter() }
                    loops.addTask { await running.wakeUplink() }
                    loops.addTask { await running.runErrands() }
                    loops.addTask { await running.countForEver() }
                    if running.kept.devices.payment != nil {
                        loops.addTask { await running.followTerminal() }
                    }
                    if let scanner = running.kept.devices.scanner {
                        loops.addTask { await running.counter.follow(scanner) }
                    }
                    if let reader = running.kept.devices.cardReader {
                        loops.addTask { await running.counter.follow(reader) }
                    }
                    if let reader = running.kept.devices.memberCardTap {
                        loops.addTask { await running.counter.follow(reader) }
                    }
                    try await loops.next()
                    loops.cancelAll()
                }
            } onGracefulShutdown: {
            }
        }
    }

    private func serve() async throws {
        let server = TillServer(
            port: port,
            till: till,
            counter: counter,
            changes: changes,
            link: {
                var link =
                    lacksPairing
                    ? TillLink(word: "unpaired", note: TillLink.unpaired)
                    : await TillLink(uplink?.status)
                link.feeds = await feedStatus()
                return link
            },
            logger: Logger(label: "http", factory: { _ in SwiftLogNoOpLogHandler() })
        )
        try await server.run(onRunning: say)
    }

    /// The feeds that have come or are coming; one that cannot be read is none.
    private func feedStatus() async -> [TillStatus.Feed] {
        var known: [TillStatus.Feed] = []
        for kind in FeedKind.allCases {
            guard let standing = try? await feeds.standing(of: kind.rawValue) else { continue }
            let passedOver = await passedOver(of: kind)
            if let status = standing.status(passingOver: passedOver) { known.append(status) }
        }
        return known
    }

    /// What of a feed is for a later program.
    private func passedOver(of kind: FeedKind) async -> [String] {
        guard kind == .configuration else { return [] }
        return (try? await FedSettings(feeds).unknown()) ?? []
    }

    private func uploadForEver() async {
        guard let uplink else { return await sleepForEver() }
        do throws(StorageError) {
            try await uplink.run()
        } catch {
            // The till sells on; the journal keeps what the hub does not have.
            log.error("the uplink stopped: \(error)")
            await sleepForEver()
        }
    }

    private func wakeUplink() async {
        for await _ in changes.listen() { uplink?.wake() }
    }

    /// Has the hub lease what the till may want to spend; what comes of it, the till holds.
    private func runErrands() async {
        guard let uplink else { return await sleepForEver() }
        let ask: LeaseQuestion = { amount, pool, unit in
            switch await uplink.wish(for: amount, of: pool, only: unit) {
            case .held(let lease): .held(lease.units)
            case .refused(let reason): .refused(reason)
            case .unanswered: .unanswered
            }
        }
        let points = LeaseErrand(pointsOf: till, changes: changes, ask: ask)
        let codes = LeaseErrand(codesOf: till, changes: changes, ask: ask)
        let risk = LeaseErrand(riskOf: till, changes: changes, ask: ask)
        await withTaskGroup(of: Void.self) { errands in
            errands.addTask { await points.run() }
            errands.addTask { await codes.run() }
            errands.addTask { await risk.run() }
        }
        await sleepForEver()
    }

    /// Looks at the printer now and then, so that the pages know before the next receipt does.
    private func watchPrinter() async {
        while !Task.isCancelled {
            await till.lookAtPrinter()
            try? await Task.sleep(for: .seconds(2))
        }
    }

    /// Writes down now and then what the devices did; what a power cut loses is a count of minutes.
    private func countForEver() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(300))
            await count()
        }
    }

    private func count() async {
        do {
            try await kept.record(in: book)
        } catch {
            log.warning("devices: \(error); their counts wait")
        }
    }

    private func followTerminal() async {
        await till.followTerminal()
        await sleepForEver()
    }

    private func sleepForEver() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(3600))
        }
    }
}

extension FeedStanding {
    /// The feed as the pages show it; nil when nothing of it has ever come.
    fileprivate func status(passingOver passedOver: [String]) -> TillStatus.Feed? {
        guard current != nil || filling != nil || unread > 0 else { return nil }
        return TillStatus.Feed(
            name: feed,
            version: current?.number ?? 0,
            isFilling: filling != nil,
            isDoubted: isDoubted,
            isUnreadable: unread > 0,
            passedOver: passedOver
        )
    }
}
