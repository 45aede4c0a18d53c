import Hub
import Identity
import Records
import SyncProtocol
import Testing

/// What boxes bring that were copies is signed for on every chain where it stands.
struct SignedBranchTests {
    /// What the box with the key of device 7 has signed.
    private func sender(
        _ message: [UInt8],
        _ path: String,
        in epoch: UInt32 = 1
    ) -> Sender {
        let seal = SignedTrade.sealed(message, to: path, in: epoch).seal
        return .signed(seal, to: TestKeys.hub.keys.sync)
    }

    private func receive(_ upload: Upload, _ hub: HubCore, in epoch: UInt32 = 1) async -> Bool {
        let sender = sender(upload.encoded(), HubPath.journal, in: epoch)
        return await hub.receive(upload, from: sender).refusal == nil
    }

    private func welcome(_ till: TestTill, _ hub: HubCore, in epoch: UInt32 = 1) async -> Bool {
        let sender = sender(Message.encode(till.hello), HubPath.hello, in: epoch)
        return await hub.welcome(till.hello, from: sender).refusal == nil
    }

    private func bring(_ branch: Branch, _ hub: HubCore) async throws -> BranchReceipt {
        try await hub.take(branch, from: sender(branch.encoded(), HubPath.branch)).get()
    }

    @Test(arguments: TestStore.allCases)
    func `forks, branches and epochs that are over keep their signatures`(
        _ kind: TestStore
    ) async throws {
        let hub = SignedTrade.hub(try kind.make())
        try await hub.adopt(.r1, text: "id: r1")
        let identity = SignedTrade.identity(1, 7)
        try await hub.store.commit { try $0.put(identity) }
        var first = TestTill()
        for receipt: Int32 in 1...3 { first.sell(receipt: receipt) }
        #expect(await welcome(first, hub))
        #expect(await receive(first.upload, hub))
        var (second, third) = (first, first)
        (second.salt, third.salt) = (1, 2)
        for receipt: Int32 in 4...5 {
            first.sell(receipt: receipt)
            second.sell(receipt: receipt)
            third.sell(receipt: receipt)
        }
        #expect(await receive(first.upload(4...5), hub))
        // A fork, whose upload begins with a record of the chain.
        #expect(await !receive(second.upload(3...5), hub))
        let grant = try #require(try await bring(second.branch(), hub).grant)
        let after = ChainPlace(third.records[1])
        let branch = Branch(
            bearer: third.device,
            epoch: 1,
            after: after,
            upload: third.upload(3...5)
        )
        _ = try await bring(branch, hub)
        var heir = second.adopting(grant)
        #expect(await welcome(heir, hub, in: 2))
        heir.sell(receipt: 6)
        #expect(await receive(heir.upload, hub, in: 2))

        let report = try await hub.store.audit(by: SignedTrade.keys)
        let faults = report.chains.flatMap(\.faults) + report.bookFaults
        #expect(report.isWhole, "\(faults) \(report.pointFaults)")
        let chains = report.chains.map { "\($0.key.epoch).\($0.key.branch)" }
        #expect(chains == ["1.0", "2.0", "1.1", "1.2"])
        #expect(report.chains.map(\.signedThrough) == [5, 1, 5, 5])
        // Nobody else's key has signed any of them.
        let others = DeviceKeys([SignedTrade.identity(2, 7)])
        let stranger = try await hub.store.audit(by: others)
        #expect(stranger.chains.allSatisfy { $0.verdict == .broken })
    }

    typealias Row = (way: Witness.Way, length: Int, why: String)

    static let after = ChainPlace(
        device: DeviceID(UInt32.max),
        head: ChainHead(epoch: 3, sequence: 1 << 60, hash: .of([1]))
    )

    // swift-format-ignore
    static let rows: [Row] = [
        (.journal,              173, "an upload"),
        (.branch(after: nil),   173, "a branch of everything"),
        (.branch(after: after), 221, "a branch that goes on"),
    ]

    @Test(arguments: rows)
    func `a signature that is kept is read as it was`(_ row: Row) throws {
        let witness = Witness(
            seal: SignedTrade.sealed([1, 2], to: HubPath.journal).seal,
            hub: TestKeys.hub.keys.sync,
            way: row.way,
            first: 1 << 40,
            last: 1 << 40 + 511
        )
        let bytes = witness.bytes
        #expect(bytes.count == row.length)
        #expect(Witness(bytes) == witness)
        #expect(Witness(bytes + [0]) == nil)
        for length in bytes.indices { #expect(Witness(Array(bytes[..<length])) == nil) }
    }

    typealias Text = (text: String, line: Int, why: String)

    // swift-format-ignore
    static let texts: [Text] = [
        ("7 00",                  1, "a key that is too short"),
        ("# keys\n\n7",           3, "a number alone"),
        ("-1 \(key)",             1, "no number of a device"),
        ("7 \(key)\n7 \(key) x",  2, "a word too many"),
    ]
    static let key = String(repeating: "0a", count: 32)

    @Test(arguments: texts)
    func `a line that is no key is refused by its number`(_ row: Text) {
        #expect {
            _ = try DeviceKeys(row.text)
        } throws: { error in
            (error as? DeviceKeys.Fault)?.line == row.line
        }
    }

    @Test func `keys are read as they are written`() throws {
        let keys = SignedTrade.keys
        let text = "# of both boxes\r\n\n" + keys.lines.joined(separator: "\r\n") + "\n"
        #expect(try DeviceKeys(text) == keys)
        #expect(keys.count == 2)
        #expect(keys.lines.map { $0.prefix(2) } == ["7 ", "8 "])
    }
}
