public import DurableSQLite
internal import Glibc
public import Loyalty
public import Records
public import Retail
public import SyncProtocol

/// How the hub leases.
extension HubCore {
    /// Grants what a device wishes for, as far as it is there, and answers only after it is set
    /// aside durably.
    ///
    /// - Parameter sender: Who sent it.
    public func lease(
        _ request: LeaseRequest,
        from sender: Sender = .unsigned
    ) async -> Result<LeaseAnswer, Refusal> {
        let now = now
        do throws(StorageError) {
            return try await commit { transaction in
                try self.lease(request, sender, at: now, transaction)
            }
        } catch {
            return .failure(.unavailable(error))
        }
    }

    private func lease(
        _ request: LeaseRequest,
        _ sender: Sender,
        at now: Int64,
        _ transaction: any HubTransaction
    ) throws -> Result<LeaseAnswer, Refusal> {
        try transaction.claim(.device(request.device))
        switch try admittance(of: sender, as: request.device, in: request.epoch, transaction) {
        case .admitted: break
        case .stranger: return .failure(.unverified(request.device))
        case .revoked: return .failure(.revoked(request.device))
        }
        guard let device = try transaction.device(request.device) else {
            // A gap sends the device back to its greeting, which enrols it.
            return .failure(
                Refusal(.gap, "device \(request.device) has not said hello yet")
            )
        }
        var subjects = LeaseSubjects(device: request.device, isGranting: true)
        for wish in request.wishes.prefix(LeaseRequest.wishLimit).compactMap(\.wish) {
            subjects.pools.insert(wish.pool)
            subjects.names.insert(wish.id)
        }
        let today = Self.day(at: now)
        var desk = try desk(subjects, transaction)
        for pool in subjects.pools { desk.book.expire(pool, on: today) }
        let life = HubEnd.Life(incarnation: try transaction.incarnation(), time: now)
        let end = HubEnd(device.row, life: life)
        let answer = end.lease(request, from: &desk.book, on: today)
        if case .success = answer { try desk.close() }
        return answer
    }

    /// The books as a commit about `subjects` needs them.
    func desk(
        _ subjects: LeaseSubjects,
        _ transaction: any HubTransaction
    ) throws -> LeaseDesk {
        try LeaseDesk(subjects, terms: leaseTerms, transaction) { version in
            try self.programme(version, transaction)?.lots
        }
    }

    /// The day on the hub's own wall, for lots that end: tills judge by their business day besides.
    static func day(at milliseconds: Int64) -> BusinessDay {
        var seconds = time_t(milliseconds / 1000)
        var local = tm()
        localtime_r(&seconds, &local)
        return SaleTime(
            unixSeconds: Int64(seconds),
            offsetMinutes: Int32(local.tm_gmtoff / 60)
        ).localDay
    }
}

/// What people do about leases.
extension HubCore {
    /// Puts things into a pool of which each is given once: codes that were printed, prizes that
    /// arrived, money that may be lost.
    public func stock(_ units: Holding, in pool: LeasePool) async throws(StorageError) {
        try await changeLeases(of: nil, pools: [pool]) { $0.stock(units, in: pool) }
    }

    /// Says that no box bears this number any more: what it had leased comes back.
    public func retire(_ device: DeviceID) async throws(StorageError) {
        try await changeLeases(of: device) { $0.retire(device.number) }
    }

    /// Says that this number was given after the backup from which the hub came back: nothing is
    /// leased before its device has come.
    public func await(_ device: DeviceID) async throws(StorageError) {
        try await changeLeases(of: device) { $0.freeze([device.number]) }
    }

    /// Gives a lease up for lost though its till may still spend it; its worth is taken out of the
    /// limit for losses.
    ///
    /// - Returns: False when the limit has too little left, and nothing has changed.
    public func writeOff(_ lease: LeaseID) async throws(StorageError) -> Bool {
        let entries = try await store.read { try $0.leases(named: [lease]) }
        guard let holder = entries.first?.holder else { return true }
        return try await changeLeases(of: DeviceID(holder.device), pools: [.risk]) {
            $0.writeOff(lease)
        }
    }

    /// Says that what a record meant, which cannot be booked, is stated by another record: leases
    /// that have waited for it may end.
    public func settle(_ record: JournalKey) async throws(StorageError) {
        try await commit { transaction in
            try transaction.claim(.device(record.device))
            var desk = try self.desk(LeaseSubjects(device: record.device), transaction)
            try desk.release(record)
            try desk.close()
        }
    }

    func changeLeases<Value: Sendable>(
        of device: DeviceID?,
        pools: Set<LeasePool> = [],
        _ change: @escaping @Sendable (inout LeaseBook) -> Value
    ) async throws(StorageError) -> Value {
        try await commit { transaction in
            if let device { try transaction.claim(.device(device)) }
            let subjects = LeaseSubjects(device: device, pools: pools)
            var desk = try self.desk(subjects, transaction)
            let value = change(&desk.book)
            try desk.close()
            return value
        }
    }
}

/// What people ask about leases.
extension HubCore {
    /// What a member has: what is available here, and what tills have leased.
    public func balance(of member: MemberID) async throws(StorageError) -> Points {
        let (today, terms) = (Self.day(at: now), leaseTerms)
        let pool = LeasePool.points(member)
        return try await store.read { reading in
            let ledgers = try reading.ledgers(of: [pool])
            var book = LeaseBook(LeaseExcerpt(ledgers: ledgers), terms: terms)
            if ledgers.isEmpty {
                try book.open(member, reading) { try self.programme($0, reading)?.lots }
            }
            book.expire(pool, on: today)
            return book.balance(of: member)
        }
    }

    /// The devices that a restored hub waits for before it grants anything, in order.
    public func awaitedDevices() async throws(StorageError) -> [DeviceID] {
        try await store.read { try $0.awaitedDevices(limit: .max).map { DeviceID($0.device) } }
    }

    /// The leases that are not over, with what is left of them as far as the hub knows, in order
    /// of name.
    public func openLeases() async throws(StorageError) -> [OpenLease] {
        let terms = leaseTerms
        let numbers = try await store.read { try $0.devices().map(\.device) }
        var leases: [OpenLease] = []
        for number in numbers {
            leases += try await store.read { reading in
                let open = try reading.deviceLeases(number).leases.compactMap(\.lease)
                let ledgers = try reading.ledgers(of: Array(Set(open.map(\.pool))))
                let book = LeaseBook(LeaseExcerpt(ledgers: ledgers), terms: terms)
                return open.map { OpenLease(lease: $0, left: book.left(of: $0)) }
            }
        }
        return leases.sorted { $0.lease.id < $1.lease.id }
    }

    /// What was spent beyond leases, in order of record.
    public func excesses() async throws(StorageError) -> [ExcessEntry] {
        try await store.read { try $0.excesses() }
    }
}

/// A lease that is not over.
public struct OpenLease: Hashable, Sendable {
    /// The lease as it was granted.
    public let lease: Lease
    /// What is left of it as far as the hub knows.
    public let left: Holding
}
