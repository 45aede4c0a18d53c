internal import DurableSQLite
internal import Glibc
public import Loyalty
internal import Records
internal import Retail
public import SyncProtocol
internal import Synchronization

/// The hub: it greets devices, takes their records, books what they state, and answers.
///
/// It holds no state but its store, so any number of hubs may work on one store. Whatever it is
/// sent, it answers one of three things: that it has the records durably, why it did not take them,
/// or that it cannot take anything now. Taking a record never depends on whether it can be booked.
///
/// What it decides is `HubEnd`'s; it reads the row, asks, and writes row, records and bookings back
/// in one transaction. It takes what paired devices have signed, unless it was made to take more.
public final class HubCore: Sendable {
    /// What the hub keeps.
    public let store: any HubStore
    /// Whose messages it takes.
    public let admission: HubAdmission
    /// How much is leased, and for how long.
    let leaseTerms: LeaseTerms
    /// How long it remembers what it has published.
    let feedMemory: FeedMemory
    /// Milliseconds since 1970.
    private let clock: @Sendable () -> Int64
    /// 128 random bits, for a token or a challenge.
    let chance: @Sendable () -> (UInt64, UInt64)
    /// Programmes that were needed before; a published version never changes.
    private let programmes = Mutex<[ProgrammeVersion: Programme]>([:])
    /// What the disk did when it failed; afterwards nobody knows what it holds.
    private let failure = Mutex<StorageError?>(nil)

    /// A hub on `store`.
    ///
    /// - Parameters:
    ///   - admission: Whose messages it takes.
    ///   - leaseTerms: How much is leased, and for how long.
    ///   - feedMemory: How long it remembers what it has published.
    ///   - clock: Milliseconds since 1970.
    ///   - chance: 128 bits that nobody can guess.
    public init(
        store: any HubStore,
        admission: HubAdmission = .paired,
        leaseTerms: LeaseTerms = LeaseTerms(),
        feedMemory: FeedMemory = FeedMemory(),
        clock: @escaping @Sendable () -> Int64 = HubCore.wallClock,
        chance: @escaping @Sendable () -> (UInt64, UInt64) = HubCore.systemChance
    ) {
        self.store = store
        self.admission = admission
        self.leaseTerms = leaseTerms
        self.feedMemory = feedMemory
        self.clock = clock
        self.chance = chance
    }

    /// The machine's own clock.
    public static let wallClock: @Sendable () -> Int64 = {
        var time = timespec()
        _ = clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }

    /// The system's own chance.
    public static let systemChance: @Sendable () -> (UInt64, UInt64) = {
        var generator = SystemRandomNumberGenerator()
        return (generator.next(), generator.next())
    }

    /// A name for a new life of a hub: 128 bits of chance in hexadecimal.
    public static func newIncarnation() -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) }.hexadecimal
    }

    /// What the clock shows.
    var now: Int64 { clock() }

    /// Runs `work` durably, unless the disk has failed before.
    ///
    /// After a failed flush the disk may hold less than SQLite believes: the hub takes nothing more
    /// until it is started again and has read the file anew.
    func commit<Value: Sendable>(
        _ work: @escaping @Sendable (any HubTransaction) throws -> Value
    ) async throws(StorageError) -> Value {
        if let failure = failure.withLock({ $0 }) { throw failure }
        do throws(StorageError) {
            return try await store.commit(work)
        } catch {
            switch error {
            case .deviceFailed, .damaged: failure.withLock { $0 = error }
            case .diskFull, .inUse, .notDurable, .refused, .unreachable: break
            }
            throw error
        }
    }

    /// The rules of `version`, when the hub has them.
    func programme(
        _ version: ProgrammeVersion,
        _ reading: any HubReading
    ) throws -> Programme? {
        if let known = programmes.withLock({ $0[version] }) { return known }
        guard let found = try reading.programme(version)?.programme else { return nil }
        programmes.withLock { $0[version] = found }
        return found
    }
}
