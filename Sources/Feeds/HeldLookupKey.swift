public import DurableSQLite
public import Records
internal import Synchronization

/// The key by which a till finds members: what the counter looks up by, and the uplink brings.
///
/// Nil until the hub has told it, and for a till that is not paired.
public final class HeldLookupKey: Sendable {
    private let held: Mutex<LookupKey?>
    private let write: @Sendable (LookupKey) throws(StorageError) -> Void

    /// A till that has `key`.
    ///
    /// - Parameter write: Keeps a key over a restart: in a file that nobody else may read.
    public init(
        _ key: LookupKey? = nil,
        write: @escaping @Sendable (LookupKey) throws(StorageError) -> Void = { _ in }
    ) {
        held = Mutex(key)
        self.write = write
    }

    /// The key, if the till has one.
    public var key: LookupKey? { held.withLock { $0 } }

    /// Keeps what the hub has told; the counter goes by it once it is on the disk.
    public func keep(_ key: LookupKey) throws(StorageError) {
        try write(key)
        held.withLock { $0 = key }
    }
}
