internal import DurableSQLite
internal import Journal
package import Records
package import Retail

/// What a till's journal has to be at each of its lengths: the till's own last one tells.
///
/// The records are stated once more, one at a time, in a journal of their own; what the tables are
/// after each is what they have to be in every folder with as many records.
package struct JournalTruth: Sendable {
    package let device: DeviceID
    package let place: Place
    /// The receipts of all sales, in order.
    package let receipts: [Int]
    /// The chain's head and the tables after so many records; the first is before any.
    private let heights: [Height]

    private struct Height: Sendable {
        let hash: Digest
        let books: [String: Digest]
    }

    /// The records that there are.
    package var count: Int { heights.count - 1 }

    /// Reads the journal at `path`, which is whole, and builds it once more in `scratch`.
    package init(path: String, scratch: String) async throws {
        let journal = try TillJournal(readingFrom: path)
        defer { journal.abandon() }
        device = journal.device
        place = journal.place
        let report = try await journal.verify()
        if let fault = report.fault { throw Violation(.brokenChain, fault) }
        let again = try TillJournal(path: scratch + "/again.db", device: device, place: place)
        defer { again.abandon() }
        var heights = [try Self.height(again)]
        while heights.count <= report.records {
            let records = try await journal.records(
                after: UInt64(heights.count - 1),
                limit: 512,
                byteLimit: 1 << 24
            )
            for record in records {
                try await again.append([record.draft])
                heights.append(try Self.height(again))
                guard heights.last?.hash == record.hash else {
                    throw Violation(.brokenChain, "record \(record.sequence) cannot be restated")
                }
            }
        }
        self.heights = heights
        receipts = try journal.database.read(Books.receipts)
        let books = try journal.database.read(Books.digest)
        if let fault = self.fault(of: books, at: count) { throw Violation(.halfApplied, fault) }
    }

    private static func height(_ journal: TillJournal) throws -> Height {
        Height(
            hash: journal.queueDepth.head.hash,
            books: try journal.database.read(Books.digest)
        )
    }

    /// The hash of the chain after `count` records; nil when it never had as many.
    func hash(at count: Int) -> Digest? {
        heights.indices.contains(count) ? heights[count].hash : nil
    }

    /// Which tables are not what they have to be after `count` records.
    func fault(of books: [String: Digest], at count: Int) -> String? {
        let expected = heights[count].books
        let wrong = Set(books.keys).union(expected.keys).filter { books[$0] != expected[$0] }
        guard !wrong.isEmpty else { return nil }
        return "\(wrong.sorted().joined(separator: ", ")) after \(count) records"
    }
}

extension Violation: Error {}

extension Records.Record {
    /// The draft that it was made of.
    fileprivate var draft: JournalDraft {
        get throws {
            JournalDraft(
                try Fact(self),
                operation: operation,
                wallMilliseconds: stamp.wallMilliseconds,
                monotonicNanoseconds: stamp.monotonicNanoseconds,
                quality: stamp.quality
            )
        }
    }
}
