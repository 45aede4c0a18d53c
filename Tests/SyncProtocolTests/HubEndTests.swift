import Records
import SyncProtocol
import Testing

/// The hub's end: it has met device 7 and holds records 1 to 4 of its chain.
struct HubEndTests {
    static let chain = Chain(8)
    static let clone = Chain(8, salt: 1)
    static let life = HubEnd.Life(incarnation: "a", time: 0, credits: 100)

    /// The hub's end after a first meeting and an upload of records 1 to 4.
    static func end() -> HubEnd {
        var end = HubEnd(DeviceRow(enrolling: DeviceID(7)), life: life)
        _ = end.meet(hello(0, token: .none), fresh: (1, 1))
        _ = end.receive(chain.upload(1...4)) { _ in false }
        return end
    }

    static let first = SyncToken(chance: (1, 1))

    static func hello(
        _ sequence: UInt64,
        of chain: Chain = chain,
        token: SyncToken = first,
        challenge: SyncToken? = nil
    ) -> Hello {
        Hello(
            device: DeviceID(7),
            head: chain.position(sequence),
            store: 1,
            till: 1,
            version: "1",
            bootNonce: "ab",
            token: token,
            challenge: challenge
        )
    }

    static func held(_ head: ChainHead) -> Bool {
        head.sequence <= 4 && chain.position(head.sequence) == head
    }

    // Hello.

    @Test func `a hello with the offered token is welcomed and offered the next`() throws {
        var end = Self.end()
        let welcome = try end.meet(Self.hello(6), fresh: (2, 2)).get()
        #expect(welcome.last == Self.chain.position(4))
        #expect(welcome.token == SyncToken(chance: (2, 2)))
        #expect(welcome.incarnation == "a")
        #expect(welcome.credits == 100)
    }

    @Test func `a hello that comes twice is offered the same token twice`() throws {
        var end = Self.end()
        let one = try end.meet(Self.hello(6, token: .none), fresh: (2, 2)).get()
        let two = try end.meet(Self.hello(6, token: .none), fresh: (3, 3)).get()
        #expect(one.token == Self.first)
        #expect(two.token == Self.first)
    }

    typealias Suspect = (
        whose: String, head: UInt64, token: String, kind: Refusal.Kind, why: String
    )

    // swift-format-ignore
    static let suspects: [Suspect] = [
        ("own",   6, "stranger", .staleToken, "somebody has used the token meanwhile"),
        ("own",   3, "known",    .rollback,   "the device has lost its tail"),
        ("clone", 4, "known",    .fork,       "another record under the last number"),
        ("clone", 3, "stranger", .rollback,   "everything at once"),
    ]

    @Test(arguments: suspects.indices)
    func `a suspect is fenced only when it can still answer`(_ index: Int) throws {
        let row = Self.suspects[index]
        let chain = row.whose == "own" ? Self.chain : Self.clone
        let token = row.token == "known" ? Self.first : SyncToken(rawValue: "x")
        var end = Self.end()
        let before = end.row
        let hello = Self.hello(row.head, of: chain, token: token)
        let challenge = try #require(Self.refusal(end.meet(hello, fresh: (5, 5)))?.challenge)
        #expect(end.row.fence == nil, "\(row.why)")
        #expect(end.row.confirmed == before.confirmed && end.row.offered == before.offered)

        let again = end.meet(hello, fresh: (6, 6))
        #expect(Self.refusal(again)?.challenge == challenge, "a late copy changes nothing")

        let answered = Self.hello(row.head, of: chain, token: token, challenge: challenge)
        #expect(Self.refusal(end.meet(answered, fresh: (7, 7)))?.kind == row.kind, "\(row.why)")
        #expect(end.row.fence == row.kind)
        #expect(
            Self.refusal(end.meet(Self.hello(6), fresh: (8, 8)))?.kind == row.kind,
            "nobody is welcome in a fenced epoch"
        )
    }

    @Test func `after a restore nobody is asked for a token`() throws {
        var end = HubEnd(Self.end().row.restored(), life: Self.life)
        let stranger = SyncToken(rawValue: "of a life that is over")
        let welcome = try end.meet(Self.hello(6, token: stranger), fresh: (9, 9)).get()
        _ = try end.meet(Self.hello(6, token: welcome.token), fresh: (10, 10)).get()
        #expect(!end.row.isRecovering)
        #expect(Self.refusal(end.meet(Self.hello(6, token: stranger), fresh: (0, 0))) != nil)
    }

    @Test func `a hello of another epoch, or without a signature, is refused without effect`() {
        var end = Self.end()
        let before = end.row
        #expect(
            Self.refusal(end.meet(Self.hello(6), isVerified: false, fresh: (2, 2)))?.kind
                == .unverified
        )
        let other = Hello(
            device: DeviceID(7),
            head: ChainHead(epoch: 2, sequence: 1, hash: .zero),
            store: 1,
            till: 1,
            version: "1",
            bootNonce: ""
        )
        #expect(Self.refusal(end.meet(other, fresh: (2, 2)))?.kind == .staleEpoch)
        #expect(end.row == before)
    }

    static func refusal<Value>(_ result: Result<Value, Refusal>) -> Refusal? {
        guard case .failure(let refusal) = result else { return nil }
        return refusal
    }

    // Uploads.

    typealias Row = (whose: String, numbers: ClosedRange<Int>, decision: String, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        ("own",   5...8, "take 0",  "right after what is held"),
        ("own",   3...6, "take 2",  "an overlap brings two new ones"),
        ("own",   1...4, "take 4",  "a duplicate brings nothing"),
        ("own",   2...3, "take 2",  "nor does an old part"),
        ("own",   6...8, "gap",     "number 5 is missing"),
        ("clone", 1...4, "fork",    "other records under held numbers"),
        ("clone", 1...8, "fork",    "even when new ones follow"),
        ("clone", 3...8, "fork, not kept", "the clone's second record is missing"),
        ("clone", 5...8, "fork, not kept", "new ones that do not link to what is held"),
        ("clone", 6...8, "gap",     "a gap is a gap whoever sends it"),
    ]

    @Test(arguments: rows.indices)
    func `an upload is taken, skipped or refused by number and hash`(_ index: Int) {
        let row = Self.rows[index]
        let upload = (row.whose == "own" ? Self.chain : Self.clone).upload(row.numbers)
        var end = Self.end()
        switch end.receive(upload, held: Self.held) {
        case .take(let from):
            #expect("take \(from)" == row.decision, "\(row)")
            let last = max(4, UInt64(row.numbers.upperBound))
            #expect(end.row.last == Self.chain.position(last), "\(row)")
        case .refuse(let refusal):
            #expect(refusal.kind.rawValue == row.decision, "\(row)")
            #expect(end.row.fence == nil)
        case .fork(let refusal, let follows):
            #expect(refusal.kind.rawValue + (follows ? "" : ", not kept") == row.decision, "\(row)")
            #expect(end.row.fence == .fork)
            #expect(end.row.last == Self.chain.position(4), "\(row)")
        }
    }

    @Test func `a fenced epoch takes nothing more`() {
        var end = Self.end()
        _ = end.receive(Self.clone.upload(5...6), held: Self.held)
        guard case .refuse(let refusal) = end.receive(Self.chain.upload(5...6), held: Self.held)
        else {
            Issue.record("taken")
            return
        }
        #expect(refusal.kind == .fork)
        #expect(refusal.status == 423)
    }
}
