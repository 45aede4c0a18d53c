public import Records

/// Leave to go on under a new epoch, or under a new number, after a fence.
///
/// It is meant for one branch only: the box adopts it when `branch` is its very last record, so
/// everything that it ever wrote is at the hub before its new chain begins.
public struct Grant: Hashable, Codable, Sendable {
    /// The highest receipt that the hub knows of the device's till.
    public struct ReceiptFloor: Hashable, Codable, Sendable {
        /// The business day, counted from 1970-01-01.
        public let day: Int32
        /// The number on it.
        public let number: Int32

        /// Receipt `number` of `day`.
        public init(day: Int32, number: Int32) {
            self.day = day
            self.number = number
        }
    }

    /// Where a box stands under its new number: no two tills of a store count the same receipts.
    public struct Workstation: Hashable, Codable, Sendable {
        /// The business unit.
        public let store: Int32
        /// The till within the store, counted from 1.
        public let till: Int32

        /// Till `till` of store `store`.
        public init(store: Int32, till: Int32) {
            self.store = store
            self.till = till
        }
    }

    /// The number under which the box goes on: its own, or a new one from a person.
    public let device: DeviceID
    /// The new epoch.
    public let epoch: UInt32
    /// What the new chain's root is made from.
    public let base: Digest
    /// The word for the first meeting in the new epoch.
    public let token: SyncToken
    /// Receipts go on above this; nil when the hub knows none.
    public let receiptFloor: ReceiptFloor?
    /// Where the box stands from now on; nil when it stays where it is.
    public let workstation: Workstation?
    /// The last record that the hub has of the box.
    public let branch: ChainPlace

    /// A grant of these facts.
    public init(
        device: DeviceID,
        epoch: UInt32,
        base: Digest,
        token: SyncToken,
        receiptFloor: ReceiptFloor? = nil,
        workstation: Workstation? = nil,
        branch: ChainPlace
    ) {
        self.device = device
        self.epoch = epoch
        self.base = base
        self.token = token
        self.receiptFloor = receiptFloor
        self.workstation = workstation
        self.branch = branch
    }

    /// What the first record under the grant links to.
    public var root: ChainHead { .root(of: device, epoch: epoch, base: base) }

    /// The base of an epoch that follows on `last` at the hub and on `branch` at the box.
    ///
    /// `SHA-256("PJ1-base" | device u32 | epoch u32 | last's hash | branch's hash)`, big-endian.
    public static func base(
        of device: DeviceID,
        epoch: UInt32,
        after last: Digest,
        and branch: Digest
    ) -> Digest {
        var bytes = Array("PJ1-base".utf8)
        bytes.append(bigEndian: device.number)
        bytes.append(bigEndian: epoch)
        bytes.append(contentsOf: last.bytes)
        bytes.append(contentsOf: branch.bytes)
        return .of(bytes)
    }
}
