import Records
import Retail
import SyncProtocol
import TestSupport
import Testing

/// What goes over the wire about feeds is bounded, in order, and read as what it is.
struct FeedMessageTests {
    static let version = FeedVersion(feed: "catalogue", number: 9, digest: .zero)

    static func entry(_ key: String, bytes: Int = 20) -> FeedEntry {
        FeedEntry(key: key, value: String(repeating: "\"", count: bytes))
    }

    typealias Form = (entry: FeedEntry, isGood: Bool, why: String)

    // swift-format-ignore
    static let forms: [Form] = [
        (entry("21"),                                        true,  "a number"),
        (FeedEntry(key: "a", alias: "B-1", value: "{}"),      true,  "with an alias"),
        (entry(String(repeating: "k", count: 64)),           true,  "as long as may be"),
        (entry(String(repeating: "k", count: 65)),           false, "longer"),
        (entry(""),                                          false, "no name"),
        (entry("a b"),                                       false, "a blank"),
        (entry("梨"),                                         false, "bytes that have two orders"),
        (FeedEntry(key: "a", alias: "", value: "{}"),         false, "an alias that is none"),
        (entry("a", bytes: 16_384),                          true,  "as much as may be"),
        (entry("a", bytes: 16_385),                          false, "more"),
        (entry("a", bytes: 0),                               false, "nothing"),
        (FeedEntry(key: "a", value: "{\n}"),                  false, "a control character"),
    ]

    @Test(arguments: forms) func `an entry keeps its form or is none`(_ form: Form) {
        #expect(form.entry.isWellFormed == form.isGood, "\(form.why)")
    }

    @Test func `every page fits into a message, and the largest entry into a page`() throws {
        let plan = try #require(
            FeedPlan(Self.request(), newest: { _ in Self.version }, isKnown: { _ in false })
        )
        for bytes in [1, 20, 700, 5000, 16_384] {
            let entries = (0..<600).map { Self.entry("\(10_000 + $0)", bytes: bytes) }
            let changes = entries.prefix(FeedPage.changeLimit + 1).map { FeedChange($0) }
            let page = plan.page(changes, seal: String(repeating: "0", count: 320))
            #expect((1...FeedPage.changeLimit).contains(page.changes.count), "\(bytes)")
            #expect(!page.isLast, "\(bytes)")
            let message = Message.encode(FeedAnswer(page))
            #expect(message.count <= Message.byteLimit, "\(bytes): \(message.count)")
            #expect(Message.decode(FeedAnswer.self, message) == FeedAnswer(page), "\(bytes)")
        }
        #expect(plan.page([], seal: "").isLast, "a list may be empty")
    }

    static func request(_ standing: FeedStanding = FeedStanding(feed: "catalogue")) -> FeedRequest {
        FeedRequest(device: DeviceID(7), epoch: 1, standings: [standing])
    }

    @Test func `a hub goes on, tells what has changed, or tells all`() throws {
        let old = FeedVersion(feed: "catalogue", number: 5, digest: .of([5]))
        let other = FeedVersion(feed: "catalogue", number: 5, digest: .of([6]))
        let filling = FeedFilling(version: old, base: 0, after: "k", isWhole: false, seal: "")
        func part(_ base: FeedVersion) -> FeedFilling {
            FeedFilling(version: old, base: base.number, after: "k", isWhole: false, seal: "")
        }
        let gone = FeedVersion(feed: "catalogue", number: 4, digest: .of([4]))
        let late = FeedVersion(feed: "catalogue", number: 10, digest: .zero)
        func plan(_ standing: FeedStanding) -> FeedPlan? {
            FeedPlan(Self.request(standing), newest: { _ in Self.version }, isKnown: { $0 == old })
        }
        let new = Self.version
        func at(_ current: FeedVersion?, isDoubted: Bool = false) -> FeedStanding {
            FeedStanding(feed: "catalogue", current: current, isDoubted: isDoubted)
        }
        // swift-format-ignore
        let rows: [(FeedStanding, FeedVersion?, Int64, String, String)] = [
            (at(nil),                  new, 0, "",  "nothing yet"),
            (at(old),                  new, 5, "",  "known"),
            (at(other),                new, 0, "",  "unknown"),
            (at(old, isDoubted: true), new, 0, "",  "doubted"),
            (FeedStanding(feed: "catalogue", filling: filling), old, 0, "k", "in part"),
            (FeedStanding(feed: "catalogue", current: gone, filling: part(gone)), new, 0, "", "in part against what is forgotten"),
            (at(new),                  nil, 0, "",  "newest"),
            (at(late),                 nil, 0, "",  "a hub that forgot"),
        ]
        for (standing, version, base, after, why) in rows {
            let plan = plan(standing)
            #expect(plan?.version == version, "\(why)")
            #expect((plan?.base ?? 0, plan?.after ?? "") == (base, after), "\(why)")
        }
    }

    @Test func `a product and a card are read back, and anything else is none`() {
        let article = Article(product: 21, name: "梨/pear", department: nil, pointsClass: "double")
        for price in [nil, Money.zero, Money(minorUnits: 250)] {
            let product = CatalogueEntry(
                article: article,
                barcode: price == nil ? nil : "B21",
                unit: "kg",
                price: price
            )
            #expect(CatalogueEntry(product.entry) == product)
            #expect(product.entry.isWellFormed)
        }
        let card = CardEntry(card: "29", member: MemberID(1))
        #expect(CardEntry(card.entry) == card)
        for value in ["", "{}", "[]", "{\"name\":1}", "{\"name\":\"a\",\"price\":-1}"] {
            #expect(CatalogueEntry(FeedEntry(key: "21", value: value)) == nil, "\(value)")
            #expect(CardEntry(FeedEntry(key: "29", value: value)) == nil, "\(value)")
        }
        #expect(CatalogueEntry(FeedEntry(key: "pear", value: "{\"name\":\"a\"}")) == nil)
    }

    @Test func `whatever bytes come, a page is taken in order or not at all`() {
        let seed = Dice.seed(for: "pages of feeds")
        var dice = Dice(seed: seed)
        let entries = (1...9).map { Self.entry("\($0)") }
        let page = FeedPage(
            version: Self.version,
            base: 0,
            after: "",
            changes: entries.map { FeedChange($0) },
            isLast: true,
            seal: "00"
        )
        let good = Message.encode(FeedAnswer(page))
        var taken = 0
        for _ in 0..<20_000 {
            var bytes = good
            for _ in 0...Int(dice.next() % 4) {
                let index = Int(dice.next() % UInt64(bytes.count))
                switch dice.next() % 3 {
                case 0: bytes[index] = UInt8(truncatingIfNeeded: dice.next())
                case 1: bytes.remove(at: index)
                default: bytes.insert(bytes[Int(dice.next() % UInt64(bytes.count))], at: index)
                }
            }
            guard let page = Message.decode(FeedAnswer.self, bytes)?.page else { continue }
            var end = FeedEnd(FeedStanding(feed: "catalogue"))
            guard (try? end.take(page, isProven: true)) != nil else { continue }
            taken += 1
            let keys = page.changes.map(\.key)
            #expect(keys == keys.sorted() && Set(keys).count == keys.count, "SUANPAN_SEED=\(seed)")
            #expect(page.changes.allSatisfy { $0.entry?.isWellFormed == true })
        }
        #expect(taken > 100, "most changes are of a value: SUANPAN_SEED=\(seed)")
    }
}
