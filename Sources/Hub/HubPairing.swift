public import DurableSQLite
public import Identity
public import Records
public import SyncProtocol

/// How a hub comes to know its devices' keys, and how people take them back.
extension HubCore {
    /// Keeps an offer, so that whoever knows its code may be the device.
    ///
    /// - Returns: Whether it is kept; false when another one of its name is good, or it is not.
    public func keep(_ offer: PairingOffer) async throws(StorageError) -> Bool {
        let now = now
        return try await commit { transaction in
            try transaction.claim(.pairing)
            try transaction.forgetOffers(madeBefore: now - PairingOffer.lifetime)
            guard offer.isGood(at: now), try transaction.offer(named: offer.name) == nil else {
                return false
            }
            try transaction.put(offer)
            return true
        }
    }

    /// Takes the key of a till that knows a code, in the place of any other that its number had.
    ///
    /// - Parameter keys: The hub's own, for the till to pin.
    /// - Returns: What the till pins; or a refusal, the same for every reason, so that it teaches
    ///   nobody to guess.
    public func pair(
        _ request: PairingRequest,
        showing keys: HubKeys
    ) async -> Result<PairingAnswer, Refusal> {
        let now = now
        do throws(StorageError) {
            let answer = try await commit { transaction in
                try Self.pair(request, keys, at: now, transaction)
            }
            guard let answer else {
                let detail = "the code is wrong, used, void, or older than ten minutes"
                return .failure(Refusal(.unverified, detail))
            }
            return .success(answer)
        } catch {
            return .failure(.unavailable(error))
        }
    }

    private static func pair(
        _ request: PairingRequest,
        _ keys: HubKeys,
        at now: Int64,
        _ transaction: any HubTransaction
    ) throws -> PairingAnswer? {
        try transaction.claim(.pairing)
        guard var offer = try transaction.offer(named: request.name) else { return nil }
        let before = offer
        let outcome = offer.take(request, at: now)
        if offer != before { try transaction.put(offer) }
        switch outcome {
        case .refuse: return nil
        case .pair(let key):
            let known = try transaction.identity(of: offer.device)
            try transaction.put(
                known?.paired(with: key, at: now)
                    ?? DeviceIdentity(device: offer.device, key: key, pairedAt: now)
            )
        case .repeated: break
        }
        return PairingAnswer(request, as: offer.device, by: offer.secret, of: keys)
    }

    /// Every device that was ever paired here, revoked or not, in order of number.
    public func identities() async throws(StorageError) -> [DeviceIdentity] {
        try await store.read { try $0.identities() }
    }

    /// Takes a device's key back: the hub hears nothing more from it.
    ///
    /// - Returns: Whether the device was paired at all.
    public func revoke(_ device: DeviceID) async throws(StorageError) -> Bool {
        try await commit { transaction in
            try transaction.claim(.pairing)
            guard var identity = try transaction.identity(of: device) else { return false }
            identity.isRevoked = true
            try transaction.put(identity)
            return true
        }
    }

    /// Holds the hub's own keys against those that its store has; a store that has none keeps them.
    ///
    /// - Returns: Whether they are this store's: tills that are paired know the hub by them.
    public func show(_ keys: HubKeys) async throws(StorageError) -> Bool {
        try await commit { transaction in
            try transaction.claim(.pairing)
            if let known = try transaction.hubKeys() { return known == keys }
            try transaction.put(keys)
            return true
        }
    }
}
