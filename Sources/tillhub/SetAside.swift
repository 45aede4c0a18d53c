internal import ArgumentParser
internal import DurableSQLite
internal import Hub
internal import Records

/// Lists what a person has to look at.
struct SetAside: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set-aside",
        abstract: "Lists what waits for a person or a later program, with the reasons.",
        discussion: """
            set-aside: the record contradicts itself or the books; it is kept and not booked. \
            deferred: a later program wrote it; it is booked after the upgrade. \
            difference: the sale is booked as the till says, and the hub counts otherwise.
            """
    )

    @OptionGroup var store: StoreOption
    @Flag(help: "Write JSON, one object a line.")
    var json = false

    func run() async throws {
        let hub = try store.open()
        let (waiting, differences) = try await reporting { () throws(StorageError) in
            (try await hub.waiting(), try await hub.differences())
        }
        let items =
            waiting.compactMap(Item.init)
            + differences.map { Item(what: "difference", key: $0.key, reason: $0.detail) }
        for item in items {
            print(json ? item.text : "\(item.what): \(item.place): \(item.reason)")
        }
        if items.isEmpty, !json { print("nothing waits") }
    }
}

/// One thing to look at.
private struct Item: Encodable {
    let what: String
    let device: UInt32
    let epoch: UInt32
    let branch: UInt32
    let record: UInt64
    let reason: String

    init(what: String, key: JournalKey, reason: String) {
        self.what = what
        device = key.device.number
        epoch = key.epoch
        branch = key.branch
        record = key.sequence
        self.reason = reason
    }

    init?(_ waiting: WaitingRecord) {
        switch waiting.standing {
        case .applied: return nil
        case .setAside(let reason):
            self.init(what: "set-aside", key: waiting.key, reason: reason)
        case .deferred(let reason):
            self.init(what: "deferred", key: waiting.key, reason: reason)
        }
    }

    var place: String {
        let device = DeviceID(device)
        return JournalKey(device: device, epoch: epoch, branch: branch, sequence: record)
            .description
    }
}
