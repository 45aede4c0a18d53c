public import HAL
public import Supervision

/// The devices of a box that are opened, lost and opened again while a till runs.
public struct KeptDevices: Sendable {
    /// What the till works with: every device of the board, whether it is there now or not.
    public let devices: Devices
    private let keepers: [DeviceRole: any KeeperOfDevice]

    init(devices: Devices, keepers: [DeviceRole: any KeeperOfDevice]) {
        self.devices = devices
        self.keepers = keepers
    }

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

/// What all keepers have in common, whatever they keep.
protocol KeeperOfDevice: Actor {
    var power: PowerState { get }
    var problem: DeviceError? { get }
    nonisolated var statistics: StatisticsTally { get }
    func start() async
}

extension Keeper: KeeperOfDevice {}

extension Board {
    /// Opens what is there, and goes on looking for the rest for as long as the result lives.
    ///
    /// - Parameters:
    ///   - book: What the box remembers of its devices.
    ///   - cardKey: What makes tokens of cards that are no member's; without it a key of this run.
    ///   - pace: How often it looks for a device that is not there.
    ///   - report: Told of every arrival, loss, swap and impostor.
    public func keep(
        _ channels: some ChannelOpener,
        book: any RoleBook,
        cardKey: CardKey? = nil,
        pace: SearchPace = SearchPace(),
        report: @escaping @Sendable (DeviceRole, DeviceEvent) -> Void
    ) async -> KeptDevices {
        let shop = KeeperShop(channels: channels, book: book, pace: pace, report: report)
        // One for the whole run: a reader that comes back makes the same token of the same card.
        var generator = SystemRandomNumberGenerator()
        let cardKey = cardKey ?? CardKey(random: &generator)
        var keeping = DeviceKeeping(board: self, shop: shop, cardKey: cardKey)
        keeping.keepAll()
        return await keeping.started()
    }
}
