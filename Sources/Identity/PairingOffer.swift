public import Records

/// A hub's word that whoever knows a code may be a device: once, soon, and without much guessing.
///
///     open ──the right proof──▶ used by that key ──the same key again──▶ the same answer
///       │
///       └──the fifth wrong proof──▶ void
///
/// Ten minutes after it was made it is none of these: nothing comes of it any more.
public struct PairingOffer: Hashable, Sendable {
    /// How far it has come.
    public enum State: Hashable, Sendable {
        /// Nobody has used it; so many have tried and did not know the code.
        case open(wrongTries: Int)
        /// The till with this key has: it may ask again, since an answer can be lost.
        case used(by: PublicKey)
        /// Too many have guessed.
        case void
    }

    /// What comes of a request.
    public enum Outcome: Hashable, Sendable {
        /// The device's key is this one from now on.
        case pair(PublicKey)
        /// It is so already: say it again.
        case repeated
        /// Nothing.
        case refuse
    }

    /// How long a code is good, in milliseconds.
    public static let lifetime: Int64 = 600_000
    /// The wrong try that makes it void.
    public static let tryLimit = 5

    /// Its name, the first letters of the code.
    public let name: String
    /// The number that the till gets.
    public let device: DeviceID
    /// What has to be known.
    public let secret: PairingSecret
    /// When it was made, in milliseconds since 1970.
    public let made: Int64
    /// How far it has come.
    public private(set) var state: State

    /// What was kept; by itself an offer that nobody has answered.
    public init(
        name: String,
        device: DeviceID,
        secret: PairingSecret,
        made: Int64,
        state: State = .open(wrongTries: 0)
    ) {
        self.name = name
        self.device = device
        self.secret = secret
        self.made = made
        self.state = state
    }

    /// An offer of `device` to whoever knows `code`.
    public init(of device: DeviceID, to code: PairingCode, at now: Int64) {
        self.init(name: code.name, device: device, secret: code.secret, made: now)
    }

    /// Whether it is good at `now`; a clock that was set back does not make it good again.
    public func isGood(at now: Int64) -> Bool {
        now >= made && now - made < Self.lifetime
    }

    /// Decides about a request that names it.
    public mutating func take(_ request: PairingRequest, at now: Int64) -> Outcome {
        guard request.name == name, isGood(at: now) else { return .refuse }
        let isProven = request.isProven(by: secret)
        switch (state, isProven) {
        case (.open, true):
            state = .used(by: request.key)
            return .pair(request.key)
        case (.open(let wrongTries), false):
            state = wrongTries + 1 < Self.tryLimit ? .open(wrongTries: wrongTries + 1) : .void
            return .refuse
        case (.used(let key), true) where key == request.key:
            return .repeated
        case (.used, _), (.void, _):
            return .refuse
        }
    }
}
