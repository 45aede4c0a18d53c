import Records
import SyncProtocol
import Testing

/// How boxes go on after a fence: the hub holds records 1 to 4, and a clone has sent its own.
struct HubEndBranchTests {
    static let chain = HubEndTests.chain
    static let clone = HubEndTests.clone
    static let floor = Grant.ReceiptFloor(day: 20_000, number: 9)

    static func fenced() -> HubEnd {
        var end = HubEndTests.end()
        _ = end.receive(clone.upload(5...6), held: HubEndTests.held)
        return end
    }

    static func branch(
        _ chain: Chain,
        _ numbers: ClosedRange<Int>,
        epoch: UInt32 = 1,
        after: UInt64? = nil
    ) -> Branch {
        Branch(
            bearer: DeviceID(7),
            epoch: epoch,
            after: after.map { ChainPlace(device: DeviceID(7), head: chain.position($0)) },
            upload: chain.upload(numbers)
        )
    }

    static func take(_ branch: Branch, _ end: inout HubEnd) throws -> Grant? {
        try end.take(branch, floor: floor, fresh: (4, 4)) { _ in true }.get()
    }

    @Test func `the first branch has the next epoch, and no other has it too`() throws {
        var end = Self.fenced()
        let grant = try #require(try Self.take(Self.branch(Self.chain, 1...8), &end))
        #expect(grant.epoch == 2)
        #expect(grant.device == DeviceID(7))
        #expect(grant.receiptFloor == Self.floor)
        #expect(grant.branch.head == Self.chain.position(8))
        #expect(
            grant.base
                == Grant.base(
                    of: DeviceID(7),
                    epoch: 2,
                    after: Self.chain.position(4).hash,
                    and: Self.chain.position(8).hash
                )
        )
        #expect(try Self.take(Self.branch(Self.clone, 1...8), &end) == nil, "a person decides")
        #expect(try Self.take(Self.branch(Self.chain, 7...8), &end) == grant, "asked again")
    }

    @Test func `a grant follows its branch`() throws {
        var end = Self.fenced()
        let first = try #require(try Self.take(Self.branch(Self.chain, 1...5), &end))
        let second = try #require(try Self.take(Self.branch(Self.chain, 6...8, after: 5), &end))
        #expect(second.branch.head == Self.chain.position(8))
        #expect(second.epoch == first.epoch)
        #expect(second.base != first.base)
        #expect(try Self.take(Self.branch(Self.chain, 1...5), &end) == nil, "late: no longer good")
    }

    /// Record 9 of a box that the hub has granted epoch 2 behind record 8.
    private static func grown(_ kind: RecordKind, salt: UInt8) -> Chain {
        var chain = chain
        chain.grow(salt: salt, kind: kind)
        return chain
    }

    private static func hello(_ grant: Grant, head: ChainHead? = nil) -> Hello {
        Hello(
            device: grant.device,
            head: head ?? grant.root,
            store: 1,
            till: 1,
            version: "1",
            bootNonce: "",
            token: grant.token
        )
    }

    @Test func `a copy that starts behind a grant does not share it with the box that took it`()
        throws
    {
        var end = Self.fenced()
        let first = try #require(try Self.take(Self.branch(Self.chain, 1...8), &end))
        // The box has gone over, and nobody has heard of it yet; its copy is switched on.
        let copy = Self.grown(.boot, salt: 2)
        let result = end.take(Self.branch(copy, 1...9), floor: Self.floor, fresh: (9, 9)) { _ in
            true
        }
        let second = try #require(try result.get())
        #expect(second.epoch == first.epoch + 1)
        #expect(second.token != first.token)
        #expect(HubEndTests.refusal(end.meet(Self.hello(first), fresh: (0, 0)))?.kind == .fork)
        #expect(try Self.take(Self.branch(Self.chain, 1...8, epoch: 2), &end) == nil)
        let welcome = try end.meet(Self.hello(second), fresh: (0, 1)).get()
        #expect(welcome.last == second.root, "one fence, one epoch")
        #expect(end.row.base == second.base)
    }

    @Test func `a box that goes on without a start keeps its grant`() throws {
        var end = Self.fenced()
        let first = try #require(try Self.take(Self.branch(Self.chain, 1...8), &end))
        let longer = Self.grown(.dayOpened, salt: 2)
        let second = try #require(try Self.take(Self.branch(longer, 9...9, after: 8), &end))
        #expect(second.epoch == first.epoch)
        #expect(second.token == first.token)
        #expect(try end.meet(Self.hello(second), fresh: (0, 1)).get().last == second.root)
    }

    @Test func `only who has the grant begins the new epoch`() throws {
        var end = Self.fenced()
        let grant = try #require(try Self.take(Self.branch(Self.chain, 1...8), &end))
        func hello(_ token: SyncToken) -> Hello {
            Hello(
                device: DeviceID(7),
                head: grant.root,
                store: 1,
                till: 1,
                version: "1",
                bootNonce: "",
                token: token
            )
        }
        #expect(HubEndTests.refusal(end.meet(hello(.none), fresh: (0, 0)))?.kind == .fork)
        let welcome = try end.meet(hello(grant.token), fresh: (0, 1)).get()
        #expect(welcome.last == grant.root)
        #expect(end.row.fence == nil)
        #expect(end.row.base == grant.base)
    }

    @Test func `a branch with a hole in it is refused`() {
        var end = Self.fenced()
        let result = end.take(Self.branch(Self.chain, 7...8), floor: nil, fresh: (0, 0)) { _ in
            false
        }
        #expect(HubEndTests.refusal(result)?.kind == .gap)
    }

    @Test func `a branch that begins an epoch is refused without the end of the one before`() throws
    {
        var end = Self.fenced()
        let before = end.row
        let branch = Branch(
            bearer: DeviceID(7),
            epoch: 2,
            after: ChainPlace(device: DeviceID(7), head: Self.chain.position(8)),
            upload: Chain(2, salt: 3).upload(1...2)
        )
        let result = end.take(branch, floor: nil, fresh: (0, 0)) { _ in false }
        #expect(HubEndTests.refusal(result)?.kind == .gap)
        #expect(end.row == before)
        #expect(try Self.take(branch, &end)?.epoch == 3, "the hub has record 8 of epoch 1")
    }

    @Test func `a device that stands apart by itself fences its epoch`() throws {
        var end = HubEndTests.end()
        #expect(try Self.take(Self.branch(Self.chain, 1...8), &end)?.epoch == 2)
        #expect(end.row.fence == .fork)
    }

    @Test func `a box of an epoch that is over brings facts and changes nothing`() throws {
        var end = Self.fenced()
        let grant = try #require(try Self.take(Self.branch(Self.chain, 1...8), &end))
        let hello = Hello(
            device: DeviceID(7),
            head: grant.root,
            store: 1,
            till: 1,
            version: "1",
            bootNonce: "",
            token: grant.token
        )
        _ = end.meet(hello, fresh: (0, 1))
        let before = end.row
        #expect(try Self.take(Self.branch(Self.clone, 1...8), &end) == nil)
        #expect(end.row == before)
    }

    @Test func `a hub that was restored to before an epoch grants one above it`() throws {
        var end = HubEnd(HubEndTests.end().row.restored(), life: HubEndTests.life)
        let grant = try Self.take(Self.branch(Self.chain, 1...8, epoch: 5), &end)
        #expect(grant?.epoch == 6)
        #expect(end.row.fence == .staleEpoch)
    }

    @Test func `a person gives a box that was replaced a number of its own`() throws {
        var end = Self.fenced()
        _ = try Self.take(Self.branch(Self.chain, 1...8), &end)
        let tip = Self.branch(Self.clone, 1...8).tip
        let row = end.reenrol(branch: tip, as: DeviceID(99), fresh: (6, 6))
        let grant = try #require(try Self.take(Self.branch(Self.clone, 7...8), &end))
        #expect(grant.device == DeviceID(99))
        #expect(grant.epoch == 1)
        #expect(row.last == grant.root)

        var successor = HubEnd(row, life: HubEndTests.life)
        let hello = Hello(
            device: DeviceID(99),
            head: grant.root,
            store: 1,
            till: 2,
            version: "1",
            bootNonce: "",
            token: grant.token
        )
        #expect(try successor.meet(hello, fresh: (0, 0)).get().last == grant.root)
    }

    @Test func `a branch whose signature does not hold has no effect`() {
        var end = Self.fenced()
        let before = end.row
        let result = end.take(
            Self.branch(Self.chain, 1...8),
            isVerified: false,
            floor: nil,
            fresh: (0, 0)
        ) { _ in true }
        #expect(HubEndTests.refusal(result)?.kind == .unverified)
        #expect(end.row == before)
    }
}
