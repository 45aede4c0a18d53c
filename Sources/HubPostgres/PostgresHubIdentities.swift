internal import DurablePostgres
internal import Hub
internal import Identity
internal import Records

extension HubTables {
    /// Who may speak: keys of devices, offers of numbers, and the hub's own public keys.
    static let identities = """
        CREATE TABLE identity (
            device bigint PRIMARY KEY,
            key bytea NOT NULL,
            paired_at bigint NOT NULL,
            revoked boolean NOT NULL
        );
        CREATE TABLE pairing_offer (
            name text COLLATE "C" PRIMARY KEY,
            device bigint NOT NULL,
            secret bytea NOT NULL,
            made bigint NOT NULL,
            wrong_tries bigint NOT NULL,
            used_by bytea
        );
        CREATE TABLE hub_key (
            id smallint PRIMARY KEY CHECK (id = 1),
            sync bytea NOT NULL,
            leases bytea NOT NULL
        );
        """
}

/// How a store's transaction keeps who may speak.
extension PostgresHubTransaction {
    private static let identity = PostgresStatement(
        "identity",
        "SELECT * FROM identity WHERE device = $1::bigint"
    )
    private static let identities = PostgresStatement(
        "identities",
        "SELECT * FROM identity ORDER BY device"
    )

    func identity(of device: DeviceID) throws -> DeviceIdentity? {
        let rows = try connection.fetch(Self.identity, [.long(Int64(device.number))])
        return try rows.map { try Self.identity(rows, $0) }.first
    }

    func identities() throws -> [DeviceIdentity] {
        let rows = try connection.fetch(Self.identities)
        return try rows.map { try Self.identity(rows, $0) }
    }

    private static func identity(_ rows: PostgresRows, _ row: Int) throws -> DeviceIdentity {
        DeviceIdentity(
            device: DeviceID(UInt32(truncatingIfNeeded: rows.long(row, 0))),
            key: try rows.key(row, at: 1),
            pairedAt: rows.long(row, 2),
            isRevoked: rows.bool(row, 3),
            formerKeys: try rows.keys(row, at: 4)
        )
    }

    private static let putIdentity = PostgresStatement(
        "put-identity",
        """
        INSERT INTO identity VALUES ($1::bigint, $2::bytea, $3::bigint, $4::boolean, $5::bytea)
        ON CONFLICT (device) DO UPDATE SET key = excluded.key,
            paired_at = excluded.paired_at, revoked = excluded.revoked,
            former_keys = excluded.former_keys
        """
    )

    func put(_ identity: DeviceIdentity) throws {
        try connection.queue(
            Self.putIdentity,
            [
                .long(Int64(identity.device.number)), .bytes(identity.key.bytes),
                .long(identity.pairedAt), .bool(identity.isRevoked),
                FormerKeys.encode(identity.formerKeys).map { .bytes($0) } ?? .null,
            ]
        )
    }

    private static let offer = PostgresStatement(
        "pairing-offer",
        "SELECT * FROM pairing_offer WHERE name = $1::text"
    )

    func offer(named name: String) throws -> PairingOffer? {
        let rows = try connection.fetch(Self.offer, [.text(name.stored)])
        return try rows.map { row in
            guard let secret = PairingSecret(bytes: rows.bytes(row, 2)) else {
                throw PostgresError(.damaged, "an offer is damaged")
            }
            let usedBy = rows.isNull(row, 5) ? nil : rows.bytes(row, 5)
            return PairingOffer(
                name: String(stored: rows.text(row, 0)),
                device: DeviceID(UInt32(truncatingIfNeeded: rows.long(row, 1))),
                secret: secret,
                made: rows.long(row, 3),
                state: OfferForm.state(wrongTries: Int(rows.long(row, 4)), key: usedBy)
            )
        }.first
    }

    private static let putOffer = PostgresStatement(
        "put-pairing-offer",
        """
        INSERT INTO pairing_offer
        VALUES ($1::text, $2::bigint, $3::bytea, $4::bigint, $5::bigint, $6::bytea)
        ON CONFLICT (name) DO UPDATE SET device = excluded.device, secret = excluded.secret,
            made = excluded.made, wrong_tries = excluded.wrong_tries, used_by = excluded.used_by
        """
    )

    func put(_ offer: PairingOffer) throws {
        let (wrongTries, key) = OfferForm.columns(offer.state)
        try connection.queue(
            Self.putOffer,
            [
                .text(offer.name.stored), .long(Int64(offer.device.number)),
                .bytes(offer.secret.bytes), .long(offer.made), .long(Int64(wrongTries)),
                key.map { .bytes($0) } ?? .null,
            ]
        )
    }

    private static let forgetOffers = PostgresStatement(
        "forget-pairing-offers",
        "DELETE FROM pairing_offer WHERE made < $1::bigint"
    )

    func forgetOffers(madeBefore moment: Int64) throws {
        try connection.queue(Self.forgetOffers, [.long(moment)])
    }

    private static let hubKeys = PostgresStatement(
        "hub-keys",
        "SELECT sync, leases FROM hub_key"
    )

    func hubKeys() throws -> HubKeys? {
        let rows = try connection.fetch(Self.hubKeys)
        return try rows.map { row in
            HubKeys(sync: try rows.key(row, at: 0), leases: try rows.key(row, at: 1))
        }.first
    }

    private static let putHubKeys = PostgresStatement(
        "put-hub-keys",
        """
        INSERT INTO hub_key VALUES (1, $1::bytea, $2::bytea)
        ON CONFLICT (id) DO UPDATE SET sync = excluded.sync, leases = excluded.leases
        """
    )

    func put(_ keys: HubKeys) throws {
        try connection.queue(
            Self.putHubKeys,
            [.bytes(keys.sync.bytes), .bytes(keys.leases.bytes)]
        )
    }
}

extension PostgresRows {
    /// The public keys in a column.
    fileprivate func keys(_ row: Int, at column: Int) throws(PostgresError) -> [PublicKey] {
        let bytes = isNull(row, column) ? nil : bytes(row, column)
        guard let keys = FormerKeys.decode(bytes) else {
            throw PostgresError(.damaged, "a device's keys are not 32 bytes each")
        }
        return keys
    }

    /// The public key in a column.
    fileprivate func key(_ row: Int, at column: Int) throws(PostgresError) -> PublicKey {
        guard let key = PublicKey(bytes(row, column)) else {
            throw PostgresError(.damaged, "a key is not 32 bytes")
        }
        return key
    }
}
