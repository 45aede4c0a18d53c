internal import Records

/// A walk along a till's chains that stops at the first record that does not belong.
struct ChainWalk {
    /// A row of the journal.
    struct Row {
        let id: Int64
        let chain: Int64
        let hash: Digest?
        let sequence: UInt64
        let bytes: [UInt8]
    }

    private(set) var head: ChainHead
    private(set) var records = 0
    private(set) var fault: String?
    private let chains: [JournalChain]
    private let lastPruned: Int64
    private var index = 0
    private var pruned = 0
    /// The hash of the last record, on whatever chain.
    private var last: Digest?

    /// A walk along `chains`, whose bodies up to row `lastPruned` may be gone; nil without a chain.
    init?(_ chains: [JournalChain], pruned lastPruned: Int64) {
        guard let first = chains.first else { return nil }
        self.chains = chains
        self.lastPruned = lastPruned
        head = first.root
    }

    /// Takes the next row.
    mutating func take(_ row: Row) {
        records += 1
        guard follow(to: row.chain) else { return fail(row, "is on a chain that is none") }
        guard !row.bytes.isEmpty || row.id > lastPruned else { return skip(row) }
        guard let record = try? Records.Record(row.bytes) else {
            return fail(row, "is not readable")
        }
        guard record.hash == row.hash else {
            return fail(row, "was changed: its bytes do not have its hash")
        }
        guard record.device == chains[index].device, record.follows(head),
            record.sequence == row.sequence
        else { return fail(row, "does not follow record \(head.sequence)") }
        head = record.position
        last = record.hash
    }

    /// What was found.
    mutating func end() -> ChainReport {
        if fault == nil { _ = follow(to: chains[chains.count - 1].number) }
        return ChainReport(
            records: records,
            pruned: pruned,
            chains: chains.count,
            head: head,
            fault: fault
        )
    }

    /// Goes on to the chain of the next row, which begins behind the last record of the one before.
    private mutating func follow(to number: Int64) -> Bool {
        while chains[index].number < number {
            guard index + 1 < chains.count else { return false }
            index += 1
            if chains[index].branch != last?.bytes {
                fault = "epoch \(chains[index].root.epoch) does not begin behind its branch"
            }
            head = chains[index].root
        }
        return chains[index].number == number && fault == nil
    }

    /// A record of which only the hash is left.
    private mutating func skip(_ row: Row) {
        guard let hash = row.hash, row.sequence == head.sequence + 1 else {
            return fail(row, "does not follow record \(head.sequence)")
        }
        pruned += 1
        head = ChainHead(epoch: head.epoch, sequence: row.sequence, hash: hash)
        last = hash
    }

    private mutating func fail(_ row: Row, _ what: String) {
        let epoch = chains[index].root.epoch
        fault = fault ?? (index == 0 ? "" : "epoch \(epoch) ") + "record \(row.sequence) \(what)"
    }
}
