import DurableSQLite
import Hub
import Records
import Retail
import SyncProtocol

/// The promises of a store that a hub stands on, each as a check that any store can be put to.
enum StoreRule: String, CaseIterable {
    case `a name is borne once for ever`
    case `a receipt is booked once for ever`
    case `what came back of a sale is known with it`
    case `a return that is deferred is found until it is applied`
    case `work that throws leaves nothing behind`
    case `what is committed is read`
    case `works on one device come one after the other`
    case `a device comes back with all that the protocol keeps of it`
    case `a branch stands beside its chain`
    case `a backup is known until it is given up`
    case `a device is known by the key that was paired last, until it is revoked`
    case `what a device has signed comes back with its chain`
    case `a code is known with its tries until it is forgotten`
    case `what is posted to a pool adds up`
    case `a lease that has ended is known for ever`
    case `a device is awaited until it has come`
    case `a record that cannot be read is held until it is read`
    case `what is gone from a feed is told`
    case `what is forgotten of a feed is in no version of it`
    case `an erasure is known for ever, as it was the first time`
    case `what is forgotten of a feed is nobody's, and the rest is told as before`

    /// The bad twin that breaks it and nothing else.
    var twin: MemoryHubFault {
        switch self {
        case .`a name is borne once for ever`: .forgetsNames
        case .`a receipt is booked once for ever`: .forgetsReceipts
        case .`what came back of a sale is known with it`: .forgetsReturns
        case .`a return that is deferred is found until it is applied`: .forgetsDeferredReturns
        case .`work that throws leaves nothing behind`: .keepsHalves
        case .`what is committed is read`: .answersEarly
        case .`works on one device come one after the other`: .ignoresClaims
        case .`a device comes back with all that the protocol keeps of it`: .forgetsRows
        case .`a branch stands beside its chain`: .mixesBranches
        case .`a backup is known until it is given up`: .forgetsBackups
        case .`a device is known by the key that was paired last, until it is revoked`:
            .forgetsRevocations
        case .`what a device has signed comes back with its chain`: .forgetsWitnesses
        case .`a code is known with its tries until it is forgotten`: .forgetsTries
        case .`what is posted to a pool adds up`: .overwritesBalances
        case .`a lease that has ended is known for ever`: .forgetsEndedLeases
        case .`a device is awaited until it has come`: .forgetsWhoIsAwaited
        case .`a record that cannot be read is held until it is read`: .holdsNothing
        case .`what is gone from a feed is told`: .keepsRemovedEntries
        case .`what is forgotten of a feed is in no version of it`: .keepsForgottenEntries
        case .`an erasure is known for ever, as it was the first time`: .forgetsFirstErasures
        case .`what is forgotten of a feed is nobody's, and the rest is told as before`:
            .forgetsWhatStands
        }
    }

    /// Whether `store`, which is new, keeps it; `others` are further hubs' views of the same store.
    func isKept(by store: any HubStore, _ others: [any HubStore] = []) async throws -> Bool {
        switch self {
        case .`a name is borne once for ever`: try await Self.keepsNames(store)
        case .`a receipt is booked once for ever`: try await Self.keepsReceipts(store)
        case .`what came back of a sale is known with it`: try await Self.keepsReturns(store)
        case .`a return that is deferred is found until it is applied`:
            try await Self.keepsDeferredReturns(store)
        case .`work that throws leaves nothing behind`: try await Self.keepsNoHalves(store)
        case .`what is committed is read`: try await Self.showsCommits(store)
        case .`works on one device come one after the other`:
            try await Self.isSerial([store] + others)
        case .`a device comes back with all that the protocol keeps of it`:
            try await Self.keepsRows(store)
        case .`a branch stands beside its chain`: try await Self.keepsBranches(store)
        case .`a backup is known until it is given up`: try await Self.keepsBackups(store)
        case .`a device is known by the key that was paired last, until it is revoked`:
            try await Self.keepsIdentities(store)
        case .`what a device has signed comes back with its chain`:
            try await Self.keepsWitnesses(store)
        case .`a code is known with its tries until it is forgotten`:
            try await Self.keepsOffers(store)
        case .`what is posted to a pool adds up`: try await Self.keepsBalances(store)
        case .`a lease that has ended is known for ever`: try await Self.keepsLeases(store)
        case .`a device is awaited until it has come`: try await Self.keepsAwaited(store)
        case .`a record that cannot be read is held until it is read`:
            try await Self.keepsUnread(store)
        case .`what is gone from a feed is told`: try await Self.tellsWhatIsGone(store)
        case .`what is forgotten of a feed is in no version of it`:
            try await Self.forgetsFeeds(store)
        case .`an erasure is known for ever, as it was the first time`:
            try await Self.keepsErasures(store)
        case .`what is forgotten of a feed is nobody's, and the rest is told as before`:
            try await Self.forgetsNoMore(store)
        }
    }

