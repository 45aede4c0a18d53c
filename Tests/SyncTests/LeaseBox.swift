import DurableSQLite
import Foundation
import Identity
import Journal
import Loyalty
import Records
import Retail
import SampleTrade
import Sync
import SyncProtocol
import Synchronization

/// The time of a shop, which passes only when somebody waits: the same for the hub and every box.
final class ShopClock: UplinkClock {
    /// 2017-05-01 in the morning.
    static let start: Int64 = 1_493_640_000_000
    private let passed = Mutex<Int64>(0)

    func now() -> Int64 { passed.withLock { $0 } }
    /// Milliseconds since 1970.
    func wall() -> Int64 { Self.start + now() }
    func rest(_ milliseconds: Int64) async { passed.withLock { $0 += milliseconds } }
}

/// A line that somebody can pull out of the wall.
final class PulledLink: HubLink {
    private let link: any HubLink
    private let isCut = Mutex(false)

    init(_ link: any HubLink) {
        self.link = link
    }

    /// Pulls it out, or puts it in again.
    func cut(_ isCut: Bool) { self.isCut.withLock { $0 = isCut } }

    func post(_ path: String, _ body: [UInt8]) async throws(LinkFault) -> LinkAnswer {
        if isCut.withLock({ $0 }) { throw LinkFault("the line is cut") }
        return try await link.post(path, body)
    }
}

/// A box that redeems points: the real journal and uplink, and sales as a till writes them.
final class LeaseBox {
    static let day = BusinessDay(number: 17_287)
    /// A minute is a day here.
    static let terms = LeaseTerms(
        poolCap: 80,
        deviceCap: 300,
        duration: 60_000,
        guardTime: 4000,
        lead: 2000
    )

    let device: DeviceID
    let place: Place
    let line: PulledLink
    private let folder: String
    private let clock: ShopClock
    private let seed: UInt64
    private let identity: TillIdentity?
    private(set) var journal: TillJournal
    private(set) var uplink: Uplink
    private var receipt: Int32 = 0
    private var dice: SeededChance

    /// The box of device `number`, on whose disk lies what `image` holds.
    init(
        _ number: UInt32,
        _ link: any HubLink,
        _ clock: ShopClock,
        seed: UInt64,
        identity: TillIdentity? = nil,
        image: LeaseBox? = nil
    ) async throws {
        device = DeviceID(number)
        place = Place(store: 1, till: Int32(number))
        line = PulledLink(link)
        folder = TestHub.newFolder()
        (self.clock, self.seed, self.identity) = (clock, seed, identity)
        dice = SeededChance(seed: seed &+ UInt64(number) << 32)
        if let image {
            try? FileManager.default.removeItem(atPath: folder)
            try FileManager.default.copyItem(atPath: image.folder, toPath: folder)
            receipt = image.receipt
        }
        (journal, uplink) = try Self.start(folder, device, place, line, identity, clock, seed)
        try await boot()
    }

    deinit {
        journal.abandon()
        try? FileManager.default.removeItem(atPath: folder)
    }

    private static func start(
        _ folder: String,
        _ device: DeviceID,
        _ place: Place,
        _ line: PulledLink,
        _ identity: TillIdentity?,
        _ clock: ShopClock,
        _ seed: UInt64
    ) throws -> (TillJournal, Uplink) {
        let journal = try TillJournal(path: folder + "/till.db", device: device, place: place)
        let uplink = Uplink(
            journal: journal,
            link: line,
            identity: identity,
            version: "1",
            bootNonce: "00",
            clock: clock,
            chance: SeededChance(seed: seed &+ UInt64(clock.now())),
            leases: LeaseDuty(terms: terms, wall: { clock.wall() })
        )
        return (journal, uplink)
    }

    private func boot() async throws {
        let nonce = "\(dice.next())"
        let boot = Boot(nonce: nonce, version: "1", wasShutDownCleanly: false, place: place)
        try await journal.append([draft(.boot(boot)), draft(.dayOpened(Self.day))])
    }

    /// The power goes and comes back.
    func restart() async throws {
        journal.abandon()
        (journal, uplink) = try Self.start(folder, device, place, line, identity, clock, seed)
        try await boot()
    }

