import DurableSQLite
import Feeds
import Foundation
import Identity
import Journal
import Logging
import Loyalty
import Records
import Retail
import SampleTrade
import Sync
import SyncProtocol
import Till

/// A box on a counter as its program runs it: the real till, its journal and its uplink.
///
/// It can lose its power, be imaged, and be made again from an image, beside the first or in its
/// place.
final class TestBox {
    static let device = DeviceID(7)
    static let place = Place(store: 298, till: 3)
    static let day = BusinessDay(number: 17_287)

    let folder: String
    let link: any HubLink
    /// The key by which the box finds members: on its disk, so it outlives the power.
    let lookup = HeldLookupKey()
    private let identity: TillIdentity?
    /// What the hub publishes; nil for a box that asks for none.
    private let feeds: (any FeedStore)?
    private let seed: UInt64
    private let clock = FreeClock()
    private(set) var journal: TillJournal
    private(set) var till: Till
    private(set) var uplink: Uplink
    /// What happens right after the journal went over to a grant.
    private let adopted: @Sendable (TillJournal) -> Void

    /// A box on whose disk lies what `image` holds; an empty one without.
    init(
        _ link: any HubLink,
        image: String? = nil,
        identity: TillIdentity? = nil,
        feeds: (any FeedStore)? = nil,
        seed: UInt64 = 1,
        adopted: @escaping @Sendable (TillJournal) -> Void = { _ in }
    ) async throws {
        folder = NSTemporaryDirectory() + "suanpan-box-" + UUID().uuidString
        if let image {
            try FileManager.default.copyItem(atPath: image, toPath: folder)
        } else {
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true
            )
        }
        (self.link, self.seed, self.adopted) = (link, seed, adopted)
        (self.identity, self.feeds) = (identity, feeds)
        (journal, till, uplink) = try await Self.start(
            folder,
            link,
            identity,
            feeds,
            lookup,
            seed,
            clock,
            adopted
        )
        _ = await till.perform(.openDay(Self.day))
    }

    deinit {
        journal.abandon()
        try? FileManager.default.removeItem(atPath: folder)
    }

    private static func start(
        _ folder: String,
        _ link: any HubLink,
        _ identity: TillIdentity?,
        _ feeds: (any FeedStore)?,
        _ lookup: HeldLookupKey,
        _ seed: UInt64,
        _ clock: FreeClock,
        _ adopted: @escaping @Sendable (TillJournal) -> Void
    ) async throws -> (TillJournal, Till, Uplink) {
        let journal = try TillJournal(path: folder + "/till.db", device: device, place: place)
        let programme = feeds.map { FedProgramme($0, before: .r1) }
        let settings = feeds.map { FedSettings($0) }
        let coupons = feeds.map { FedCoupons($0) }
        let till = try await Till(
            Till.Parts(
                journal: journal,
                programme: try await programme?.rules() ?? .r1,
                coupons: try await coupons?.book() ?? CouponBook(),
                devices: TillDevices(),
                clock: SetTillClock(SaleTime(unixSeconds: 1_493_611_270, offsetMinutes: -240)),
                shopName: "算盘",
                settings: try await settings?.settings() ?? ShopSettings(),
                version: "1",
                log: Logger(label: "till", factory: { _ in SwiftLogNoOpLogHandler() })
            )
        )
        let uplink = Uplink(
            journal: journal,
            link: link,
            identity: identity,
            version: "1",
            bootNonce: till.bootNonce,
            clock: clock,
            chance: SeededChance(seed: seed),
            feeds: feeds.map {
                FeedDuty($0, lookup: lookup, told: Self.follower(of: till, feeds: $0))
            },
            adopted: {
                adopted(journal)
                await till.followJournal()
            }
        )
        return (journal, till, uplink)
    }

    /// Tells `till` what it goes by, as its program does.
    private static func follower(
        of till: Till,
        feeds: any FeedStore
    ) -> @Sendable (FeedKeeper.Outcome) async -> Void {
        let following = FeedFollowing(
            till,
            programme: FedProgramme(feeds, before: .r1),
            settings: FedSettings(feeds),
            coupons: FedCoupons(feeds)
        )
        return { outcome in await following.take(outcome) }
    }

    /// The power goes and comes back; a box whose power has gone already only comes back.
    func restart() async throws {
        journal.abandon()
        (journal, till, uplink) = try await Self.start(
            folder,
            link,
            identity,
            feeds,
            lookup,
            seed,
            clock,
            adopted
        )
    }

    /// An image of the disk, taken while the box is off for a moment.
    func image() async throws -> String {
        // What the hub said last is on the disk, as it is a second later.
        try await journal.settle()
        journal.abandon()
        let path = NSTemporaryDirectory() + "suanpan-image-" + UUID().uuidString
        try FileManager.default.copyItem(atPath: folder, toPath: path)
        try await restart()
        return path
    }

    /// A copy of the disk as it is, of a box that goes on all the while and knows of nothing.
    static func snapshot(of folder: String) -> String {
        let path = NSTemporaryDirectory() + "suanpan-snapshot-" + UUID().uuidString
        try? FileManager.default.createDirectory(
            atPath: path,
            withIntermediateDirectories: true
        )
        for file in ["till.db", "till.db-wal"] {
            try? FileManager.default.copyItem(
                atPath: "\(folder)/\(file)",
                toPath: "\(path)/\(file)"
            )
        }
        return path
    }

    /// Sells `count` times one thing for 10.00 to a member.
    ///
    /// - Returns: The receipts' numbers.
    @discardableResult
    func sell(_ count: Int) async throws -> [Int32] {
        var numbers: [Int32] = []
        for _ in 0..<count {
            let answers = await till.perform([
                .ring(Self.rice), .identify(MemberID(1)), .tenderExact(.cash, reference: nil),
            ])
            guard case .completed(let sale) = answers.last else { throw NotSold(answers: answers) }
            numbers.append(sale.receipt.number)
        }
        return numbers
    }

    /// One thing for 10.00.
    static let rice = LineItem(
        article: Article(
            product: 1,
            name: "米",
            department: "GROCERY",
            pointsClass: "standard"
        ),
        quantity: .count(1),
        gross: Money(minorUnits: 1000)
    )

    /// Gives goods of the receipt `number` back, all of them unless `items` are named.
    ///
    /// - Returns: What the cashier reads.
    func giveBack(_ number: Int32, _ items: [ReturnRequest.Item]? = nil) async throws -> String {
        let request = ReturnRequest(items: items, reason: "too sour", clerk: "7")
        let receipt = ReceiptNumber(day: Self.day, number: number)
        return ReturnAnswer(try await till.giveBack(request, of: receipt)).message
    }

    /// Lets the uplink work until the hub has everything, or `patience` steps have not achieved it.
    @discardableResult
    func drain(_ patience: Int = 200) async throws -> Bool {
        try await uplink.drain(patience: patience)
    }

    /// Lets so much time pass that an idle till says hello.
    func wait() async throws {
        await rest()
        try await drain()
    }

    /// Lets as much time pass, in which the uplink does nothing yet.
    func rest() async {
        await clock.rest(2 * DeviceEnd.helloInterval)
    }

    /// The token that a copy of the journal's files holds: what a power cut would leave.
    static func token(inCopyOf file: String) throws -> String {
        let copy = NSTemporaryDirectory() + "suanpan-copy-" + UUID().uuidString
        defer {
            for suffix in ["", "-wal", ".lock"] {
                try? FileManager.default.removeItem(atPath: copy + suffix)
            }
        }
        for suffix in ["", "-wal"] {
            try FileManager.default.copyItem(atPath: file + suffix, toPath: copy + suffix)
        }
        let journal = try TillJournal(readingFrom: copy)
        defer { journal.abandon() }
        return journal.memory.token.rawValue
    }

    /// What is wrong with the box when the hub should have everything.
    func faults() async throws -> [String] {
        let depth = journal.queueDepth
        var faults = [try await journal.verify().fault].compactMap(\.self)
        if depth.mark != depth.head {
            faults.append("marked \(depth.mark.sequence) of \(depth.head.sequence)")
        }
        if journal.memory.apart != nil { faults.append("it stands apart") }
        return faults
    }
}

/// A sale that the till did not take.
struct NotSold: Error {
    let answers: [TillAnswer]
}
