import Hub
import Loyalty
import Records
import Retail
import SyncProtocol
import TestSupport

/// Two tills that lease, earn, spend and give back at random, and the whole books in one value that
/// hear of the same: what a hub with a store comes to must be equal.
struct LeaseTrade {
    static let members = (1...3).map { MemberID($0) }
    static let terms = LeaseTerms(poolCap: 40, deviceCap: 60, duration: 20_000)
    static let day = BusinessDay(number: 17_287)

    private var dice: Dice
    private(set) var model: LeaseBook
    private var tills = [TestTill(7), TestTill(8, till: 2)]
    private var receipts: [Int32] = [0, 0]
    /// What each till holds and has left.
    private var held: [[LeaseID: (lease: Lease, left: Holding)]] = [[:], [:]]
    private var sent = [0, 0]
    private var named: UInt64 = 0
    private(set) var now: Int64 = 1_493_611_200_000
    /// Records that no program of this version can read.
    private var riddles: [JournalKey] = []

    init(seed: UInt64) {
        dice = Dice(seed: seed)
        model = LeaseBook(LeaseExcerpt(), terms: Self.terms)
    }

    /// What a member has, as the model says; lots that have gone do not count.
    func balance(of member: MemberID) -> Points {
        var book = model
        book.expire(.points(member), on: Self.day)
        return book.balance(of: member)
    }

    /// Something happens at some till, and `hub` hears of it.
    ///
    /// - Returns: What the hub did otherwise than the model; nil when nothing.
    mutating func step(
        _ hub: HubCore,
        _ setClock: (Int64) -> Void
    ) async throws -> String? {
        let index = Int(dice.next() % 2)
        now += Int64(dice.next() % 3000)
        setClock(now)
        tills[index].clock = now
        switch dice.next() % 10 {
        case 0: return try await hello(index, hub)
        case 1...3: return try await wish(index, hub)
        case 4...6: sell(index)
        case 7: giveBack(index)
        case 8 where dice.next() % 4 == 0: riddle(index)
        default: try await settle(hub)
        }
        return try await upload(index, hub)
    }

    private mutating func hello(_ index: Int, _ hub: HubCore) async throws -> String? {
        tills[index].leases = Array(held[index].keys)
        let welcome = try await hub.welcome(tills[index].hello).get()
        tills[index].token = welcome.token
        let holder = LeaseHolder(device: tills[index].device.number, epoch: 1)
        model.endEpochs(of: holder.device, before: 1)
        let isSame = Set(model.leases(of: holder).map(\.id)) == Set(held[index].keys)
        let isTold = (welcome.leasesDiffer == true) == !isSame
        return isTold ? nil : "a till was told \(String(describing: welcome.leasesDiffer))"
    }

    private mutating func wish(_ index: Int, _ hub: HubCore) async throws -> String? {
        guard sent[index] > 0 else { return try await hello(index, hub) }
        named += 1
        let isAgain = dice.next() % 5 == 0
        let name = LeaseID(high: 5, low: isAgain ? dice.next() % (named + 1) : named)
        let pool = LeasePool.points(Self.members[Int(dice.next() % 3)])
        let wish = LeaseWish(id: name, pool: pool, amount: Int64(dice.next() % 30) + 1)
        let till = tills[index]
        let request = LeaseRequest(
            device: till.device,
            epoch: 1,
            wishes: [wish],
            asksForAll: false
        )
        let answer = try await hub.lease(request).get()
        let today = Self.day
        model.expire(pool, on: today)
        let holder = LeaseHolder(device: till.device.number, epoch: 1)
        let own = model.grant(wish, to: holder, now: now, on: today)
        switch own {
        case .success(let lease):
            guard answer.leases.first?.lease == lease else { return "granted otherwise" }
            if held[index][lease.id] == nil { accept(lease, index) }
        case .failure(let reason):
            guard answer.refused.first?.reason == reason.rawValue else {
                return "refused otherwise than \(reason)"
            }
        }
        return try await upload(index, hub)
    }

