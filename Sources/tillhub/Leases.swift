internal import ArgumentParser
internal import CommandKit
internal import DurableSQLite
internal import Hub
internal import Loyalty
internal import Records

/// Lists what tills have leased, and takes a person's word about it.
struct Leases: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists what tills may spend without asking, and ends what nobody holds any more.",
        discussion: """
            A lease ends by what its till writes, never by time alone. A hub that came back from a \
            backup leases nothing until every till has said what it holds; it is listed which \
            tills it waits for. Only a person can say that a number is borne by no box any more \
            (--retire), that a number was given after the backup (--await), that a lease is lost \
            although its till may still spend it (--write-off), or that what a record meant that \
            is set aside is stated by another one (--seen-to).
            """
    )

    @OptionGroup var store: StoreOption
    @Option(help: "A device number that no box bears any more: what it had leased comes back.")
    var retire: [UInt32] = []
    @Option(name: .customLong("await"), help: "A device number that was given after the backup.")
    var awaited: [UInt32] = []
    @Option(help: "A lease, as it is listed here; its worth is taken out of the risk limit.")
    var writeOff: [String] = []
    @Option(help: "A record that is set aside: device/epoch/branch/record, 7/1/0/12.")
    var seenTo: [String] = []
    @Flag(help: "Write JSON, one object a line.")
    var json = false

    func run() async throws {
        let hub = try store.open()
        for device in awaited {
            try await reporting { () throws(StorageError) in try await hub.await(DeviceID(device)) }
        }
        for device in retire {
            try await reporting { () throws(StorageError) in try await hub.retire(DeviceID(device))
            }
        }
        for record in seenTo { try await settle(record, hub) }
        for lease in writeOff { try await writeOff(lease, hub) }
        try await list(hub)
    }

    private func settle(_ text: String, _ hub: HubCore) async throws {
        guard let key = JournalKey(path: text) else {
            throw Failure.data("\(text) is no record; write device/epoch/branch/record, 7/1/0/12")
        }
        try await reporting { () throws(StorageError) in try await hub.settle(key) }
    }

    private func writeOff(_ text: String, _ hub: HubCore) async throws {
        guard let lease = LeaseID(text) else {
            throw Failure.data("\(text) is no lease; copy it from the list of tillhub leases")
        }
        let isDone = try await reporting { () throws(StorageError) in
            try await hub.writeOff(lease)
        }
        guard isDone else {
            throw Failure.data("\(text): the risk limit has too little left for it; raise it first")
        }
    }

    private func list(_ hub: HubCore) async throws {
        let (devices, leases) = try await reporting { () throws(StorageError) in
            (try await hub.awaitedDevices(), try await hub.openLeases())
        }
        for device in devices {
            let waiting = Waiting(device: device.number)
            print(json ? waiting.text : "nothing is leased before device \(device) has come")
        }
        for lease in leases {
            let line = Line(lease)
            print(json ? line.text : line.words)
        }
        if devices.isEmpty, leases.isEmpty, !json { print("nothing is leased") }
    }

    /// A device that a restored hub waits for.
    private struct Waiting: Encodable {
        let what = "awaited"
        let device: UInt32
    }

    /// One lease as it is listed.
    private struct Line: Encodable {
        let what = "lease"
        let lease: String
        let pool: String
        let units: String
        let device: UInt32
        let epoch: UInt32
        let expires: Int64

        init(_ lease: OpenLease) {
            self.lease = lease.lease.id.description
            pool = lease.lease.pool.description
            units = lease.left.description
            device = lease.lease.holder.device
            epoch = lease.lease.holder.epoch
            expires = lease.lease.expires
        }

        var words: String {
            "\(lease): device \(device) may spend \(units.isEmpty ? "nothing more" : units) "
                + "of \(pool)"
        }
    }
}

extension JournalKey {
    /// The record that `path` names as device/epoch/branch/record.
    fileprivate init?(path: String) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 4, let device = UInt32(parts[0]), let epoch = UInt32(parts[1]),
            let branch = UInt32(parts[2]), let sequence = UInt64(parts[3])
        else { return nil }
        self.init(device: DeviceID(device), epoch: epoch, branch: branch, sequence: sequence)
    }
}
