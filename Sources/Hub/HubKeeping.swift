public import DurableSQLite
internal import Records
public import Retail

/// What people do with a hub.
extension HubCore {
    /// Keeps members, so that they are known before they buy; those who were erased are left out.
    ///
    /// - Returns: Who was left out, in order.
    @discardableResult
    public func importMembers(_ members: [MemberID]) async throws(StorageError) -> [MemberID] {
        try await commit { transaction in
            let erased = Set(try transaction.erasures().map(\.member))
            try transaction.add(members.filter { !erased.contains($0) })
            return erased.intersection(members).sorted()
        }
    }

    /// Applies the records that an earlier program could not understand and this one can.
    ///
    /// - Returns: How many no longer wait.
    @discardableResult
    public func applyDeferred() async throws(StorageError) -> Int {
        let count = try await commit { transaction in
            var count = 0
            for waiting in try transaction.waiting(in: nil) where waiting.kind != .goodsReturned {
                guard case .deferred = waiting.standing else { continue }
                if try self.applyAgain(waiting.key, transaction) { count += 1 }
            }
            return count
        }
        // Goods come back of what is booked by now.
        return count + (await applyAgain(try await store.read { try $0.deferredReturns() }))
    }

    func applyAgain(
        _ key: JournalKey,
        _ transaction: any HubTransaction
    ) throws -> Bool {
        // Another hub may be at the same work: what is read after the claim is what it left.
        try transaction.claim(.device(key.device))
        let entries = try transaction.records(after: key.at(key.sequence - 1), limit: 1)
        guard let entry = entries.first, case .deferred = entry.standing,
            let record = try? Record(entry.bytes)
        else { return false }
        let place = try transaction.device(key.device)?.place
        let fact = Result { () throws(FactFault) in try Fact(record) }
        if case .failure(.unknown) = fact { return false }
        let statement = Statement(record, at: key, fact)
        if statement.isReturn { try transaction.claim(.returns) }
        var desk = try desk(LeaseSubjects(of: key.device, [statement]), transaction)
        let standings = try apply([statement], at: place, &desk, transaction)
        let standing = standings[key] ?? .applied
        if standing == .applied { try desk.release(key) }
        try desk.close()
        if standing == entry.standing { return false }
        try transaction.restate([key: standing])
        return true
    }

    /// The records that wait for a person or a later program, in order.
    public func waiting() async throws(StorageError) -> [WaitingRecord] {
        try await store.read { try $0.waiting(in: nil) }
    }

    /// The sales that the hub counts otherwise than the till, in order of record.
    public func differences() async throws(StorageError) -> [Difference] {
        try await store.read { try $0.differences() }
    }

    /// How much the hub holds.
    public func census() async throws(StorageError) -> HubCensus {
        try await store.read { try $0.census() }
    }
}
