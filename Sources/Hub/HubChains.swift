public import DurableSQLite
internal import Loyalty
internal import Records
internal import SyncProtocol

/// What came of hashing every chain anew from its stored bytes.
public struct ChainReport: Hashable, Sendable {
    /// A place where a chain is not what it says.
    public struct Fault: Hashable, Sendable {
        /// Which record.
        public let key: JournalKey
        /// What is wrong there.
        public let detail: String
    }

    /// How many devices there are.
    public var devices = 0
    /// How many epochs that are over, and branches, were read beside their chains.
    public var runs = 0
    /// How many records were read.
    public var records = 0
    /// Every break, in order of device.
    public var faults: [Fault] = []
    /// The sum over the ledger of points; zero unless it is broken.
    public var ledgerSum: Int64 = 0
    /// What is wrong with the lease books, in order of pool.
    public var leaseFaults: [String] = []

    /// Nothing read yet.
    public init() {}

    /// Whether everything is as it was acknowledged.
    public var isWhole: Bool { faults.isEmpty && ledgerSum == 0 && leaseFaults.isEmpty }
}

extension HubStore {
    /// Hashes the chain of every device from its root, every epoch that is over and every branch,
    /// and holds them against what was acknowledged.
    ///
    /// It reads in small steps, so tills are answered in between.
    ///
    /// - Parameter progress: Told from time to time how many records have been read.
    public func verifyChains(
        progress: @Sendable (Int) -> Void = { _ in }
    ) async throws(StorageError) -> ChainReport {
        let (devices, runs, sum) = try await read { reading in
            (try reading.devices(), try reading.runs(of: nil), try reading.ledgerSum())
        }
        var report = ChainReport()
        report.ledgerSum = sum.value
        report.devices = devices.count
        report.runs = runs.count
        let walks = devices.map { ChainWalk($0) } + runs.map { ChainWalk($0) }
        for walk in walks.sorted(by: { $0.chain < $1.chain }) {
            try await verify(walk, &report, progress)
        }
        report.leaseFaults = try await leaseFaults()
        return report
    }

    private func verify(
        _ walk: ChainWalk,
        _ report: inout ChainReport,
        _ progress: @Sendable (Int) -> Void
    ) async throws(StorageError) {
        var walk = walk
        while walk.head.sequence < walk.end.sequence {
            let start = walk.chain.at(walk.head.sequence)
            let entries = try await read { try $0.records(after: start, limit: 256) }
            // What came in after the walk began is for the next one.
            for entry in entries where entry.key.sequence <= walk.end.sequence {
                report.records += 1
                guard walk.take(entry, &report.faults) else { return }
            }
            progress(report.records)
            if entries.count < 256 { break }
        }
        walk.close(&report.faults)
    }
}

/// One chain on its way from its start to the acknowledged head.
struct ChainWalk: Sendable {
    /// Which chain or branch: the key of what its first record follows.
    let chain: JournalKey
    /// What its first record follows.
    let start: ChainHead
    /// The last record that was acknowledged.
    let end: ChainHead
    /// The last record that was read.
    private(set) var head: ChainHead

    /// The way along the chain that is granted to `device`.
    init(_ device: DeviceEntry) {
        let base = device.row.base
        let root = ChainHead.root(of: device.device, epoch: device.last.epoch, base: base)
        self.init(JournalKey(device: device.device, root), from: root, to: device.last)
    }

    /// The way along an epoch that is over, or a branch.
    init(_ run: ChainRun) {
        self.init(run.key, from: run.start, to: run.last)
    }

    private init(_ chain: JournalKey, from start: ChainHead, to end: ChainHead) {
        self.chain = chain
        self.start = start
        self.end = end
        head = start
    }

    /// Takes the next record; false when the chain breaks here and the rest says nothing.
    mutating func take(_ entry: JournalEntry, _ faults: inout [ChainReport.Fault]) -> Bool {
        func fault(_ detail: String) -> Bool {
            faults.append(ChainReport.Fault(key: entry.key, detail: detail))
            return false
        }
        let record: Record
        do throws(RecordFault) {
            record = try Record(entry.bytes)
        } catch {
            return fault("its bytes are no record: \(error)")
        }
        guard record.hash == entry.hash else {
            return fault("its bytes have changed: \(record.hash) was \(entry.hash)")
        }
        guard record.device == chain.device, record.follows(head) else {
            return fault("it does not follow record \(head.sequence)")
        }
        head = record.position
        return true
    }

    /// Holds the end of the chain against what was acknowledged.
    func close(_ faults: inout [ChainReport.Fault]) {
        guard head != end else { return }
        faults.append(
            ChainReport.Fault(
                key: chain.at(end.sequence),
                detail: "acknowledged to record \(end.sequence), held to \(head.sequence)"
            )
        )
    }
}
