import Hub
import Identity
import Records
import SyncProtocol

/// What whoever owns a hub's database may do to it, so that it holds what no till has signed.
enum Tampering: String, CaseIterable {
    case aByteOfARecord
    case aByteAndItsHash
    case allRewrittenToTheEnd
    case aSaleAtTheEnd
    case aRecordDeleted
    case theEndCutOff
    case theSignatureOfAnotherDevice
    case theSignatureOfAnotherKey
    case aSaleWithoutARecord
    case aSumOfASale
    case aSaleHiddenByItsKind
    case aSaleHiddenByItsName

    /// The record that an auditor has to name, and the words with which he does.
    var finding: (record: UInt64, words: String) {
        switch self {
        case .aByteOfARecord: (6, "its bytes have changed")
        case .aByteAndItsHash: (7, "it does not follow record 6")
        case .allRewrittenToTheEnd: (10, "the signature over records 8 to 10 fails")
        case .aSaleAtTheEnd: (11, "it is signed by nobody")
        case .aRecordDeleted: (7, "it does not follow record 5")
        case .theEndCutOff: (9, "is over more than there is: the chain ends with 9")
        case .theSignatureOfAnotherDevice: (3, "is one of device 8")
        case .theSignatureOfAnotherKey: (10, "is nobody's")
        case .aSaleWithoutARecord: (11, "it is booked, and stands on no chain")
        case .aSumOfASale: (6, "what is booked of it is not what it states")
        case .aSaleHiddenByItsKind: (6, "what stands beside it is not what it states")
        case .aSaleHiddenByItsName: (6, "it is kept without its name")
        }
    }

    /// Whether hashes alone show it: they do unless somebody makes them again.
    var showsInHashes: Bool {
        switch self {
        case .aByteOfARecord, .aByteAndItsHash, .aRecordDeleted: true
        case .allRewrittenToTheEnd, .aSaleAtTheEnd, .theEndCutOff, .theSignatureOfAnotherDevice,
            .theSignatureOfAnotherKey, .aSaleWithoutARecord, .aSumOfASale, .aSaleHiddenByItsKind,
            .aSaleHiddenByItsName:
            false
        }
    }

    /// A database of this kind to which it was done.
    func done(on kind: TestStore) async throws -> OwnedHub {
        let trade = SignedTrade()
        let hub = try OwnedHub(kind)
        switch self {
        case .allRewrittenToTheEnd:
            let till = SignedTrade.sold(10, otherwise: "GROCERY:standard:99")
            try await Self.invent(till, trade, hub)
        case .aSaleAtTheEnd: try await Self.invent(SignedTrade.sold(11), trade, hub)
        case .theEndCutOff: try await Self.invent(SignedTrade.sold(9), trade, hub)
        case .aByteOfARecord, .aByteAndItsHash, .aRecordDeleted, .theSignatureOfAnotherDevice,
            .theSignatureOfAnotherKey, .aSaleWithoutARecord, .aSumOfASale, .aSaleHiddenByItsKind,
            .aSaleHiddenByItsName:
            _ = try await hub.open { try await trade.send(to: $0) }
            try await change(trade, hub)
        }
        return hub
    }

    /// Fills a new database with a chain that `till` never sent, books and hashes all right, and
    /// puts the signature beside it that the real one has.
    private static func invent(_ till: TestTill, _ trade: SignedTrade, _ hub: OwnedHub) async throws
    {
        let real = MemoryHubStore()
        _ = try await trade.send(to: real)
        let witness = try await SignedTrade.witness(real)
        try await hub.open { store in
            let core = SignedTrade.hub(store, .anyone)
            try await core.adopt(.r1, text: "id: r1")
            _ = try await core.welcome(till.hello).get()
            _ = try await core.receive(till.upload).get()
            try await SignedTrade.put(witness, store)
        }
    }

    /// Takes a sale off the books, and has its record say that there was nothing to book.
    private func hide(_ excuse: String, _ place: String, _ hub: OwnedHub) async throws {
        let tables = ["sale", "sale_department", "posting"]
        let deletions = tables.map { "DELETE FROM \($0) \(place);" }.joined(separator: " ")
        try await hub.run("\(deletions) UPDATE journal SET \(excuse) \(place)")
    }

    private func change(_ trade: SignedTrade, _ hub: OwnedHub) async throws {
        let where6 = "WHERE device = 7 AND seq = 6"
        var bytes = trade.first.records[5].bytes
        bytes[bytes.count - 2] ^= 1
        let forged = hub.literal(bytes)
        switch self {
        case .aByteOfARecord: try await hub.run("UPDATE journal SET bytes = \(forged) \(where6)")
        case .aByteAndItsHash:
            let hash = hub.literal(Digest.of(bytes).bytes)
            try await hub.run("UPDATE journal SET bytes = \(forged), hash = \(hash) \(where6)")
        case .aRecordDeleted: try await hub.run("DELETE FROM journal \(where6)")
        case .aSumOfASale: try await hub.run("UPDATE sale SET net = net + 1 \(where6)")
        case .aSaleHiddenByItsKind: try await hide("kind = 1", where6, hub)
        case .aSaleHiddenByItsName: try await hide("operation = NULL", where6, hub)
        case .theSignatureOfAnotherDevice:
            try await hub.open { store in
                try await SignedTrade.put(SignedTrade.witness(of: 8, store), store)
            }
        case .theSignatureOfAnotherKey:
            let message = trade.first.upload(8...10).encoded()
            let witness = Witness(
                seal: SignedTrade.sealed(message, to: HubPath.journal, by: 9).seal,
                hub: TestKeys.hub.keys.sync,
                way: .journal,
                first: 8,
                last: 10
            )
            try await hub.open { try await SignedTrade.put(witness, $0) }
        case .aSaleWithoutARecord:
            let record = SignedTrade.sold(11).records[10]
            guard case .saleCompleted(let sold) = try Fact(record) else { return }
            let entry = SaleEntry(sold, statedBy: JournalKey(record))
            try await hub.open { store in _ = try await store.commit { try $0.book([entry]) } }
        case .allRewrittenToTheEnd, .aSaleAtTheEnd, .theEndCutOff: break
        }
    }
}
