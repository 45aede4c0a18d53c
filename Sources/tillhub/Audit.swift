internal import ArgumentParser
internal import CommandKit
internal import DurableSQLite
internal import FoundationEssentials
internal import Glibc
internal import Hub
internal import Records
internal import Synchronization

/// Holds what a hub has kept against what its tills have signed.
struct Audit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Holds every chain against its till's signature, and the books against it.",
        discussion: """
            tillhub verify finds what a disk has done; who owns the database can make every hash \
            again, and no till's signature. Each till signs its uploads, and the hub keeps the \
            newest signature with each chain. "not signed for" is a chain without one: of tills \
            that were never paired, or of a program before this one. A hub that hides its newest \
            sales is not found here: compare the last record with the till's own status.

            The keys come from --keys, a file that you keep: one line for each box, as till pair \
            prints it on the box, or all of them as --export-keys writes them. Without it they \
            come from the hub's own table, which whoever owns the hub can change. No row is \
            changed; a file's folder has to be writable. A database may be audited while hubs \
            serve it; of a folder that is served, audit a backup: --data takes its file.
            """
    )

    @OptionGroup var store: StoreOption
    @Option(help: "The file with the tills' keys.")
    var keys: String?
    @Flag(help: "Write the keys that the hub has paired, one a line, and nothing else.")
    var exportKeys = false
    @Flag(help: "Write JSON.")
    var json = false

    func validate() throws {
        guard !exportKeys || keys == nil && !json else {
            throw ValidationError("--export-keys goes with neither --keys nor --json")
        }
    }

    func run() async throws {
        let hub = try store.openToRead()
        let own = try await reporting { () throws(StorageError) in
            DeviceKeys(try await hub.read { try $0.identities() })
        }
        guard !exportKeys else {
            for line in ["# device, key"] + own.lines { print(line) }
            return
        }
        let believed = try keys.map { path throws(ExitCode) in try Self.keys(in: path) } ?? own
        let shown = Mutex(0)
        let report = try await reporting { () throws(StorageError) in
            try await hub.audit(by: believed) { done, total in
                let percent = done * 100 / max(1, total)
                let isNews = shown.withLock { shown in
                    defer { shown = max(shown, percent) }
                    return percent > shown
                }
                if isNews { Self.tell(percent, done, total) }
            }
        }
        let source = keys ?? "the hub's own table"
        if json {
            print(AuditSummary(report, source).text)
        } else {
            for line in report.lines(keysOf: source, count: believed.count) { print(line) }
        }
        guard report.isWhole else {
            throw Failure.notWell(
                "\(store.name): not what its tills have signed; keep it as it is, and ask who "
                    + "had it"
            )
        }
    }

    private static func keys(in path: String) throws(ExitCode) -> DeviceKeys {
        guard let data = FileManager.default.contents(atPath: path),
            let text = String(data: data, encoding: .utf8)
        else { throw Failure.data("\(path): there is no such file, or it is no text") }
        do throws(DeviceKeys.Fault) {
            return try DeviceKeys(text)
        } catch {
            throw Failure.data("\(path): \(error)")
        }
    }

    private static func tell(_ percent: Int, _ done: Int, _ total: Int) {
        let line = "\(percent) %: \(done) of \(total) records\n"
        _ = write(STDERR_FILENO, line, line.utf8.count)
    }
}

extension AuditReport.Chain {
    /// The chain as a person reads it.
    fileprivate var line: String {
        let branch = key.branch == 0 ? "" : " branch \(key.branch)"
        let signed = signedThrough.map { "signed through \($0)" } ?? "no signature holds"
        let said =
            switch verdict {
            case .signed: signed
            case .notSignedFor, .empty: verdict.rawValue
            case .broken: "\(signed): broken"
            }
        return "device \(key.device) epoch \(key.epoch)\(branch): \(records) records, \(said)"
    }
}

extension AuditReport {
    /// All that was found, as a person reads it.
    fileprivate func lines(keysOf source: String, count: Int) -> [String] {
        var lines = ["keys: \(count), from \(source)"]
        for chain in chains {
            lines.append(chain.line)
            lines += chain.faults.map { "  \($0.key): \($0.detail)" }
        }
        lines += bookFaults.map { "\($0.key): \($0.detail)" } + pointFaults
        if !hasComparedPoints { lines.append("points not compared: a hub is booking meanwhile") }
        lines += silent.map { "device \($0) has a key, and nothing is here of it" }
        if waiting > 0 {
            lines.append("\(waiting) sales and returns are not booked: see tillhub set-aside")
        }
        if notSignedFor > 0 {
            lines.append("\(notSignedFor) of \(records) records are not signed for")
        }
        if isWhole { lines.append("nothing is broken") }
        return lines
    }
}

/// An audit as JSON.
private struct AuditSummary: Encodable {
    struct Chain: Encodable {
        let device: UInt32
        let epoch: UInt32
        let branch: UInt32
        let records: Int
        let signedThrough: UInt64?
        let verdict: String
        let faults: [Fault]
    }

    struct Fault: Encodable {
        let device: UInt32
        let epoch: UInt32
        let branch: UInt32
        let record: UInt64
        let detail: String

        init(_ fault: ChainReport.Fault) {
            device = fault.key.device.number
            epoch = fault.key.epoch
            branch = fault.key.branch
            record = fault.key.sequence
            detail = fault.detail
        }
    }

    let keys: String
    let chains: [Chain]
    let bookFaults: [Fault]
    let pointFaults: [String]
    let hasComparedPoints: Bool
    let records: Int
    let notSignedFor: Int
    let waiting: Int
    let silent: [UInt32]
    let isWhole: Bool

    init(_ report: AuditReport, _ source: String) {
        keys = source
        chains = report.chains.map { chain in
            Chain(
                device: chain.key.device.number,
                epoch: chain.key.epoch,
                branch: chain.key.branch,
                records: chain.records,
                signedThrough: chain.signedThrough,
                verdict: chain.verdict.rawValue,
                faults: chain.faults.map(Fault.init)
            )
        }
        bookFaults = report.bookFaults.map(Fault.init)
        pointFaults = report.pointFaults
        hasComparedPoints = report.hasComparedPoints
        records = report.records
        notSignedFor = report.notSignedFor
        waiting = report.waiting
        silent = report.silent.map(\.number)
        isWhole = report.isWhole
    }
}
