internal import Boards
internal import DurableSQLite
internal import HAL
internal import Journal
internal import Logging
internal import Loyalty
internal import Records
internal import Retail
internal import Sync
internal import Synchronization
internal import Till
internal import TradeFolder

/// One till of a replay: the real till, its devices' twins, its journal and its uplink.
///
/// It can lose its power at any moment and be switched on again; it then asks its journal how far
/// it had come, as the box in the shop does.
actor ReplayTill {
    /// What all tills of a replay share.
    struct Surroundings: Sendable {
        let data: String
        let programme: Programme
        let board: Board
        let link: @Sendable (DeviceID) -> any HubLink
        let faults: UInt64?
    }

    /// A till that is switched on.
    private struct Running {
        let journal: TillJournal
        let till: Till
        let uplink: Uplink
        let upload: Task<Void, Never>
    }

    let device: DeviceID
    let place: Place
    private let surroundings: Surroundings
    private let bench: ReplayBench
    private let clock: SetTillClock
    private let link: any HubLink
    private var running: Running?
    /// The sales in the journal.
    private var sold = 0
    private var chance: SeededChance
    private(set) var powerCuts = 0
    private var renumbered = 0

    init(device: DeviceID, place: Place, at time: SaleTime, _ surroundings: Surroundings) {
        self.device = device
        self.place = place
        self.surroundings = surroundings
        bench = ReplayBench(seed: UInt64(device.number))
        clock = SetTillClock(time)
        link = surroundings.link(device)
        chance = SeededChance(
            seed: (surroundings.faults ?? 0) &* 1_000_003 &+ UInt64(device.number)
        )
    }

    /// Sells `sale`, the till's sale number `ordinal` from 0, unless the journal has it already.
    ///
    /// - Returns: Whether it was sold now, and not by an earlier run.
    func sell(
        _ sale: TradeSale,
        ordinal: Int,
        catalogue: (Int64) -> TradeProduct?
    ) async throws -> Bool {
        clock.set(sale.at)
        var running = try await start()
        guard sold <= ordinal else { return false }
        let lines = sale.lines.map { $0.item(catalogue: catalogue) }
        while true {
            // As at a counter: the receipt is handed over before the next customer's goods are
            // scanned. Without it thousands of receipts would stand behind one another, and each
            // would need a flush of its own to say that it begins.
            await running.till.settlePaper()
            var events = try await basket(lines, sale, running.till)
            events.append(.tenderExact(.cash, reference: sale.reference))
            if let answers = await perform(events, running) {
                try check(answers, sale)
                sold = ordinal + 1
                return true
            }
            // The power went. What the journal has is what happened.
            running = try await start()
            if sold > ordinal { return true }
        }
    }

    /// Brings all paper out and all records to the hub, and switches off.
    func finish() async throws -> ReplaySummary {
        let running = try await start()
        await running.till.settle()
        running.upload.cancel()
        await running.upload.value
        guard try await running.uplink.drain(patience: 10_000) else {
            let fault = await running.uplink.status.fault ?? "no answer"
            throw ReplayError.notDrained(device: device.number, fault: fault)
        }
        let summary = try await summary(of: running.journal)
        await running.till.shutDown()
        self.running = nil
        return summary
    }

    /// The events that are missing of `sale`'s basket.
    private func basket(
        _ lines: [LineItem],
        _ sale: TradeSale,
        _ till: Till
    ) async throws -> [TillEvent] {
        let onCounter = await till.basket
        var events: [TillEvent] = [.openDay(sale.day)]
        events += lines.dropFirst(onCounter?.lines.count ?? 0).map(TillEvent.ring)
        if let member = sale.member, onCounter?.member != member {
            events.append(.identify(member))
        }
        return onCounter == nil ? events : Array(events.dropFirst())
    }

    /// Lets the till take `events`; nil when it lost its power meanwhile.
    private func perform(_ events: [TillEvent], _ running: Running) async -> [TillAnswer]? {
        guard losesPower() else { return await running.till.perform(events) }
        // Some are durable already, and the rest is on its way when the power goes.
        let taken = Int(chance.next() % UInt64(events.count))
        _ = await running.till.perform(Array(events.prefix(taken)))
        let answers = Task { await running.till.perform(Array(events.dropFirst(taken))) }
        if chance.next() % 2 == 0 { await Task.yield() }
        await cutPower()
        _ = await answers.value
        return nil
    }

    private func check(_ answers: [TillAnswer], _ sale: TradeSale) throws {
        for answer in answers {
            switch answer {
            case .done, .closed, .charging, .promised, .fell, .givingBack, .returned:
                continue
            case .completed(let completed):
                if completed.receipt.number != sale.receipt { renumbered += 1 }
            case .refused(let refusal):
                throw ReplayError.till("sale \(sale.reference), \(place): \(refusal)")
            }
        }
    }

    private func losesPower() -> Bool {
        surroundings.faults != nil && chance.next() % 20 == 0
    }

    private func cutPower() async {
        guard let running else { return }
        powerCuts += 1
        running.upload.cancel()
        running.journal.abandon()
        await running.till.stopPrinting()
        self.running = nil
    }

    /// What the journal holds.
    private func summary(of journal: TillJournal) async throws -> ReplaySummary {
        let totals = try await journal.totals()
        let queue = journal.queueDepth
        let prints = try await journal.printCounts()
        var summary = ReplaySummary()
        summary.tills = 1
        summary.sales = totals.sales
        summary.lines = totals.lines
        summary.due = totals.due.minorUnits
        summary.points = totals.points.value
        summary.receiptsPrinted = prints.printed
        summary.receiptsUnknown = totals.sales - prints.printed - prints.waiting
        summary.recordsJournalled = Int(queue.earlier + queue.head.sequence)
        summary.recordsAcknowledged = Int(queue.earlier + queue.mark.sequence)
        summary.recordsSetAside = queue.setAside
        summary.powerCuts = powerCuts
        summary.receiptsRenumbered = renumbered
        return summary
    }

    /// The till, switched on.
    private func start() async throws -> Running {
        if let running { return running }
        let journal = try await TillJournal.open(
            path: "\(surroundings.data)/till-\(place.store)-\(place.till).db",
            device: device,
            place: place,
            cacheKilobytes: 256
        )
        let devices = try await surroundings.board.open(bench)
        let wake = Wake()
        let till = try await Till(
            Till.Parts(
                journal: journal,
                programme: surroundings.programme,
                devices: TillDevices(printer: devices.printer, display: devices.display),
                clock: clock,
                shopName: "Store \(place.store)",
                version: ReplayVersion.text,
                log: Logger(label: "till", factory: { _ in SwiftLogNoOpLogHandler() }),
                changed: { wake.call() }
            )
        )
        let uplink = Uplink(
            journal: journal,
            link: link,
            version: ReplayVersion.text,
            bootNonce: till.bootNonce,
            clock: surroundings.faults == nil ? SystemUplinkClock() : HurriedClock(),
            chance: SeededChance(seed: chance.next()),
            gatheringMilliseconds: 3000
        )
        wake.uplink.withLock { $0 = uplink }
        let running = Running(
            journal: journal,
            till: till,
            uplink: uplink,
            upload: Task { try? await uplink.run() }
        )
        self.running = running
        sold = till.resumed.completedSales
        return running
    }
}

/// Tells the uplink, which is made after the till, that the till's journal has grown.
private final class Wake: Sendable {
    let uplink = Mutex<Uplink?>(nil)

    func call() {
        uplink.withLock { $0 }?.wake()
    }
}

/// The version that replayed boot records carry.
enum ReplayVersion {
    static let text = "replay"
}
