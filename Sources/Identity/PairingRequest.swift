public import Records

/// What a till sends to be paired: its key, bound to a code that it does not send.
///
/// `POST /v1/pair`, JSON. `proof` is HMAC-SHA256, keyed with the code's secret, over
/// `"PJ1-pair-till" | name, 2 letters | key | nonce`, in hexadecimal.
public struct PairingRequest: Hashable, Codable, Sendable {
    /// Which offer.
    public let name: String
    /// The till's key for sync.
    public let key: PublicKey
    /// 16 random bytes in hexadecimal: the answer is to this request and no other.
    public let nonce: String
    /// That whoever sends it knows the code.
    public let proof: String

    /// Asks for `key` to be paired by `code`.
    ///
    /// - Parameter nonce: 128 random bits.
    public init(_ code: PairingCode, key: PublicKey, nonce: (UInt64, UInt64)) {
        var chance: [UInt8] = []
        chance.append(bigEndian: nonce.0)
        chance.append(bigEndian: nonce.1)
        name = code.name
        self.key = key
        self.nonce = chance.hexadecimal
        proof = code.secret.proof(of: Self.text(code.name, key, chance)).hexadecimal
    }

    /// Whether its sender knows the code of `secret`.
    public func isProven(by secret: PairingSecret) -> Bool {
        guard let chance, let proof = [UInt8](hexadecimal: proof) else { return false }
        return secret.holds(proof, for: Self.text(name, key, chance))
    }

    /// The nonce's bytes; nil when it breaks its form.
    var chance: [UInt8]? {
        [UInt8](hexadecimal: nonce).flatMap { $0.count == 16 ? $0 : nil }
    }

    private static func text(_ name: String, _ key: PublicKey, _ chance: [UInt8]) -> [UInt8] {
        Array("PJ1-pair-till".utf8) + Array(name.utf8) + key.bytes + chance
    }
}

/// What a hub answers to a till that knew the code: its number, and the hub's keys.
///
/// `proof` is HMAC-SHA256, keyed with the code's secret, over `"PJ1-pair-hub" | device u32 | the
/// till's key | nonce | the hub's key for sync | the hub's key for leases`, in hexadecimal. Nobody
/// but the hub that printed the code can make it, so nobody else's keys are pinned.
public struct PairingAnswer: Hashable, Codable, Sendable {
    /// The number that the offer was made for.
    public let device: DeviceID
    /// The keys to pin.
    public let hub: HubKeys
    /// That whoever sends it knows the code.
    public let proof: String

    /// Answers `request`, whose proof holds; nil when its nonce is none.
    public init?(
        _ request: PairingRequest,
        as device: DeviceID,
        by secret: PairingSecret,
        of hub: HubKeys
    ) {
        guard let text = Self.text(device, hub, request) else { return nil }
        self.device = device
        self.hub = hub
        proof = secret.proof(of: text).hexadecimal
    }

    /// Whether it is the answer to `request` of the hub that printed `code`.
    public func isProven(to request: PairingRequest, by code: PairingCode) -> Bool {
        guard let text = Self.text(device, hub, request),
            let proof = [UInt8](hexadecimal: proof)
        else { return false }
        return code.secret.holds(proof, for: text)
    }

    private static func text(
        _ device: DeviceID,
        _ hub: HubKeys,
        _ request: PairingRequest
    ) -> [UInt8]? {
        guard let chance = request.chance else { return nil }
        var text = Array("PJ1-pair-hub".utf8)
        text.append(bigEndian: device.number)
        return text + request.key.bytes + chance + hub.sync.bytes + hub.leases.bytes
    }
}