    /// Another box brings the same record under its own number: a branch that is imported twice.
    private static func keepsNames(_ store: any HubStore) async throws -> Bool {
        var till = TestTill()
        var other = TestTill(8)
        let first = JournalEntry(till.sell(), isNameTaken: false, standing: .applied)
        for receipt: Int32 in 2...40 {
            let record = till.sell(receipt: receipt)
            let entry = JournalEntry(record, isNameTaken: false, standing: .applied)
            _ = try await store.commit { try $0.append([entry]) }
        }
        _ = try await store.commit { try $0.append([first]) }
        let again = other.add(.dayOpened, operation: first.operation, body: Array("{}".utf8))
        let namesake = JournalEntry(again, isNameTaken: false, standing: .applied)
        return try await store.commit { try $0.append([namesake]) } == [namesake.key]
    }

    private static func keepsReceipts(_ store: any HubStore) async throws -> Bool {
        var till = TestTill()
        let sales = [till.sell(receipt: 1), till.sell(receipt: 1)].compactMap { record in
            (try? Fact(record)).flatMap { fact -> SaleEntry? in
                guard case .saleCompleted(let sale) = fact else { return nil }
                return SaleEntry(sale, statedBy: JournalKey(record))
            }
        }
        for sale in sales { _ = try await store.commit { try $0.book([sale]) } }
        return try await store.read { try $0.census() }.sales == 1
    }

    private static func keepsNoHalves(_ store: any HubStore) async throws -> Bool {
        do throws(StorageError) {
            try await store.commit { transaction in
                try transaction.add([MemberID(1)])
                throw StorageError.refused(path: "test", detail: "changed its mind")
            }
            return false
        } catch {
            return try await store.read { try $0.members() }.isEmpty
        }
    }

    private static func showsCommits(_ store: any HubStore) async throws -> Bool {
        for number in 1...5 {
            try await store.commit { try $0.add([MemberID(Int64(number))]) }
            guard try await store.read({ try $0.members() }).count == number else { return false }
        }
        return true
    }

    /// Many hubs count one device's meetings at once; nobody's count may get lost.
    private static func isSerial(_ stores: [any HubStore]) async throws -> Bool {
        let till = TestTill()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<40 {
                group.addTask {
                    try await stores[number % stores.count].commit { transaction in
                        try transaction.claim(.device(till.device))
                        var device =
                            try transaction.device(till.device) ?? DeviceEntry(meeting: till)
                        device.lastSeen += 1
                        try transaction.put(device)
                    }
                }
            }
            try await group.waitForAll()
        }
        return try await stores[0].read { try $0.device(till.device) }?.lastSeen == 40
    }
}

extension DeviceEntry {
    /// `till`, of which the hub holds all.
    init(meeting till: TestTill, lastSeen: Int64 = 0) {
        self.init(
            row: DeviceRow(of: DeviceRow(enrolling: till.device), reaching: till.head),
            place: till.place,
            version: "1.0",
            bootNonce: "ab",
            lastSeen: lastSeen
        )
    }
}

extension DeviceRow {
    /// `row`, with a chain that reaches to `last`.
    init(of row: DeviceRow, reaching last: ChainHead) {
        self.init(
            device: row.device,
            base: row.base,
            last: last,
            archived: row.archived,
            confirmed: row.confirmed,
            offered: row.offered,
            challenge: row.challenge,
            isRecovering: row.isRecovering,
            fence: row.fence,
            grants: row.grants
        )
    }
}