    private mutating func accept(_ lease: Lease, _ index: Int) {
        held[index][lease.id] = (lease, lease.units)
        write(.lease(.accepted(SignedLease(lease))), index) { $0.accept(lease) }
    }

    private mutating func write(
        _ fact: Fact,
        _ index: Int,
        _ follow: (inout LeaseBook) -> Void
    ) {
        tills[index].state(fact)
        follow(&model)
        model.witness(holder(index), clock: now)
    }

    private func holder(_ index: Int) -> LeaseHolder {
        LeaseHolder(device: tills[index].device.number, epoch: 1)
    }

    /// A sale that spends a little of some lease, or more than it has; and earns.
    private mutating func sell(_ index: Int) {
        let member = Self.members[Int(dice.next() % 3)]
        let pool = LeasePool.points(member)
        var spends: [LeaseSpend] = []
        let own = held[index].values.filter { $0.lease.pool == pool && !$0.left.isEmpty }
            .min { $0.lease.id < $1.lease.id }
        if let own, own.lease.expires >= now {
            var units = own.left.soonest(Int64(dice.next() % 12) + 1, on: Self.day)
            if dice.next() % 8 == 0 { units.add(.lot(nil), 3) }
            if !units.isEmpty {
                spends = [LeaseSpend(lease: own.lease.id, pool: pool, units: units)]
                held[index][own.lease.id]?.left = own.left - units
            }
        }
        receipts[index] += 1
        let (receipt, amount) = (receipts[index], Int64(dice.next() % 20) * 100 + 100)
        let points = amount / 100
        let lot = LeaseUnit.lot(Self.day.advanced(by: 364))
        var earned: Lease?
        if dice.next() % 3 == 0 {
            named += 1
            earned = Lease(
                id: LeaseID(high: 5, low: named),
                pool: pool,
                holder: holder(index),
                units: Holding(lot, points),
                expires: now + 20_000
            )
        }
        let leases = SaleLeases(spent: spends, earned: earned)
        tills[index].sell(
            "GROCERY:standard:\(amount)",
            member: member.number,
            receipt: receipt
        ) { $0.leases = leases }
        for spend in spends { model.use(spend) }
        model.earn(Holding(lot, points), in: pool, leasedAs: earned)
        if let earned { held[index][earned.id] = (earned, earned.units) }
        model.witness(holder(index), clock: now)
    }

    private mutating func giveBack(_ index: Int) {
        guard let id = held[index].keys.sorted().first else { return }
        held[index][id] = nil
        let by = holder(index)
        write(.lease(.givenBack(id)), index) { $0.giveBack(id, by: by) }
    }

    /// A record of a later program, which may have spent something.
    private mutating func riddle(_ index: Int) {
        let record = tills[index].add(RecordKind(rawValue: 900), body: Array("{}".utf8))
        riddles.append(JournalKey(record))
        model.hold(holder(index))
        model.witness(holder(index), clock: now)
    }

    /// A person says that what a record meant is stated elsewhere.
    private mutating func settle(_ hub: HubCore) async throws {
        guard let key = riddles.first,
            key.sequence <= UInt64(sent[key.device == tills[0].device ? 0 : 1])
        else { return }
        riddles.removeFirst()
        try await hub.settle(key)
        model.release(LeaseHolder(device: key.device.number, epoch: key.epoch))
    }

    private mutating func upload(_ index: Int, _ hub: HubCore) async throws -> String? {
        let count = tills[index].records.count
        guard count > sent[index] else { return nil }
        if sent[index] == 0 { _ = try await hub.welcome(tills[index].hello).get() }
        // Every now and then what is held already comes again.
        let start = max(1, sent[index] + 1 - Int(dice.next() % 3))
        let answer = try await hub.receive(tills[index].upload(start...count)).get()
        sent[index] = count
        return answer.setAside.isEmpty ? nil : "set aside: \(answer.setAside)"
    }
}
