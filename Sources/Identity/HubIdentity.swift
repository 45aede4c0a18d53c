public import Records

/// The keys by which tills know their hub.
public struct HubKeys: Hashable, Codable, Sendable {
    /// What it answers with.
    public let sync: PublicKey
    /// What it grants leases with.
    public let leases: PublicKey

    /// The keys of one hub.
    public init(sync: PublicKey, leases: PublicKey) {
        self.sync = sync
        self.leases = leases
    }
}

/// A hub that can show who it is: its keys, one for each purpose.
///
/// Hubs that work on one store are one hub, and have one seed.
public struct HubIdentity: Sendable {
    /// What it answers with.
    public let sync: SigningKey
    /// What it grants leases with.
    public let leases: SigningKey
    /// What it publishes feeds with; tills know it by `FeedSeal`.
    public let feeds: SigningKey
    /// What it hashes the numbers of members with; tills that are paired are told.
    public let lookup: LookupKey
    /// What people order with, on the hub's own machine.
    public let desk: SigningKey
    /// What it shows to whoever calls.
    public let tls: TLSIdentity

    /// The hub of this seed.
    public init(_ seed: KeySeed) {
        sync = seed.key(for: .hubSync)
        leases = seed.key(for: .hubLeases)
        feeds = seed.key(for: .hubFeeds)
        lookup = seed.lookupKey
        desk = seed.key(for: .hubDesk)
        tls = .hub(seed)
    }

    /// The keys that tills pin.
    public var keys: HubKeys {
        HubKeys(sync: sync.publicKey, leases: leases.publicKey)
    }
}
