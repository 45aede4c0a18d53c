internal import ArgumentParser
internal import CommandKit
internal import DurableSQLite
internal import Hub
internal import Loyalty
internal import Records
internal import Retail

/// The money that the shop is ready to lose where leases cannot cover.
struct Risk: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Sets the money that tills may lose on points without a line, and lists its use.",
        discussion: """
            A member whose card is first shown while the line is down has points that the till \
            does not hold. As far as the owner has set money aside for it, the shop takes them all \
            the same, and bears what the member turns out not to have. It is zero until it is set.
            """,
        subcommands: [RiskList.self, RiskSet.self],
        defaultSubcommand: RiskList.self
    )
}

/// Sets the limit.
struct RiskSet: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Sets what tills may lose from now on, with what they hold of it already.",
        discussion: """
            Set twice is once, and what was lost before does not count. When tills hold more \
            than that, they may still spend it; what comes back is not leased again. One till \
            has 100.00 of it at most; tills with a line ask for it by themselves, within some \
            ten minutes of trade. While tillhub serve has the hub's folder, this asks it at \
            --port.
            """
    )

    @OptionGroup var store: StoreOption
    @OptionGroup var key: KeyOption
    @OptionGroup var desk: DeskOption
    @Argument(help: "The money, as 500.00; 0 for no risk at all.", transform: Self.money)
    var limit: Money

    private static func money(_ text: String) throws -> Money {
        guard let money = Money(text), money <= HubCore.riskLimit else {
            throw ValidationError(
                "'\(text)' is no amount; write 0 to \(HubCore.riskLimit), such as 500 or 500.00"
            )
        }
        return money
    }

    func run() async throws {
        let (isDone, words) = try await Desk.open(store, key, desk).risk(limit)
        guard isDone else { throw Failure.data(words) }
        print(words)
    }
}

/// Lists how the limit stands.
struct RiskList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists what may be lost, which till holds how much of it, and every use."
    )

    @OptionGroup var store: StoreOption
    @Flag(help: "Write JSON, one object a line; money in minor units.")
    var json = false

    func run() async throws {
        let hub = try store.open()
        let standing = try await reporting { () throws(StorageError) in
            try await hub.riskStanding()
        }
        let limit = Limit(standing)
        print(json ? limit.text : limit.words)
        for lease in standing.held {
            let line = Held(lease)
            print(json ? line.text : line.words)
        }
        for use in standing.uses {
            let line = Use(use)
            print(json ? line.text : line.words(use.key))
        }
    }

    /// How the whole limit stands.
    private struct Limit: Encodable {
        let what = "limit"
        let limit: Money
        let free: Money
        let lost: Money
        let writtenOff: Money

        init(_ standing: RiskStanding) {
            (limit, free) = (standing.limit, standing.free)
            (lost, writtenOff) = (standing.lost, standing.writtenOff)
        }

        var words: String {
            "\(limit) may be lost, \(free) of it free; \(lost) was lost so far, "
                + "\(writtenOff) of that with leases that were written off"
        }
    }

    /// What one till holds.
    private struct Held: Encodable {
        let what = "held"
        let device: UInt32
        let epoch: UInt32
        let lease: String
        let money: Money

        init(_ lease: OpenLease) {
            device = lease.lease.holder.device
            epoch = lease.lease.holder.epoch
            self.lease = lease.lease.id.description
            money = lease.money
        }

        var words: String { "\(lease): device \(device) may spend \(money)" }
    }

    /// One use; the record has the sale, with the receipt and the whole number of the member.
    private struct Use: Encodable {
        let what = "use"
        let device: UInt32
        let epoch: UInt32
        let branch: UInt32
        let record: UInt64
        let member: String
        let points: Int64
        let worth: Money
        let lost: Money

        init(_ use: RiskUse) {
            (device, epoch) = (use.key.device.number, use.key.epoch)
            (branch, record) = (use.key.branch, use.key.sequence)
            member = use.member.masked
            points = use.points.value
            (worth, lost) = (use.worth, use.lost)
        }

        func words(_ key: JournalKey) -> String {
            "\(key): \(points) points of member \(member) for \(worth), \(lost) of it lost"
        }
    }
}
