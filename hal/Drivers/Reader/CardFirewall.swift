import Crypto
public import HAL

/// Decides what leaves a card reader: a member's number, or a token that leads nowhere.
///
///     number ─ on the shop's list? ── yes ─▶ .member(number, name)
///                     │ no
///                     ├ shape of a payment card ▶ .bank(HMAC-SHA256, last four)
///                     └ anything else ──────────▶ .unknown(HMAC-SHA256)
///
/// Every driver that reads cards sends what it read through here and has no other way out. What is
/// hashed begins with what it is, so that a chip's identifier never gives a number's token.
public struct CardFirewall: Sendable {
    private let rule: MemberCardRule
    private let key: CardKey

    /// A firewall that lets `rule`'s cards through and hashes the rest under `key`.
    public init(rule: MemberCardRule = .shortNumbers, key: CardKey) {
        self.rule = rule
        self.key = key
    }

    /// A firewall whose tokens mean something until it is gone: its key is drawn now.
    public init(rule: MemberCardRule = .shortNumbers) {
        var random = SystemRandomNumberGenerator()
        self.init(rule: rule, key: CardKey(random: &random))
    }

    /// Identifies a card by its number, ASCII digits; an empty `name` is none.
    func identify(number: Span<UInt8>, name: Span<UInt8>) -> IdentifiedCard {
        if let member = rule.member(number, name: Self.text(name)) { return .member(member) }
        let token = token("number", number)
        if MemberCardRule.hasBankShape(number), let lastFour = LastFour(of: number) {
            return .bank(token, lastFour)
        }
        return .unknown(token)
    }

    /// Identifies a contactless card that tells no more than its identifier.
    func identify(uid: Span<UInt8>) -> IdentifiedCard {
        .unknown(token("uid", uid))
    }

    private func token(_ kind: String, _ bytes: Span<UInt8>) -> CardToken {
        var code = key.read { key in
            key.withUnsafeBytes { HMAC<SHA256>(key: SymmetricKey(data: $0)) }
        }
        code.update(data: Array(kind.utf8) + [0])
        bytes.withUnsafeBytes { code.update(data: $0) }
        guard let token = CardToken(code: Array(code.finalize())) else {
            preconditionFailure("SHA-256 gives 32 bytes")
        }
        return token
    }

    /// A member's name without the blanks that fill the field.
    private static func text(_ name: Span<UInt8>) -> String? {
        let bytes = name.indices.map { name[$0] }
        let end = bytes.lastIndex { $0 != 0x20 } ?? -1
        return end < 0 ? nil : String(decoding: bytes[...end], as: UTF8.self)
    }
}