    /// Lets go of the disk for as long as `work` takes, so that it can be copied.
    func off(_ work: () async throws -> Void) async throws {
        try await journal.settle()
        journal.abandon()
        try await work()
        (journal, uplink) = try Self.start(folder, device, place, line, identity, clock, seed)
        try await boot()
    }

    private func draft(_ fact: Fact) -> JournalDraft {
        JournalDraft(
            fact,
            operation: OperationID(milliseconds: clock.wall(), chance: (dice.next(), dice.next())),
            wallMilliseconds: clock.wall(),
            monotonicNanoseconds: UInt64(clock.now()) * 1_000_000
        )
    }

    private var moment: PurseMoment {
        journal.purseMoment(wall: clock.wall(), counted: clock.now(), by: Self.terms)
    }

    private var holder: LeaseHolder {
        LeaseHolder(device: journal.device.number, epoch: journal.queueDepth.head.epoch)
    }

    private func isLinked() async -> Bool {
        if case .connected = await uplink.status.state { true } else { false }
    }

    /// What somebody heard who waited.
    private final class Heard: Sendable {
        private let answer = Mutex<WishAnswer?>(nil)
        var said: WishAnswer? {
            get { answer.withLock { $0 } }
            set { answer.withLock { $0 = newValue } }
        }
    }

    /// Asks the hub for points while the customer waits.
    func wish(for amount: Int64, of member: MemberID) async throws -> WishAnswer {
        let (heard, uplink) = (Heard(), uplink)
        let asking = Task { heard.said = await uplink.wish(for: amount, of: .points(member)) }
        defer { asking.cancel() }
        // Whoever waits is answered by the next steps, whatever the line does.
        while true {
            if let answer = heard.said { return answer }
            _ = try await uplink.drain(patience: 3)
            await Task.yield()
        }
    }

    /// Sells one thing for 10.00 to `member`, who would like to spend `points`.
    ///
    /// - Returns: What was spent.
    @discardableResult
    func sell(_ member: MemberID, redeeming points: Int64 = 0) async throws -> Holding {
        let pool = LeasePool.points(member)
        var purse = journal.purse
        var spends: [LeaseSpend] = []
        if points > 0 {
            let paid = purse.spend(points, of: pool, at: moment, on: Self.day)
            if case .success(let paid) = paid { spends = paid }
        }
        let isLinked = await isLinked()
        let isAlone = !isLinked && journal.memory.apart == nil
        let own = isAlone ? ownLease(of: pool) : nil
        receipt += 1
        let sale = draft(.saleCompleted(sold(member, SaleLeases(spent: spends, earned: own))))
        try await journal.append([sale])
        return spends.reduce(.empty) { $0 + $1.units }
    }

    private func ownLease(of pool: LeasePool) -> Lease {
        Lease(
            id: LeaseID(
                OperationID(milliseconds: clock.wall(), chance: (dice.next(), dice.next()))
            ),
            pool: pool,
            holder: holder,
            units: Holding(.lot(Self.day.advanced(by: 364)), 10),
            expires: moment.clock + Self.terms.duration
        )
    }

    private func sold(_ member: MemberID, _ leases: SaleLeases?) -> CompletedSale {
        let line = LineItem(
            article: Article(product: 1, name: "米", department: "GROCERY", pointsClass: "standard"),
            quantity: .count(1),
            gross: Money(minorUnits: 1000)
        )
        let due = SaleTotals([line]).due
        return CompletedSale(
            sale: OperationID(milliseconds: clock.wall(), chance: (dice.next(), dice.next())),
            place: place,
            receipt: ReceiptNumber(day: Self.day, number: receipt),
            at: SaleTime(unixSeconds: clock.wall() / 1000, offsetMinutes: 0),
            member: member,
            lines: [line],
            tenders: [Tender(.cash, due)],
            change: .zero,
            accrual: PinnedAccrual(
                programme: Programme.r1.pinned,
                accrual: Programme.r1.accrual(for: [line])
            ),
            leases: leases
        )
    }

    /// Lets the uplink work for at most `patience` steps.
    @discardableResult
    func drain(_ patience: Int = 200) async throws -> Bool {
        try await uplink.drain(patience: patience)
    }
}
