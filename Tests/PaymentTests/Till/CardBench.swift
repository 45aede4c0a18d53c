import Drivers
import DurableSQLite
import Foundation
import GRDB
import HAL
import Journal
import Logging
import Loyalty
import Records
import Retail
import SampleTrade
import Synchronization
import Testing
import Till
import Twins

/// A till on a bench: a journal in a folder of its own, and a payment terminal twin on its line.
///
/// A test kills the till as often as it likes; the terminal and the disk live on.
final class CardBench: Sendable {
    static let day = BusinessDay(number: 17_287)

    static let morning = SaleTime(unixSeconds: 1_493_611_270, offsetMinutes: -240)

    let clock = SetTillClock(morning)
    let twin: PaymentTerminalTwin
    private let folder: String
    private let line: MemoryChannel
    private let life: Task<Void, Never>
    private let opened = Mutex<TillJournal?>(nil)

    init(seed: UInt64 = 1, remembers: Bool = true) throws {
        folder = NSTemporaryDirectory() + "suanpan-cards-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let twin = PaymentTerminalTwin(ZVTFraming.network, seed: seed, remembers: remembers)
        let (near, far) = MemoryChannel.pair()
        self.twin = twin
        line = near
        life = Task { await twin.run(on: far) }
    }

    deinit {
        life.cancel()
        line.unplug()
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// The till's journal, as the next start finds it.
    func journal(_ power: Power = Power()) throws -> TillJournal {
        let path = folder + "/till.db"
        // The schema is the journal's own; the second opening finds it in place.
        try TillJournal(path: path, device: DeviceID(7), place: Self.place).abandon()
        let database = try DurableDatabase(path: path, migrator: DatabaseMigrator())
        database.queue.add(transactionObserver: PoweredCommits(power), extent: .databaseLifetime)
        let journal = try TillJournal(database, device: DeviceID(7), place: Self.place)
        opened.withLock { $0 = journal }
        return journal
    }

    /// All that the till has stated, in the journal that was opened last.
    func records() async throws -> [Records.Record] {
        let journal = try #require(opened.withLock { $0 })
        return try await journal.records(after: 0, limit: 10_000, byteLimit: 10_000_000)
    }

    func facts() async throws -> [Records.Fact] {
        try await records().map { try Records.Fact($0) }
    }

    /// The last sale that was paid.
    func lastSale() async throws -> CompletedSale? {
        var last: CompletedSale?
        for case .saleCompleted(let sale) in try await facts() { last = sale }
        return last
    }

    static let place = Place(store: 298, till: 3)

    /// Time passes at the counter.
    func pass(_ seconds: Int64) {
        let time = clock.read().time
        clock.set(
            SaleTime(
                unixSeconds: time.unixSeconds + seconds,
                offsetMinutes: time.offsetMinutes
            )
        )
    }

    /// Does what a person beside a terminal does: it is switched on when it is dark, and a bank
    /// that takes its time answers in the end.
    func tend() {
        twin.switchOn()
        twin.release()
    }

    /// The terminal as a till with this power reaches it.
    func terminal(_ power: Power = Power(), timers: ZVTTimers = quickTimers) -> ZVTTerminal {
        ZVTTerminal(
            channel: PoweredChannel(line, power),
            framing: .network,
            currency: 978,
            timers: timers
        )
    }

    /// A till at `terminal`; without one it takes cash only.
    func till(
        _ journal: TillJournal,
        _ terminal: (any PaymentTerminal)?,
        printer: (any ReceiptPrinter)? = nil,
        customerTime: Duration = .milliseconds(600),
        pace: ReversalPace = ReversalPace(),
        clock: (any TillClock)? = nil,
        programme: Programme = .r1
    ) async throws -> Till {
        try await Till(
            Till.Parts(
                journal: journal,
                programme: programme,
                devices: TillDevices(
                    printer: printer,
                    payment: terminal.map {
                        CardTerminal(
                            $0,
                            currency: 978,
                            customerTime: customerTime,
                            answerTime: .seconds(1),
                            reversalPace: pace
                        )
                    }
                ),
                clock: clock ?? self.clock,
                shopName: "算盘 Shop",
                version: "1.0",
                log: Logger(label: "till", factory: { _ in SwiftLogNoOpLogHandler() })
            )
        )
    }

    /// A till that is open for the day.
    func openTill(_ power: Power = Power()) async throws -> Till {
        let till = try await till(try journal(power), terminal(power))
        _ = await till.perform(.openDay(Self.day))
        return till
    }
}

extension Till {
    /// Asks the terminal back until nothing is in doubt any more, for at most ten seconds.
    func reconcileAll() async -> Bool {
        let end = soon
        while ContinuousClock.now < end {
            if await reconcileCards() { return true }
            await Task.yield()
        }
        return false
    }

    /// One press of the key for a card, and all that follows from it.
    func payByCard() async -> TillAnswer {
        let answer = await perform(.tenderExact(.card))
        await settleCards()
        return answer
    }
}

/// One piece of tea.
func tea(_ amount: Int64) -> LineItem {
    LineItem(
        article: Article(product: 21, name: "茶 tea", department: "DRY", pointsClass: "standard"),
        quantity: .count(1),
        gross: Money(minorUnits: amount)
    )
}
