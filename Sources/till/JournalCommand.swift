internal import ArgumentParser
internal import CommandKit
internal import DurableSQLite
internal import FoundationEssentials
internal import Journal
internal import Records

/// Looks after a till's journal.
struct JournalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "journal",
        abstract: "Looks after a till's journal.",
        subcommands: [Verify.self]
    )

    /// Walks the whole chain.
    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Hashes every record again and follows the chain, over all its epochs.",
            discussion: """
                Give the journal's file, or a folder: then every journal in it. A journal that a \
                running till holds is refused; stop the till, or verify a backup copy. Ends with 1 \
                when a chain is broken. Of a record that every backup of the hub holds only \
                the hash may be left; it is held against the record after it.
                """
        )

        @Argument(help: "A journal's file, or a folder with journals.")
        var path: String
        @Flag(help: "Write JSON.")
        var json = false

        func run() async throws {
            var findings: [Finding] = []
            for file in try files() {
                findings.append(try await finding(file))
                if !json, let last = findings.last { print(last.text) }
            }
            if json { print(JSONText.of(findings)) }
            let broken = findings.filter { $0.fault != nil }
            guard broken.isEmpty else {
                throw Failure.notWell(
                    "\(broken.count) of \(findings.count) chains broken; keep the files as they are"
                )
            }
        }

        private func files() throws -> [String] {
            var isFolder = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
                throw Failure.data("\(path): there is no such file or folder")
            }
            guard isFolder else { return [path] }
            let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
            let journals = names.filter { $0.hasPrefix("till") && $0.hasSuffix(".db") }.sorted()
            guard !journals.isEmpty else {
                throw Failure.data("\(path): no journal here; they are called till….db")
            }
            return journals.map { "\(path)/\($0)" }
        }

        private func finding(_ file: String) async throws -> Finding {
            do throws(StorageError) {
                let journal = try TillJournal(readingFrom: file)
                defer { journal.abandon() }
                let report = try await journal.verify()
                return Finding(
                    file: file,
                    device: journal.device.number,
                    records: report.records,
                    pruned: report.pruned,
                    chains: report.chains,
                    epoch: report.head.epoch,
                    head: report.head.hash.description,
                    fault: report.fault
                )
            } catch {
                throw error.reported()
            }
        }
    }

    /// What the walk along one journal found.
    private struct Finding: Encodable {
        let file: String
        let device: UInt32
        let records: Int
        let pruned: Int
        let chains: Int
        let epoch: UInt32
        let head: String
        let fault: String?

        var text: String {
            if let fault { return "BROKEN \(file): \(fault)" }
            let kept = pruned == 0 ? "" : ", \(pruned) of them at the hub only"
            let lives = chains == 1 ? "" : ", epoch \(epoch) of \(chains) chains"
            return "whole  \(file): device \(device)\(lives), \(records) records\(kept), "
                + "head \(head.prefix(8))"
        }
    }
}
