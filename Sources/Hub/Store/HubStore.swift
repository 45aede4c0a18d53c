public import DurableSQLite
public import Loyalty
public import Records
public import Retail

/// Keeps what the hub has acknowledged: SQLite in one file, memory in tests, PostgreSQL one day.
///
/// Every implementation keeps four promises, and one conformance suite checks them all:
///
/// 1. When `commit` has returned, its work survives a power cut.
/// 2. When `commit` throws, or its work throws, nothing of that work has happened, and the work of
///    others that came at the same moment is untouched.
/// 3. Two commits never see each other half done.
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
}

/// What can be asked of a store inside a transaction.
///
/// Methods throw whatever the store's library throws; the store puts it into its own terms at the
/// transaction's end.
public protocol HubReading {
    /// Which life of the hub: made with the store, kept in it, new after a restore.
    func incarnation() throws -> String
    /// What is known of a device; nil when it never said hello.
    func device(_ device: DeviceID) throws -> DeviceEntry?
    /// Every device, in order of number.
    func devices() throws -> [DeviceEntry]
    /// The hash of a record that is held.
    func hash(of key: JournalKey) throws -> Digest?
    /// The record that bears this name.
    func record(named operation: OperationID) throws -> JournalKey?
    /// The records of one chain after `sequence`, at most `limit`, in order.
    func records(
        of device: DeviceID,
        epoch: UInt32,
        after sequence: UInt64,
        limit: Int
    ) throws -> [JournalEntry]
    /// The records that are not applied, in order, of all devices or of one run of one chain.
    func waiting(
        in run: (device: DeviceID, epoch: UInt32, numbers: ClosedRange<UInt64>)?
    ) throws -> [WaitingRecord]
    /// The record that booked this sale.
    func booking(of sale: OperationID) throws -> JournalKey?
    /// The record that booked the sale with this receipt.
    func booking(of receipt: ReceiptKey) throws -> JournalKey?
    /// Walks through the booked sales in order of record, those of days before `end` only.
    func sales(before end: BusinessDay?, _ visit: (SaleEntry) throws -> Void) throws
    /// What members earned under any version of a programme, one lot a member and day.
    func lots(programme id: String) throws -> [EarnedLot]
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
    /// How much of everything there is.
    func census() throws -> HubCensus
}

/// What can be changed inside a transaction.
public protocol HubTransaction: HubReading {
    /// Enrols a device, or keeps what has changed about it.
    func put(_ device: DeviceEntry) throws
    /// Keeps a record for ever, unless another one bears its name already.
    ///
    /// - Returns: Whether it is kept. Asking first would cost every record another look.
    @discardableResult
    func append(_ entry: JournalEntry) throws -> Bool
    /// Changes what became of a record.
    func restate(_ key: JournalKey, _ standing: Standing) throws
    /// Books a sale with its points.
    func book(_ sale: SaleEntry) throws
    /// Keeps a difference.
    func flag(_ difference: Difference) throws
    /// Keeps members; those known already stay as they are.
    func add(_ members: [MemberID]) throws
    /// Puts a programme in force.
    func adopt(_ programme: ProgrammeEntry) throws
}

/// How much a hub holds.
public struct HubCensus: Hashable, Codable, Sendable {
    /// Devices enrolled.
    public var devices = 0
    /// Records held.
    public var records = 0
    /// Records that wait for a person.
    public var setAside = 0
    /// Records that wait for a later program.
    public var deferred = 0
    /// Sales that the hub counts otherwise than the till.
    public var differences = 0
    /// Sales booked.
    public var sales = 0
    /// Their lines.
    public var lines = 0
    /// What the tills asked for.
    public var due = Money.zero
    /// The points that the sales brought.
    public var points = Points.zero
    /// Members imported.
    public var members = 0

    /// Nothing.
    public init() {}
}
