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

    /// A device that was paired.
    public init(device: DeviceID, key: PublicKey, pairedAt: Int64, isRevoked: Bool = false) {
        self.device = device
        self.key = key
        self.pairedAt = pairedAt
        self.isRevoked = isRevoked
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
