import Loyalty
import Records
import Retail
import SyncProtocol
import TestSupport
import Testing

/// What a till and its hub say to each other about leases.
struct LeaseExchangeTests {
    private static let day = BusinessDay(number: 100)
    private static let pool = LeasePool.points(MemberID(318))
    private static let device = DeviceID(7)

    private static func book() -> LeaseBook {
        var book = LeaseBook(terms: LeaseTerms())
        book.earn(Holding(.lot(nil), 50), in: pool)
        return book
    }

    private static func wish(_ number: UInt64, _ amount: Int64) -> LeaseWish {
        let name = OperationID(milliseconds: 1, chance: (0, number))
        return LeaseWish(id: LeaseID(name), pool: pool, amount: amount)
    }

    private static func request(
        _ wishes: [LeaseWish],
        epoch: UInt32 = 1,
        all: Bool = false
    ) -> LeaseRequest {
        LeaseRequest(device: device, epoch: epoch, wishes: wishes, asksForAll: all)
    }

    private static func end(_ row: DeviceRow = DeviceRow(enrolling: device)) -> HubEnd {
        HubEnd(row, life: HubEnd.Life(incarnation: "1", time: 1000))
    }

    @Test func `a wish is granted once, however often it is sent`() throws {
        var book = Self.book()
        let request = Self.request([Self.wish(1, 30)])
        let first = try Self.end().lease(request, from: &book, on: Self.day).get()
        let lease = try #require(first.leases.first?.lease)
        #expect(lease.units.total == 30)
        #expect(lease.expires == 1000 + LeaseTerms().duration)
        let after = book
        let second = try Self.end().lease(request, from: &book, on: Self.day).get()
        #expect(second == first)
        #expect(book == after)
    }

    @Test func `a wish for a code names it, and one for anything is written as it always was`()
        throws
    {
        let code = LeaseUnit.item("S-1")
        let named = LeaseWish(
            id: LeaseID(OperationID(milliseconds: 1, chance: (0, 1))),
            pool: .codes(of: "S"),
            amount: 1,
            only: code
        )
        let text = String(decoding: Message.encode(Self.request([named])), as: UTF8.self)
        #expect(text.contains(#""unit":"item/S-1""#))
        let read = try #require(Message.decode(LeaseRequest.self, Array(text.utf8)))
        #expect(read.wishes.map(\.wish) == [named])
        let wrong = text.replacing("item/S-1", with: "S-1")
        let bad = try #require(Message.decode(LeaseRequest.self, Array(wrong.utf8)))
        #expect(bad.wishes.map(\.wish) == [nil])
        let plain = Message.encode(Self.request([Self.wish(1, 30)]))
        #expect(!String(decoding: plain, as: UTF8.self).contains("unit"))
    }

    @Test func `what is not granted is said, with the reason`() throws {
        var book = Self.book()
        let request = Self.request([Self.wish(1, 50), Self.wish(2, 1)])
        let answer = try Self.end().lease(request, from: &book, on: Self.day).get()
        #expect(answer.leases.count == 1)
        #expect(answer.refused.map(\.reason) == ["exhausted"])
    }

    // swift-format-ignore
    static let refusals: [(request: LeaseRequest, isVerified: Bool, kind: Refusal.Kind)] = [
        (request([wish(1, 1)]),                                          false, .unverified),
        (request([wish(1, 1)], epoch: 2),                                true,  .staleEpoch),
        (request((0...64).map { wish($0, 1) }),                          true,  .malformed),
        (request([wish(1, 0)]),                                          true,  .malformed),
    ]

    @Test(arguments: refusals.indices)
    func `a request that is none changes nothing`(_ index: Int) {
        let row = Self.refusals[index]
        var book = Self.book()
        let before = book
        let result = Self.end().lease(
            row.request,
            isVerified: row.isVerified,
            from: &book,
            on: Self.day
        )
        guard case .failure(let refusal) = result else {
            Issue.record("it was granted")
            return
        }
        #expect(refusal.kind == row.kind)
        #expect(book == before)
    }

    @Test func `a lease whose answer was lost comes back by the next hello`() throws {
        var book = Self.book()
        var end = Self.end()
        _ = end.lease(Self.request([Self.wish(1, 30)]), from: &book, on: Self.day)

        let hello = Hello(
            device: Self.device,
            head: .root(of: Self.device, epoch: 1),
            store: 1,
            till: 1,
            version: "1",
            bootNonce: "",
            leasesDigest: Digest.leases([]).description
        )
        let welcome = try end.meet(hello, fresh: (1, 2)).get()
        let told = end.greet(hello, welcome, &book)
        #expect(told.leasesDiffer == true)

        let all = try end.lease(Self.request([], all: true), from: &book, on: Self.day).get()
        let names = all.leases.compactMap(\.lease?.id)
        #expect(names == [Self.wish(1, 30).id])
        let knowing = Hello(
            device: Self.device,
            head: hello.head,
            store: 1,
            till: 1,
            version: "1",
            bootNonce: "",
            leasesDigest: Digest.leases(names).description
        )
        let same = end.greet(knowing, welcome, &book)
        #expect(same.leasesDiffer == false)
        let ahead = Hello(
            device: Self.device,
            head: ChainHead(epoch: 1, sequence: 1, hash: .zero),
            store: 1,
            till: 1,
            version: "1",
            bootNonce: "",
            leasesDigest: knowing.leasesDigest
        )
        let early = end.greet(ahead, welcome, &book)
        #expect(early.leasesDiffer == nil, "records are on their way: the till has to ask")
    }

    @Test func `only a word of this life counts as having been heard`() throws {
        var book = Self.book()
        book.freeze([7])
        var end = Self.end(DeviceRow(enrolling: Self.device).restored())
        var token = SyncToken.none
        for isHeard in [false, true] {
            let hello = Hello(
                device: Self.device,
                head: .root(of: Self.device, epoch: 1),
                store: 1,
                till: 1,
                version: "1",
                bootNonce: "",
                token: token
            )
            let welcome = try end.meet(hello, fresh: (1, isHeard ? 3 : 2)).get()
            _ = end.greet(hello, welcome, &book)
            #expect(book.isFrozen == !isHeard)
            token = welcome.token
        }
    }

    @Test func `messages come back from their bytes, and nonsense is none`() throws {
        let request = Self.request([Self.wish(1, 30)], all: true)
        let bytes = Message.encode(request)
        #expect(Message.decode(LeaseRequest.self, bytes) == request)
        #expect(request.wishes[0].wish == Self.wish(1, 30))
        let html = Array("<html>Please log in</html>".utf8)
        #expect(Message.decode(LeaseAnswer.self, html) == nil)

        let seed = Dice.seed(for: "lease requests")
        var dice = Dice(seed: seed)
        for _ in 0..<5000 {
            var changed = bytes
            let index = Int.random(in: 0..<changed.count, using: &dice)
            changed[index] = UInt8.random(in: 0...255, using: &dice)
            guard let read = Message.decode(LeaseRequest.self, changed) else { continue }
            var book = Self.book()
            _ = Self.end().lease(read, from: &book, on: Self.day)
            #expect(book.faults() == [], "seed \(seed)")
        }
    }
}
