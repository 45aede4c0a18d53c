internal import ArgumentParser
internal import CommandKit
internal import DurableSQLite
internal import FoundationEssentials
internal import Hub
internal import Records

/// Hashes every chain anew.
struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Hashes every till's chain anew from its stored bytes, and sums the ledger.",
        discussion: "Ends with 1 when a chain or the ledger is not as it was acknowledged."
    )

    @OptionGroup var store: StoreOption
    @Flag(help: "Write JSON.")
    var json = false

    func run() async throws {
        let hub = try store.open()
        let report = try await reporting { () throws(StorageError) in
            try await hub.store.verifyChains()
        }
        if json {
            print(Summary(report).text)
        } else {
            print(
                "\(report.devices) tills, \(report.runs) earlier epochs and branches, "
                    + "\(report.records) records read"
            )
            for fault in report.faults { print("\(fault.key): \(fault.detail)") }
            if report.ledgerSum != 0 { print("the ledger sums to \(report.ledgerSum), not to 0") }
            for fault in report.leaseFaults { print(fault) }
            if report.isWhole { print("every chain and the ledgers are whole") }
        }
        guard report.isWhole else {
            throw Failure.notWell(
                "\(store.name): not what was acknowledged; keep it as it is and restore a "
                    + "backup beside it"
            )
        }
    }
}

/// A chain report as JSON.
private struct Summary: Encodable {
    struct Fault: Encodable {
        let device: UInt32
        let epoch: UInt32
        let branch: UInt32
        let record: UInt64
        let detail: String
    }

    let tills: Int
    let runs: Int
    let records: Int
    let ledgerSum: Int64
    let leaseFaults: [String]
    let faults: [Fault]

    init(_ report: ChainReport) {
        tills = report.devices
        runs = report.runs
        records = report.records
        ledgerSum = report.ledgerSum
        leaseFaults = report.leaseFaults
        faults = report.faults.map {
            Fault(
                device: $0.key.device.number,
                epoch: $0.key.epoch,
                branch: $0.key.branch,
                record: $0.key.sequence,
                detail: $0.detail
            )
        }
    }
}

extension Encodable {
    /// This value as one line of JSON with sorted keys.
    var text: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let bytes = try? encoder.encode(self)
        return bytes.map { String(decoding: $0, as: UTF8.self) } ?? "null"
    }
}
