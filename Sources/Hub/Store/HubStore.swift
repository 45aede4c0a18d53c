public import DurableSQLite
public import Loyalty
public import Records
public import Retail

/// Keeps what the hub has acknowledged: SQLite in one file, PostgreSQL, or memory in tests.
///
/// Every implementation keeps four promises, and one conformance suite checks them all:
///
/// 1. When `commit` has returned, its work survives a power cut.
/// 2. When `commit` throws, or its work throws, nothing of that work has happened, and the work of
///    others that came at the same moment is untouched.
/// 3. Two commits never see each other half done, and two that claim one subject come one after the
///    other.
/// 4. `read` sees everything that was committed before it was called.
///
/// The work decides by what it reads and must have no other effect: a store may run it again.
public protocol HubStore: Sendable {
    /// Runs `work` in one durable transaction.
    func commit<Value: Sendable>(
        _ work: @escaping @Sendable (any HubTransaction) throws -> Value
    ) async throws(StorageError) -> Value

    /// Runs `work` on what has been committed.
    func read<Value: Sendable>(
        _ work: @escaping @Sendable (any HubReading) throws -> Value
    ) async throws(StorageError) -> Value

    /// Takes what was deleted off the disk too, as far as it is the store's to do.
    func scrub() async throws(StorageError)
}

extension HubStore {
    /// Nothing: a server looks after its own disk, and memory is none.
    public func scrub() async throws(StorageError) {}
}

/// What can be asked of a store inside a transaction.
///
/// Methods throw whatever the store's library throws; the store puts it into its own terms at the
/// transaction's end.
public protocol HubReading: HubLeaseReading, IdentityReading, FeedReading, ErasureReading {
    /// Which life of the hub: made with the store, kept in it, another one after a restore.
    func incarnation() throws -> String
    /// What is known of a device; nil when it never said hello.
    func device(_ device: DeviceID) throws -> DeviceEntry?
    /// Every device, in order of number.
    func devices() throws -> [DeviceEntry]
    /// The hash of a record that is held.
    func hash(of key: JournalKey) throws -> Digest?
    /// The record that bears this name.
    func record(named operation: OperationID) throws -> JournalKey?
    /// The records after `key` on the same chain or branch, at most `limit`, in order.
    func records(after key: JournalKey, limit: Int) throws -> [JournalEntry]
    /// The epochs of a device that are over, and its branches, in order; of all devices for nil.
    func runs(of device: DeviceID?) throws -> [ChainRun]
    /// The backups from which the hub may still be restored, the oldest first.
    func backups() throws -> [BackupEntry]
    /// The records that are not applied, in order: all of them, or those of one chain or branch
    /// from `first` through number `last`.
    func waiting(in run: (first: JournalKey, last: UInt64)?) throws -> [WaitingRecord]
    /// The record that booked this sale.
    func booking(of sale: OperationID) throws -> JournalKey?
    /// The records that booked what came back of this sale, in order.
    func returns(of sale: OperationID) throws -> [JournalKey]
    /// The records of returns that are deferred, in order.
    func deferredReturns() throws -> [JournalKey]
    /// The record that booked the sale with this receipt.
    func booking(of receipt: ReceiptKey) throws -> JournalKey?
    /// The highest receipt of the newest day that a till has booked; nil for none.
    func lastReceipt(at place: Place) throws -> ReceiptNumber?
    /// Walks through the booked sales in order of record, those of days before `end` only.
    func sales(before end: BusinessDay?, _ visit: (SaleEntry) throws -> Void) throws
    /// The booked sales after a record, at most `limit`, in order of record.
    func sales(after key: JournalKey?, limit: Int) throws -> [SaleEntry]
    /// What members earned under any version of a programme, one lot a member and day.
    func lots(programme id: String) throws -> [EarnedLot]
    /// What members have spent of their points with booked sales, of which lot and when.
    func pointSpends() throws -> [MemberID: [PointSpend]]
    /// The sum of all postings; zero, or the ledger is broken.
    func ledgerSum() throws -> Points
    /// The flagged differences, in order of record.
    func differences() throws -> [Difference]
    /// The members that were imported, in order.
    func members() throws -> [MemberID]
    /// The programme that is in force.
    func programme() throws -> ProgrammeEntry?
    /// A programme in one version, in force or not.
    func programme(_ version: ProgrammeVersion) throws -> ProgrammeEntry?
    /// Every version of every programme, in order.
    func programmes() throws -> [ProgrammeEntry]
    /// How much of everything there is.
    func census() throws -> HubCensus
}

/// What can be changed inside a transaction.
///
/// Changes come in batches, because a store across a network pays for every question and not for
/// every row.
public protocol HubTransaction: HubReading, HubLeaseWriting, IdentityKeeping, FeedPublishing,
    ErasureKeeping
{
    /// Waits until no other commit has `subject`, and keeps it until this one ends.
    ///
    /// What is read afterwards is what the last owner left. A work that claims several does so in
    /// ascending order, or two works wait for each other.
    func claim(_ subject: HubSubject) throws
    /// Names the life of a hub that has no name yet.
    func found(as incarnation: String) throws
    /// Names the next life of the hub: it came back from a backup.
    func begin(life incarnation: String) throws
    /// Keeps an epoch that is over or a branch, or how far it reaches now.
    func put(_ run: ChainRun) throws
    /// Keeps a backup, in the place of one of that name.
    func put(_ backup: BackupEntry) throws
    /// Forgets a backup: the hub will never be restored from it.
    func giveUp(backup name: String) throws
    /// Enrols a device, or keeps what has changed about it.
    func put(_ device: DeviceEntry) throws
    /// Keeps records for ever, but for those whose name another one bears already.
    ///
    /// - Returns: The records that are not kept. Asking first would cost every record another look.
    func append(_ entries: [JournalEntry]) throws -> Set<JournalKey>
    /// Changes what became of records.
    func restate(_ standings: [JournalKey: Standing]) throws
    /// Books sales and returns with their points, each whole or not at all.
    ///
    /// - Parameter sharesReceipts: Whether a sale is booked though its receipt is another's: two
    ///   boxes that were one give the same numbers. The receipt stays with the first.
    /// - Returns: The sales that are not booked.
    func book(_ sales: [SaleEntry], sharesReceipts: Bool) throws -> [Unbooked]
    /// Keeps differences.
    func flag(_ differences: [Difference]) throws
    /// Keeps members; those known already stay as they are.
    func add(_ members: [MemberID]) throws
    /// Puts a programme in force.
    func adopt(_ programme: ProgrammeEntry) throws
}

extension HubTransaction {
    /// Books sales with their points, each receipt once.
    public func book(_ sales: [SaleEntry]) throws -> [Unbooked] {
        try book(sales, sharesReceipts: false)
    }
}
