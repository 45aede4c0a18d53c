public import Records

/// Why the hub did not take what it was sent.
public struct Refusal: Hashable, Codable, Sendable, Error {
    /// What the device does about it.
    public enum Kind: String, Codable, Sendable, CaseIterable {
        /// Records before the first one are missing: send from `last` on.
        case gap
        /// Say hello again and repeat the challenge: the hub wants to know that somebody is there.
        case challenged
        /// The hub holds another record under the same number: sell on, and bring the branch.
        case fork
        /// The device's chain is shorter than what the hub has seen of it: likewise.
        case rollback
        /// Another box has used the device's token: likewise.
        case staleToken = "stale-token"
        /// The device has another epoch than the hub granted: likewise.
        case staleEpoch = "stale-epoch"
        /// The device's number was taken from it: sell on, and ask a person.
        case revoked
        /// The signature does not hold: send it again.
        case unverified
        /// The upload breaks the form: a fault of the program or of the line; send it again.
        case malformed
        /// The upload is too large: send half.
        case tooLarge = "too-large"
        /// The hub cannot take anything now: come back later.
        case unavailable
    }

    /// What the device does about it.
    public let kind: Kind
    /// What is true, for the log.
    public let detail: String
    /// The last record that the hub holds of this device, where it matters.
    public let last: ChainHead?
    /// What the next hello has to repeat; nil unless `challenged`.
    public let challenge: SyncToken?

    /// A refusal.
    public init(
        _ kind: Kind,
        _ detail: String,
        last: ChainHead? = nil,
        challenge: SyncToken? = nil
    ) {
        self.kind = kind
        self.detail = detail
        self.last = last
        self.challenge = challenge
    }

    /// The HTTP status that carries it.
    public var status: Int {
        switch kind {
        case .malformed: 400
        case .unverified: 401
        case .revoked: 403
        case .gap, .staleEpoch, .challenged: 409
        case .tooLarge: 413
        case .fork, .rollback, .staleToken: 423
        case .unavailable: 503
        }
    }
}

extension Refusal {
    /// Nobody has shown that it was `device` that sent this.
    public static func unverified(_ device: DeviceID) -> Refusal {
        let fix =
            "if it is not paired here, or only since the backup that this hub came back from, "
            + "tillhub pair --device \(device)"
        return Refusal(.unverified, "the signature is not that of device \(device); \(fix)")
    }
}

extension Refusal.Kind {
    /// Whether the device stands apart: it sells on, and brings its branch.
    public var standsApart: Bool {
        switch self {
        case .fork, .rollback, .staleToken, .staleEpoch: true
        case .gap, .challenged, .revoked, .unverified, .malformed, .tooLarge, .unavailable:
            false
        }
    }
}
