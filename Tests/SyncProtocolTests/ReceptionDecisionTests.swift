import Records
import SyncProtocol
import Testing

/// What the hub decides: it holds records 1 to 4 of `chain`.
struct ReceptionDecisionTests {
    static let chain = Chain(8)
    static let clone = Chain(8, salt: 1)

    typealias Row = (whose: String, numbers: ClosedRange<Int>, decision: String, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        ("own",   5...8, "take 0",  "right after what is held"),
        ("own",   3...6, "take 2",  "an overlap brings two new ones"),
        ("own",   1...4, "take 4",  "a duplicate brings nothing"),
        ("own",   2...3, "take 2",  "nor does an old part"),
        ("own",   6...8, "gap",     "number 5 is missing"),
        ("clone", 1...4, "fork",    "other records under held numbers"),
        ("clone", 3...8, "fork",    "even when new ones follow"),
        ("clone", 5...8, "fork",    "new ones that do not link to what is held"),
        ("clone", 6...8, "gap",     "a gap is a gap whoever sends it"),
    ]

    @Test(arguments: rows.indices)
    func `an upload is taken, skipped or refused by number and hash`(_ index: Int) {
        let row = Self.rows[index]
        let upload = (row.whose == "own" ? Self.chain : Self.clone).upload(row.numbers)
        let decision = Reception.decide(upload, last: Self.chain.position(4)) {
            Self.chain.hash($0)
        }
        switch decision {
        case .take(let from): #expect("take \(from)" == row.decision, "\(row)")
        case .refuse(let refusal):
            #expect(refusal.kind.rawValue == row.decision, "\(row)")
            #expect(refusal.last == Self.chain.position(4), "\(row)")
        }
    }

    @Test func `an epoch that the hub did not grant is stale`() {
        let head = ChainHead(epoch: 2, sequence: 4, hash: Self.chain.position(4).hash)
        let decision = Reception.decide(Self.chain.upload(5...8), last: head) { _ in nil }
        guard case .refuse(let refusal) = decision else {
            Issue.record("taken")
            return
        }
        #expect(refusal.kind == .staleEpoch)
    }
}
