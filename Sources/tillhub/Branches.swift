internal import ArgumentParser
internal import CommandKit
internal import DurableSQLite
internal import Hub
internal import Records
internal import Retail
internal import SyncProtocol

/// Lists the tills that stand apart.
struct Branches: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists the tills whose number two boxes have used, and what those brought.",
        discussion: """
            The first box that brings its branch may go on under the number, in a new epoch, and \
            nobody has to do anything. Another one sells on and waits for a person: look which box \
            it is, and give it a number of its own with tillhub reenrol.
            """
    )

    @OptionGroup var store: StoreOption
    @Flag(help: "Write JSON, one object a line.")
    var json = false

    func run() async throws {
        let hub = try store.open()
        let fenced = try await reporting { () throws(StorageError) in try await hub.fenced() }
        for device in fenced {
            let line = Line(device)
            print(json ? line.text : line.words)
        }
        if fenced.isEmpty, !json { print("no till stands apart") }
    }

    /// One till as it is listed.
    private struct Line: Encodable {
        struct Branch: Encodable {
            let number: UInt32
            let epoch: UInt32
            let after: UInt64
            let last: UInt64
            let bearer: UInt32
        }

        let device: UInt32
        let store: Int32
        let till: Int32
        let epoch: UInt32
        let records: UInt64
        let fence: String?
        let grants: [UInt32]
        let branches: [Branch]

        init(_ fenced: FencedDevice) {
            let row = fenced.device.row
            device = row.device.number
            store = fenced.device.place.store
            till = fenced.device.place.till
            epoch = row.last.epoch
            records = row.last.sequence
            fence = row.fence?.rawValue
            grants = row.grants.map(\.device.number)
            branches = fenced.runs.map { run in
                Branch(
                    number: run.branch,
                    epoch: run.start.epoch,
                    after: run.start.sequence,
                    last: run.last.sequence,
                    bearer: run.bearer.number
                )
            }
        }

        var words: String {
            let state = fence.map { "fenced (\($0))" } ?? "goes on"
            let head = "device \(device), store \(store) till \(till): epoch \(epoch), "
            let lines = branches.map { branch in
                branch.number == 0
                    ? "  epoch \(branch.epoch) ended with record \(branch.last)"
                    : "  branch \(branch.number): records \(branch.after + 1) to \(branch.last) of "
                        + "epoch \(branch.epoch), brought by device \(branch.bearer)"
            }
            let granted = grants.map { "  granted: device \($0)" }
            return ([head + "\(records) records, \(state)"] + lines + granted)
                .joined(separator: "\n")
        }
    }
}

/// Gives a box another number.
struct Reenrol: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Gives a box that another one has replaced a number of its own.",
        discussion: """
            The box goes over to it by itself, within a minute in which nothing is sold on it. \
            Start it as before: it knows its new number and place. When it has sold something \
            since it brought its branch, repeat this while the counter is closed.
            """
    )

    @OptionGroup var store: StoreOption
    @Option(help: "The number under which the box goes now.")
    var device: UInt32
    @Option(
        help: """
            The branch that it brought last, as tillhub branches lists it; 0 when it has sold \
            nothing that is not on the chain.
            """
    )
    var branch: UInt32
    @Option(name: .customLong("as"), help: "Its new number, which no device ever had.")
    var number: UInt32
    @Option(help: "The store in which it stands then.")
    var atStore: Int32
    @Option(help: "The till that it is then, which no other device is.")
    var atTill: Int32

    func run() async throws {
        let hub = try store.open()
        do throws(ReenrolmentError) {
            try await hub.reenrol(
                DeviceID(device),
                branch: branch,
                as: DeviceID(number),
                at: Place(store: atStore, till: atTill)
            )
        } catch {
            switch error {
            case .storage(let error): throw error.reportedByHub()
            case .unknown, .noBranch, .isTaken, .isOccupied: throw Failure.data("\(error)")
            }
        }
        print("branch \(branch) of device \(device) may go on as device \(number)")
        let known = try await reporting { () throws(StorageError) in try await hub.identities() }
        if let box = known.first(where: { $0.device == DeviceID(number) }) {
            print("for who audits the hub, the same key as before: \(number) \(box.key)")
        }
    }
}
