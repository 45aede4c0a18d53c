import Foundation
import Journal
import Records
import Retail
import Sync
import SyncProtocol

/// A till with a journal in a folder of its own, gone with it.
final class TestTill: Sendable {
    static let device = DeviceID(7)
    static let place = Place(store: 298, till: 3)

    let journal: TillJournal
    private let folder: String

    /// A till that has stated `count` facts; another `salt` states others.
    init(_ count: Int = 0, salt: UInt64 = 0) async throws {
        folder = NSTemporaryDirectory() + "suanpan-sync-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        journal = try TillJournal(
            path: folder + "/till.sqlite",
            device: Self.device,
            place: Self.place
        )
        try await state(count, salt: salt)
    }

    deinit {
        journal.abandon()
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// States `count` more facts, in one transaction.
    func state(_ count: Int, salt: UInt64 = 0) async throws {
        let head = journal.queueDepth.head.sequence
        try await journal.append(
            (0..<count).map { index in
                let number = head + UInt64(index) + 1
                return JournalDraft(
                    .dayOpened(BusinessDay(number: Int32(number))),
                    operation: OperationID(milliseconds: 1, chance: (salt, number)),
                    wallMilliseconds: Int64(number),
                    monotonicNanoseconds: number
                )
            }
        )
    }

    /// All that this till has stated.
    func records() async throws -> [Record] {
        try await journal.records(after: 0, limit: 100_000, byteLimit: .max)
    }

    /// An uplink of this till, with time that costs nothing.
    func uplink(_ link: any HubLink, seed: UInt64 = 1) async throws -> Uplink {
        Uplink(
            journal: journal,
            link: link,
            version: "1.0",
            bootNonce: "00",
            clock: FreeClock(),
            chance: SeededChance(seed: seed)
        )
    }

    /// What is wrong when everything should be at `hub`: every record once, in order, marked.
    func faults(_ hub: TestHub) async throws -> [String] {
        let records = try await records()
        let depth = journal.queueDepth
        let kept = await hub.kept
        var faults: [String] = []
        if depth.mark != depth.head {
            faults.append("marked \(depth.mark.sequence) of \(depth.head.sequence)")
        }
        if kept.map(\.hash) != records.map(\.hash) {
            faults.append("the hub keeps \(kept.map(\.sequence)) of \(records.count)")
        }
        return faults
    }

    /// The last record that the hub has acknowledged.
    func mark() async throws -> UInt64 {
        journal.queueDepth.mark.sequence
    }
}
