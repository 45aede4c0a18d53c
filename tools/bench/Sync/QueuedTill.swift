internal import HAL
internal import Journal
internal import Loyalty
internal import Records
internal import Retail

/// A till that sells the sample sale over and over, with a journal and without devices.
final class QueuedTill {
    /// Baskets that share a commit while the queue is filled.
    private static let basketsAtOnce: Int32 = 25

    let journal: TillJournal
    private let sale: SampleSale
    private var receipts: Int32 = 0

    /// The till of device `number`, on a new journal at `path`.
    init(path: String, number: UInt32, programme: Programme) async throws {
        let place = Place(store: 1, till: Int32(number))
        sale = SampleSale(programme: programme, place: place)
        journal = try await TillJournal.open(path: path, device: DeviceID(number), place: place)
        try await journal.append([SampleSale.day])
    }

    /// The till of `former`, which has closed its journal at `path`; another run may have gone on.
    init(reopening former: QueuedTill, path: String) async throws {
        sale = former.sale
        receipts = former.receipts
        journal = try await TillJournal.open(
            path: path,
            device: former.journal.device,
            place: former.journal.place
        )
    }

    /// Sells whole baskets, scan by scan, until the chain has `records`; their paper is out.
    func fill(to records: Int) async throws {
        var next = 0
        while journal.queueDepth.head.sequence < UInt64(records) {
            var drafts: [JournalDraft] = []
            for _ in 0..<Self.basketsAtOnce {
                receipts += 1
                drafts += sale.basket(number: receipts)
            }
            for job in try await journal.append(drafts) { journal.notePrint(job.id, .cut) }
            let done = Int(journal.queueDepth.head.sequence)
            guard done >= next else { continue }
            Progress.say("\(done) of \(records) records queued")
            next = done + 200_000
        }
        try await journal.settle()
    }

    /// Sells once; from a sale in memory to a sale on the disk.
    func sell() async throws -> Duration {
        receipts += 1
        let start = ContinuousClock.now
        let paper = try await journal.append([sale.draft(number: receipts)])
        let taken = ContinuousClock.now - start
        for job in paper { journal.notePrint(job.id, .cut) }
        return taken
    }
}
