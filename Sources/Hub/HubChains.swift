public import DurableSQLite
internal import Loyalty
internal import Records

/// What came of hashing every chain anew from its stored bytes.
public struct ChainReport: Hashable, Sendable {
    /// A place where a chain is not what it says.
    public struct Fault: Hashable, Sendable {
        /// Which record.
        public let key: JournalKey
        /// What is wrong there.
        public let detail: String
    }

    /// How many chains were read.
    public var devices = 0
    /// How many records were read.
    public var records = 0
    /// Every break, in order of device.
    public var faults: [Fault] = []
    /// The sum over the ledger of points; zero unless it is broken.
    public var ledgerSum: Int64 = 0

    /// Nothing read yet.
    public init() {}

    /// Whether everything is as it was acknowledged.
    public var isWhole: Bool { faults.isEmpty && ledgerSum == 0 }
}

extension HubStore {
    /// Hashes the chain of every device from its root, and holds it against what was acknowledged.
    ///
    /// It reads in small steps, so tills are answered in between.
    ///
    /// - Parameter progress: Told from time to time how many records have been read.
    public func verifyChains(
        progress: @Sendable (Int) -> Void = { _ in }
    ) async throws(StorageError) -> ChainReport {
        let (devices, sum) = try await read { reading in
            (try reading.devices(), try reading.ledgerSum())
        }
        var report = ChainReport()
        report.ledgerSum = sum.value
        for device in devices {
            try await verify(device, &report, progress)
            report.devices += 1
        }
        return report
    }

    private func verify(
        _ device: DeviceEntry,
        _ report: inout ChainReport,
        _ progress: @Sendable (Int) -> Void
    ) async throws(StorageError) {
        var walk = ChainWalk(device)
        while true {
            let head = walk.head
            let entries = try await read { reading in
                try reading.records(
                    of: device.device,
                    epoch: head.epoch,
                    after: head.sequence,
                    limit: 256
                )
            }
            // What came in after the walk began is for the next one.
            for entry in entries where entry.key.sequence <= device.last.sequence {
                report.records += 1
                guard walk.take(entry, &report.faults) else { return }
            }
            progress(report.records)
            if entries.count < 256 || walk.head.sequence >= device.last.sequence { break }
        }
        walk.end(&report.faults)
    }
}

/// One chain on its way from the root to the acknowledged head.
private struct ChainWalk {
    let device: DeviceEntry
    var head: ChainHead

    init(_ device: DeviceEntry) {
        self.device = device
        head = .root(of: device.device, epoch: device.last.epoch, base: device.base)
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
        guard record.device == device.device, record.follows(head) else {
            return fault("it does not follow record \(head.sequence)")
        }
        head = record.position
        return true
    }

    /// Holds the end of the chain against what was acknowledged.
    func end(_ faults: inout [ChainReport.Fault]) {
        guard head != device.last else { return }
        let key = JournalKey(
            device: device.device,
            epoch: device.last.epoch,
            sequence: device.last.sequence
        )
        faults.append(
            ChainReport.Fault(
                key: key,
                detail: "acknowledged to record \(device.last.sequence), held to \(head.sequence)"
            )
        )
    }
}
