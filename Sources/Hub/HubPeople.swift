public import DurableSQLite
public import Records
public import Retail
internal import SyncProtocol

/// A device that is fenced, or whose box waits for a person.
public struct FencedDevice: Hashable, Sendable {
    /// What the hub knows of it.
    public let device: DeviceEntry
    /// The epochs of its number that are over, and the branches, in order.
    public let runs: [ChainRun]

    /// The branches alone.
    public var branches: [ChainRun] { runs.filter { $0.branch > 0 } }
}

/// What only a person can decide: how a box goes on that another one has replaced.
extension HubCore {
    /// The devices that are fenced or have been, in order.
    public func fenced() async throws(StorageError) -> [FencedDevice] {
        try await store.read { reading in
            let runs = Dictionary(grouping: try reading.runs(of: nil), by: \.device)
            return try reading.devices().compactMap { device in
                let own = runs[device.device] ?? []
                guard device.row.fence != nil || !own.isEmpty else { return nil }
                return FencedDevice(device: device, runs: own)
            }
        }
    }

    /// Gives the box that brought a branch a number of its own: it goes over to it as soon as it
    /// has brought everything and writes nothing more meanwhile.
    ///
    /// - Parameters:
    ///   - number: The number under which the box goes now.
    ///   - branch: The branch that it brought last; 0 when all of it is on the chain that was
    ///     fenced.
    ///   - new: A number that no device ever had.
    ///   - place: Where it stands then: a till that no other device is.
    public func reenrol(
        _ number: DeviceID,
        branch: UInt32,
        as new: DeviceID,
        at place: Place
    ) async throws(ReenrolmentError) {
        let (now, fresh) = (now, chance())
        let refusal: ReenrolmentError?
        do throws(StorageError) {
            refusal = try await commit { transaction in
                for device in [number, new].sorted() { try transaction.claim(.device(device)) }
                return try Self.reenrol(number, branch, new, place, now, fresh, transaction)
            }
        } catch {
            throw .storage(error)
        }
        if let refusal { throw refusal }
    }

    private static func reenrol(
        _ number: DeviceID,
        _ branch: UInt32,
        _ new: DeviceID,
        _ place: Place,
        _ now: Int64,
        _ fresh: (UInt64, UInt64),
        _ transaction: any HubTransaction
    ) throws -> ReenrolmentError? {
        guard var device = try transaction.device(number) else { return .unknown(number) }
        let runs = try transaction.runs(of: number).filter { $0.branch == branch }
        let isChain = branch == 0 && device.row.fence != nil
        guard let end = isChain ? device.row.last : runs.last?.last else {
            return .noBranch(branch, of: number)
        }
        let devices = try transaction.devices()
        if devices.contains(where: { $0.device == new }) { return .isTaken(new) }
        if let other = devices.first(where: { $0.place == place }) {
            return .isOccupied(place, by: other.device)
        }
        let life = HubEnd.Life(incarnation: try transaction.incarnation(), time: now)
        var hubEnd = HubEnd(device.row, life: life)
        let row = hubEnd.reenrol(
            branch: ChainPlace(device: number, head: end),
            as: new,
            at: Grant.Workstation(store: place.store, till: place.till),
            fresh: fresh
        )
        device.row = hubEnd.row
        try transaction.put(device)
        try transaction.put(DeviceEntry(row: row, place: place, lastSeen: now))
        // The box has the key of the one that it was; a new one comes with another pairing.
        if let identity = try transaction.identity(of: number) {
            let key = identity.key
            try transaction.put(DeviceIdentity(device: new, key: key, pairedAt: now))
        }
        return nil
    }
}

/// Why a box was not given another number.
public enum ReenrolmentError: Error, Hashable, Sendable {
    /// The hub knows no such device.
    case unknown(DeviceID)
    /// The device has no such branch.
    case noBranch(UInt32, of: DeviceID)
    /// The new number is a device's already.
    case isTaken(DeviceID)
    /// Another device is that till.
    case isOccupied(Place, by: DeviceID)
    /// The store failed.
    case storage(StorageError)
}

extension ReenrolmentError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unknown(let device): "there is no device \(device); see tillhub branches"
        case .noBranch(let branch, let device):
            "device \(device) has no branch \(branch); see tillhub branches"
        case .isTaken(let device): "device \(device) is there already; give a number never used"
        case .isOccupied(let place, let device): "device \(device) is \(place); give another till"
        case .storage(let error): error.description
        }
    }
}
