import Hub
import Identity
import Records

/// The promises of a store that identity stands on.
extension StoreRule {
    static func keepsIdentities(_ store: any HubStore) async throws -> Bool {
        let keys = [UInt8(1), 2, 3].map { TestKeys.seed($0).key(for: .deviceSync).publicKey }
        let device = DeviceID(UInt32.max)
        let states = [
            DeviceIdentity(device: device, key: keys[0], pairedAt: 1),
            DeviceIdentity(device: device, key: keys[1], pairedAt: 1 << 50),
            DeviceIdentity(device: device, key: keys[1], pairedAt: 1 << 50, isRevoked: true),
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
