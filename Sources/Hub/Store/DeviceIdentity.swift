public import Identity
public import Records

/// By which key a hub knows a device, and whether it still may speak.
public struct DeviceIdentity: Hashable, Sendable {
    /// The device's number.
    public let device: DeviceID
    /// The key that was paired last.
    public let key: PublicKey
    /// When it was, in milliseconds since 1970.
    public let pairedAt: Int64
    /// Whether a person has taken it back.
    public var isRevoked: Bool
    /// The keys that were paired before, the oldest first: they have signed what came then.
    public let formerKeys: [PublicKey]

    /// A device that was paired.
    public init(
        device: DeviceID,
        key: PublicKey,
        pairedAt: Int64,
        isRevoked: Bool = false,
        formerKeys: [PublicKey] = []
    ) {
        self.device = device
        self.key = key
        self.pairedAt = pairedAt
        self.isRevoked = isRevoked
        self.formerKeys = formerKeys
    }

    /// Every key that it ever had, the oldest first.
    public var keys: [PublicKey] { formerKeys + [key] }

    /// The same device, paired with `key` in the place of what it had.
    func paired(with key: PublicKey, at moment: Int64) -> DeviceIdentity {
        DeviceIdentity(
            device: device,
            key: key,
            pairedAt: moment,
            formerKeys: keys.filter { $0 != key }
        )
    }
}

/// What can be asked of a store about who may speak.
public protocol IdentityReading {
    /// By which key a device is known; nil when it was never paired.
    func identity(of device: DeviceID) throws -> DeviceIdentity?
    /// Every device that was paired, in order of number.
    func identities() throws -> [DeviceIdentity]
    /// The offer of this name.
    func offer(named name: String) throws -> PairingOffer?
    /// The keys of the hub itself; nil while it has shown none to anybody.
    func hubKeys() throws -> HubKeys?
}

/// What can be changed about who may speak.
public protocol IdentityKeeping: IdentityReading {
    /// Keeps by which key a device is known, in the place of what was known before.
    func put(_ identity: DeviceIdentity) throws
    /// Keeps an offer, in the place of one of that name.
    func put(_ offer: PairingOffer) throws
    /// Forgets the offers that were made before this moment, in milliseconds since 1970.
    func forgetOffers(madeBefore moment: Int64) throws
    /// Keeps the hub's own keys, which every hub on this store has.
    func put(_ keys: HubKeys) throws
}

/// How every store keeps the keys that a device had before: one after the other, 32 bytes each, and
/// nothing for none.
package enum FormerKeys {
    package static func encode(_ keys: [PublicKey]) -> [UInt8]? {
        keys.isEmpty ? nil : keys.flatMap(\.bytes)
    }

    /// The keys in `bytes`; a store that holds anything else there is damaged.
    package static func decode(_ bytes: [UInt8]?) -> [PublicKey]? {
        guard let bytes else { return [] }
        guard bytes.count.isMultiple(of: PublicKey.byteCount) else { return nil }
        return stride(from: 0, to: bytes.count, by: PublicKey.byteCount).compactMap {
            PublicKey(bytes[$0..<$0 + PublicKey.byteCount])
        }
    }
}

/// How every store keeps how far an offer has come: tries, or the key that has used it.
package enum OfferForm {
    package static func columns(_ state: PairingOffer.State) -> (wrongTries: Int, key: [UInt8]?) {
        switch state {
        case .open(let wrongTries): (wrongTries, nil)
        case .used(let key): (0, key.bytes)
        case .void: (PairingOffer.tryLimit, nil)
        }
    }

    package static func state(wrongTries: Int, key: [UInt8]?) -> PairingOffer.State {
        if let key = key.flatMap({ PublicKey($0) }) { return .used(by: key) }
        return wrongTries < PairingOffer.tryLimit ? .open(wrongTries: wrongTries) : .void
    }
}
