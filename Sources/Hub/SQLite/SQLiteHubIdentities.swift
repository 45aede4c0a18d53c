internal import FoundationEssentials
internal import GRDB
internal import Identity
internal import Records

extension HubSchema {
    /// Who may speak: keys of devices, offers of numbers, and the hub's own public keys.
    static let identities = """
        CREATE TABLE identity (
            device INTEGER PRIMARY KEY,
            key BLOB NOT NULL,
            paired_at INTEGER NOT NULL,
            revoked INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE pairing_offer (
            name TEXT PRIMARY KEY,
            device INTEGER NOT NULL,
            secret BLOB NOT NULL,
            made INTEGER NOT NULL,
            wrong_tries INTEGER NOT NULL,
            used_by BLOB
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE hub_key (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            sync BLOB NOT NULL,
            leases BLOB NOT NULL
        ) STRICT;
        """
}

/// How a store's transaction keeps who may speak.
extension SQLiteHubTransaction {
    func identity(of device: DeviceID) throws -> DeviceIdentity? {
        try first("SELECT * FROM identity WHERE device = ?", [device.number]).map(Self.identity)
    }

    func identities() throws -> [DeviceIdentity] {
        try Row.fetchAll(db, sql: "SELECT * FROM identity ORDER BY device").map(Self.identity)
    }

    private static func identity(_ row: Row) throws -> DeviceIdentity {
        DeviceIdentity(
            device: DeviceID(row[0]),
            key: try key(row[1]),
            pairedAt: row[2],
            isRevoked: row[3],
            formerKeys: try keys(row[4])
        )
    }

    func put(_ identity: DeviceIdentity) throws {
        try run(
            """
            INSERT INTO identity VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (device) DO UPDATE SET key = excluded.key,
                paired_at = excluded.paired_at, revoked = excluded.revoked,
                former_keys = excluded.former_keys
            """,
            [
                identity.device.number, Data(identity.key.bytes), identity.pairedAt,
                identity.isRevoked, FormerKeys.encode(identity.formerKeys).map { Data($0) },
            ]
        )
    }

    func offer(named name: String) throws -> PairingOffer? {
        try first("SELECT * FROM pairing_offer WHERE name = ?", [name.stored]).map { row in
            guard let secret = PairingSecret(bytes: [UInt8](row[2] as Data)) else {
                throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "an offer is damaged")
            }
            let usedBy = (row[5] as Data?).map { [UInt8]($0) }
            return PairingOffer(
                name: String(stored: row[0]),
                device: DeviceID(row[1]),
                secret: secret,
                made: row[3],
                state: OfferForm.state(wrongTries: row[4], key: usedBy)
            )
        }
    }

    func put(_ offer: PairingOffer) throws {
        let (wrongTries, key) = OfferForm.columns(offer.state)
        try run(
            "INSERT OR REPLACE INTO pairing_offer VALUES (?, ?, ?, ?, ?, ?)",
            [
                offer.name.stored, offer.device.number, Data(offer.secret.bytes), offer.made,
                wrongTries, key.map { Data($0) },
            ]
        )
    }

    func forgetOffers(madeBefore moment: Int64) throws {
        try run("DELETE FROM pairing_offer WHERE made < ?", [moment])
    }

    func hubKeys() throws -> HubKeys? {
        try first("SELECT sync, leases FROM hub_key", []).map { row in
            HubKeys(sync: try Self.key(row[0]), leases: try Self.key(row[1]))
        }
    }

    func put(_ keys: HubKeys) throws {
        try run(
            "INSERT OR REPLACE INTO hub_key VALUES (1, ?, ?)",
            [Data(keys.sync.bytes), Data(keys.leases.bytes)]
        )
    }

    private static func keys(_ data: Data?) throws -> [PublicKey] {
        guard let keys = FormerKeys.decode(data.map { [UInt8]($0) }) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a device's keys are damaged")
        }
        return keys
    }

    private static func key(_ data: Data) throws -> PublicKey {
        guard let key = PublicKey(data) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a key is not 32 bytes")
        }
        return key
    }
}
