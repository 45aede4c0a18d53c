internal import DurableSQLite
internal import Identity
internal import Loyalty
internal import Records
internal import Retail

/// A store read from its beginning to its end, in pages that fit into any memory.
extension HubStore {
    /// Hands over the records of one chain or branch, in order.
    func eachPage(
        of chain: JournalKey,
        _ take: ([JournalEntry]) async throws(StorageError) -> Void
    ) async throws(StorageError) {
        var last = chain.at(0)
        while true {
            let start = last
            let page = try await read { try $0.records(after: start, limit: HubRest.page) }
            guard let end = page.last?.key else { return }
            try await take(page)
            last = end
        }
    }

    /// Hands over the booked sales, in order of record.
    func eachPageOfSales(
        _ take: ([SaleEntry]) async throws(StorageError) -> Void
    ) async throws(StorageError) {
        var last: JournalKey?
        while true {
            let start = last
            let page = try await read { try $0.sales(after: start, limit: HubRest.page) }
            guard let end = page.last?.key else { return }
            try await take(page)
            last = end
        }
    }
}

/// What a store holds besides devices, records and sales: little enough to be read at once.
struct HubRest: Sendable {
    /// How many rows make a page.
    static let page = 512

    /// Every chain and branch that there is, in order.
    static func chains(_ devices: [DeviceEntry], _ runs: [ChainRun]) -> [JournalKey] {
        let granted = devices.map {
            JournalKey(device: $0.device, epoch: $0.last.epoch, sequence: 0)
        }
        return Set(granted + runs.map { $0.key.at(0) }).sorted()
    }

    let programmes: [ProgrammeEntry]
    let inForce: ProgrammeVersion?
    let lots: [(programme: String, lot: EarnedLot)]
    let differences: [Difference]
    let members: [MemberID]
    let identities: [DeviceIdentity]
    let hubKeys: HubKeys?
    let erasures: [Erasure]

    init(_ reading: any HubReading) throws {
        let programmes = try reading.programmes()
        self.programmes = programmes
        inForce = try reading.programme()?.programme.pinned
        lots = try Set(programmes.map(\.programme.id)).sorted().flatMap { programme in
            try reading.lots(programme: programme)
                .sorted { ($0.member, $0.day) < ($1.member, $1.day) }
                .map { (programme, $0) }
        }
        differences = try reading.differences()
        members = try reading.members()
        identities = try reading.identities()
        hubKeys = try reading.hubKeys()
        erasures = try reading.erasures()
    }
}
