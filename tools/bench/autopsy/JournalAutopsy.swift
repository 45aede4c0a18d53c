internal import DurableSQLite
internal import Journal
package import Loyalty
internal import Records
internal import Retail

/// Opens the journal that a power cut has left as a till opens it, and holds it to its promises.
package struct JournalAutopsy: Sendable {
    private let truth: JournalTruth
    private let programme: Programme

    /// Holds journals to `truth`; the sale that is made in each is booked by `programme`.
    package init(_ truth: JournalTruth, programme: Programme) {
        self.truth = truth
        self.programme = programme
    }

    /// The promises that the journal at `path` breaks; a further sale is in it afterwards.
    package func violations(at path: String, promised: Promises) async -> [Violation] {
        do {
            let journal = try TillJournal(path: path, device: truth.device, place: truth.place)
            let (records, found) = try await examine(journal, promised)
            guard found.isEmpty else {
                journal.abandon()
                return found
            }
            return try await FurtherSale(programme: programme).violations(in: journal, records)
        } catch {
            return [Violation(.doesNotOpen, "\(error)")]
        }
    }

    private func examine(
        _ journal: TillJournal,
        _ promised: Promises
    ) async throws -> (records: Int, [Violation]) {
        let chain = try await journal.verify()
        if let fault = chain.fault { return (0, [Violation(.brokenChain, fault)]) }
        guard truth.hash(at: chain.records) == chain.head.hash else {
            let what = "\(chain.records) records that this till has never written"
            return (0, [Violation(.brokenChain, what)])
        }
        return (
            chain.records,
            try missing(journal, chain.records, promised)
                + hubAhead(journal, chain.records, promised)
                + half(journal, chain.records)
        )
    }

    private func missing(
        _ journal: TillJournal,
        _ records: Int,
        _ promised: Promises
    ) throws -> [Violation] {
        var found: [Violation] = []
        let receipts = try journal.database.read(Books.receipts)
        if receipts.count < promised.receipts.count {
            let what = "\(promised.receipts.count) sales acknowledged, \(receipts.count) are there"
            found.append(Violation(.lostSale, what))
        } else if !receipts.starts(with: promised.receipts) {
            let what = "receipts \(receipts), acknowledged \(promised.receipts)"
            found.append(Violation(.doubledSale, what))
        }
        if records < promised.records {
            let what = "\(promised.records) records acknowledged, \(records) are there"
            found.append(Violation(.lostEntry, what))
        }
        let paper = promised.printed.subtracting(receipts).sorted()
        if !paper.isEmpty {
            found.append(Violation(.paperWithoutSale, "receipts \(paper) have no sale"))
        }
        return found
    }

    private func hubAhead(
        _ journal: TillJournal,
        _ records: Int,
        _ promised: Promises
    ) throws -> [Violation] {
        let mark = journal.queueDepth.mark
        if records < promised.uploaded {
            let what = "\(promised.uploaded) records have left for the hub, \(records) are there"
            return [Violation(.hubAhead, what)]
        }
        guard truth.hash(at: Int(mark.sequence)) == mark.hash, mark.sequence <= UInt64(records)
        else {
            return [Violation(.hubAhead, "the mark is at \(mark.sequence) of \(records) records")]
        }
        return []
    }

    private func half(_ journal: TillJournal, _ records: Int) throws -> [Violation] {
        let books = try journal.database.read(Books.digest)
        let unbalanced = try journal.database.read(Books.unbalanced)
        if let fault = truth.fault(of: books, at: records) {
            return [Violation(.halfApplied, fault)]
        }
        guard unbalanced == 0 else {
            return [Violation(.halfApplied, "\(unbalanced) postings do not sum up")]
        }
        return []
    }
}
