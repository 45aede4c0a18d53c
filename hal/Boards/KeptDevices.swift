import Drivers
public import HAL
public import Supervision

/// The devices of a box that are opened, lost and opened again while a till runs.
public struct KeptDevices: Sendable {
    /// What the till works with: every device of the board, whether it is there now or not.
    public let devices: Devices
    fileprivate let keepers: [DeviceRole: any KeeperOfDevice]

    /// Whether each device can be worked with now.
    public func power() async -> [DeviceRole: PowerState] {
        var states: [DeviceRole: PowerState] = [:]
        for (role, keeper) in keepers { states[role] = await keeper.power }
        return states
    }

    /// Hands over to `book` what was counted since the last time.
    public func record(in book: any RoleBook) async throws {
        for (role, keeper) in keepers {
            let counts = keeper.statistics.take()
            if !counts.isEmpty { try await book.add(counts, to: role.rawValue) }
        }
    }
}

extension Board {
    /// Opens what is there, and goes on looking for the rest for as long as the result lives.
    ///
    /// - Parameters:
    ///   - book: What the box remembers of its devices.
    ///   - pause: How long after a failed attempt the next one follows.
    ///   - report: Told of every arrival, loss, swap and impostor.
    public func keep(
        _ channels: some ChannelOpener,
        book: any RoleBook,
        pause: Duration = .milliseconds(500),
        report: @escaping @Sendable (DeviceRole, DeviceEvent) -> Void
    ) async -> KeptDevices {
        let shop = KeeperShop(channels: channels, book: book, pause: pause, report: report)
        var devices = Devices(timeouts: timeouts)
        var keepers: [DeviceRole: any KeeperOfDevice] = [:]
        if let entry = receiptPrinter {
            let keeper = shop.keeper(.receiptPrinter, entry.channel) {
                Opened(Self.printer(entry, $0))
            }
            keepers[.receiptPrinter] = keeper
            devices.printer = KeptPrinter(keeper, columns: entry.columns)
            devices.drawer = cashDrawer.map { drawer in
                KeptDrawer(keeper) { Self.drawer(drawer, on: $0) }
            }
        }
        if let entry = customerDisplay {
            let picture = KeptDisplay.Picture()
            let keeper = shop.keeper(.customerDisplay, entry.channel) {
                channel throws(DeviceError) in
                let display = Self.display(entry, channel)
                try await picture.greet(display)
                return Opened(display, silentOn: channel)
            }
            keepers[.customerDisplay] = keeper
            devices.display = KeptDisplay(
                keeper,
                columns: entry.columns,
                rows: entry.rows,
                picture: picture
            )
        }
        if let entry = scanner {
            let keeper = shop.keeper(.scanner, entry.channel) { Opened(Self.scanner(entry, $0)) }
            keepers[.scanner] = keeper
            devices.scanner = KeptScanner(keeper)
        }
        if let entry = cardReader {
            let keeper = shop.keeper(.cardReader, entry.channel) {
                Opened(Self.cardReader(entry, $0))
            }
            keepers[.cardReader] = keeper
            devices.cardReader = KeptCardReader(keeper)
        }
        for (role, keeper) in keepers {
            await keeper.start()
            devices.problems[role] = await keeper.problem
        }
        if cashDrawer != nil { devices.problems[.cashDrawer] = devices.problems[.receiptPrinter] }
        return KeptDevices(devices: devices, keepers: keepers)
    }
}

/// What all keepers have in common, whatever they keep.
protocol KeeperOfDevice: Actor {
    var power: PowerState { get }
    var problem: DeviceError? { get }
    nonisolated var statistics: StatisticsTally { get }
    func start() async
}

extension Keeper: KeeperOfDevice {}

/// Makes the keepers of one board.
private struct KeeperShop: Sendable {
    let channels: any ChannelOpener
    let book: any RoleBook
    let pause: Duration
    let report: @Sendable (DeviceRole, DeviceEvent) -> Void

    /// A keeper of the device that `make` drives on the port `spec`.
    func keeper<Device: Sendable>(
        _ role: DeviceRole,
        _ spec: ChannelSpec,
        make: @escaping @Sendable (any ByteChannel) async throws(DeviceError) -> Opened<Device>
    ) -> Keeper<Device> {
        let (channels, report) = (channels, report)
        let gate = Gatekeeper(role: role.rawValue, book: book) { report(role, $0) }
        return Keeper(pause: pause) { () throws(DeviceError) in
            if let found = channels.identity(at: spec) {
                try await gate.admit(found, among: channels.present())
            }
            return try await make(channels.open(spec))
        } report: {
            report(role, $0)
        }
    }
}
