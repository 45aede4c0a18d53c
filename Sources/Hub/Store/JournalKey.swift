public import Records

/// Which record: whose, in which life of the device, on which branch, and its number there.
public struct JournalKey: Hashable, Sendable {
    /// Whose record.
    public let device: DeviceID
    /// In which epoch.
    public let epoch: UInt32
    /// On which branch of the epoch: 0 is the chain that the hub granted.
    public let branch: UInt32
    /// The number in the epoch.
    public let sequence: UInt64

    /// The key of these parts.
    public init(device: DeviceID, epoch: UInt32, branch: UInt32 = 0, sequence: UInt64) {
        self.device = device
        self.epoch = epoch
        self.branch = branch
        self.sequence = sequence
    }

    /// The key of `record` on the branch `branch`.
    public init(_ record: Record, branch: UInt32 = 0) {
        self.init(
            device: record.device,
            epoch: record.position.epoch,
            branch: branch,
            sequence: record.sequence
        )
    }

    /// The key of record `sequence` of the same chain.
    public func at(_ sequence: UInt64) -> JournalKey {
        JournalKey(device: device, epoch: epoch, branch: branch, sequence: sequence)
    }
}

/// How every store keeps epoch and branch: one number, the branch in its upper half.
///
/// So a branch stands beside its chain in the tables that there are, and its sales are booked like
/// any other.
extension JournalKey {
    /// The number of epoch and branch together; in a store's order.
    package var run: Int64 { Int64(branch) << 32 | Int64(epoch) }

    /// The key in a store's columns.
    package init(device: DeviceID, run: Int64, sequence: Int64) {
        self.init(
            device: device,
            epoch: UInt32(truncatingIfNeeded: run),
            branch: UInt32(truncatingIfNeeded: run >> 32),
            sequence: UInt64(bitPattern: sequence)
        )
    }
}

extension JournalKey: Comparable {
    public static func < (left: JournalKey, right: JournalKey) -> Bool {
        (left.device, left.run, left.sequence) < (right.device, right.run, right.sequence)
    }
}

extension JournalKey: CustomStringConvertible {
    /// `device 7 record 12`, with the epoch when it is not the first, and the branch if it is one.
    public var description: String {
        let epoch = epoch == 1 ? "" : " epoch \(epoch)"
        let branch = branch == 0 ? "" : " branch \(branch)"
        return "device \(device)\(epoch)\(branch) record \(sequence)"
    }
}
