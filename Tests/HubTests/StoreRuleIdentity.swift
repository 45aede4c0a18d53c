import Hub
import Identity
import Records
import SyncProtocol

/// The promises of a store that identity stands on.
extension StoreRule {
    static func keepsIdentities(_ store: any HubStore) async throws -> Bool {
        let keys = [UInt8(1), 2, 3].map { TestKeys.seed($0).key(for: .deviceSync).publicKey }
        let device = DeviceID(UInt32.max)
        let states = [
            DeviceIdentity(device: device, key: keys[0], pairedAt: 1),
            DeviceIdentity(device: device, key: keys[1], pairedAt: 1 << 50, formerKeys: [keys[0]]),
            DeviceIdentity(
                device: device,
                key: keys[1],
                pairedAt: 1 << 50,
                isRevoked: true,
                formerKeys: [keys[2], keys[0]]
            ),
        ]
        let other = DeviceIdentity(device: DeviceID(3), key: keys[2], pairedAt: 5)
        try await store.commit { try $0.put(other) }
        for state in states {
            try await store.commit { try $0.put(state) }
            guard try await store.read({ try $0.identity(of: device) }) == state else {
                return false
            }
        }
        let hub = TestKeys.hub.keys
        guard try await store.read({ try $0.hubKeys() }) == nil else { return false }
        try await store.commit { try $0.put(hub) }
        return try await store.read { reading in
            try reading.identities() == [other, states[2]] && reading.hubKeys() == hub
                && reading.identity(of: DeviceID(4)) == nil
        }
    }

    /// On the chain and on a branch beside it, in the place of what was signed before.
    static func keepsWitnesses(_ store: any HubStore) async throws -> Bool {
        let till = TestTill()
        let after = ChainPlace(device: DeviceID(9), head: till.head)
        let ways: [Witness.Way] = [.journal, .branch(after: nil), .branch(after: after)]
        for way in ways {
            var device = DeviceEntry(meeting: till)
            device.witness = .test(way)
            let run = ChainRun(
                device: till.device,
                branch: 1,
                start: till.head,
                last: till.head,
                bearer: DeviceID(9),
                since: 77,
                witness: .test(way)
            )
            let entry = device
            try await store.commit { transaction in
                try transaction.put(entry)
                try transaction.put(run)
            }
            let kept = try await store.read { reading in
                try reading.device(till.device) == entry && reading.runs(of: nil) == [run]
            }
            guard kept else { return false }
        }
        let bare = DeviceEntry(meeting: till)
        try await store.commit { try $0.put(bare) }
        return try await store.read { try $0.device(till.device)?.witness } == nil
    }

    static func keepsOffers(_ store: any HubStore) async throws -> Bool {
        let code = PairingCode(chance: (1, 2))
        let key = TestKeys.seed(1).key(for: .deviceSync).publicKey
        let states: [PairingOffer.State] = [
            .open(wrongTries: 0), .open(wrongTries: 4), .void, .used(by: key),
        ]
        for state in states {
            let offer = PairingOffer(
                name: code.name,
                device: DeviceID(UInt32.max),
                secret: code.secret,
                made: 1 << 50,
                state: state
            )
            try await store.commit { try $0.put(offer) }
            guard try await store.read({ try $0.offer(named: code.name) }) == offer else {
                return false
            }
        }
        try await store.commit { try $0.forgetOffers(madeBefore: 1 << 50) }
        guard try await store.read({ try $0.offer(named: code.name) }) != nil else { return false }
        try await store.commit { try $0.forgetOffers(madeBefore: 1 << 50 + 1) }
        return try await store.read { try $0.offer(named: code.name) } == nil
    }
}

extension Witness {
    /// A signature over nothing that there is.
    static func test(_ way: Way) -> Witness {
        Witness(
            seal: TestKeys.till(1).seal(
                [1],
                to: HubPath.journal,
                from: DeviceID(7),
                in: 1,
                nonce: (1, 2)
            ).seal,
            hub: TestKeys.hub.keys.sync,
            way: way,
            first: 1 << 40,
            last: 1 << 40 + 511
        )
    }
}

/// Keys for tests, made of nothing.
enum TestKeys {
    static let hub = HubIdentity(seed(200))

    static func seed(_ byte: UInt8) -> KeySeed {
        guard let seed = KeySeed(Array(repeating: byte, count: 32)) else {
            preconditionFailure("a seed has 32 bytes")
        }
        return seed
    }

    /// A till that is paired as `device` with the hub of these tests.
    static func till(_ byte: UInt8, as device: UInt32 = 7) -> TillIdentity {
        TillIdentity(seed(byte), as: DeviceID(device), with: hub.keys)
    }
}
