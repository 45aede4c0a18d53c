public import Identity
internal import NIOSSL
internal import PinnedTLS

/// How a till knows who is at the other end of a line, and what it lets others on the line see.
public enum HubTrust: Sendable {
    /// It speaks TLS with the owner of this key and nobody else, and shows who it is itself.
    case pinned(PublicKey, showing: TLSIdentity?)
    /// It speaks TLS with whoever answers: to be paired, where the code proves the rest.
    case unproven(showing: TLSIdentity)
    /// It speaks plain HTTP with whoever answers, on this machine only.
    case anyone

    /// How the till of `identity` knows its hub.
    public static func paired(_ identity: TillIdentity) -> HubTrust {
        .pinned(identity.hub.sync, showing: identity.tls)
    }

    /// What its connections are made with; nil for none.
    var configuration: TLSConfiguration? {
        switch self {
        case .pinned(let hub, let identity): PinnedTLS.calling(hub, showing: identity)
        case .unproven(let identity): PinnedTLS.calling(nil, showing: identity)
        case .anyone: nil
        }
    }

    /// What is wrong with `address` as that of a hub that is known like this; nil for nothing.
    public func problem(with address: String) -> String? {
        let parts = address.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
        let (scheme, host) = (parts.first ?? "", parts.count == 3 && parts[1] == "" ? parts[2] : "")
        switch self {
        case .pinned, .unproven:
            guard scheme != "https:" || host.isEmpty else { return nil }
            return "\(address): a hub is spoken to over TLS; write https://HOST:PORT"
        case .anyone:
            guard scheme != "http:" || !Self.isHere(host) else { return nil }
            return "\(address): a till that is not paired sends to a hub on its own machine only; "
                + "write http://127.0.0.1:PORT, or pair it with till pair and leave --unpaired away"
        }
    }

    /// Whether `host`, with its port and path, names this machine.
    private static func isHere(_ host: Substring) -> Bool {
        let whole = host.prefix { $0 != "/" }
        let port = whole.lastIndex(of: ":") ?? whole.endIndex
        let isPort = UInt16(whole[port...].dropFirst()) != nil
        let name = isPort ? whole[..<port] : whole
        let numbers = name.split(separator: ".", omittingEmptySubsequences: false)
        let isLoop = numbers.count == 4 && numbers[0] == "127"
        return name == "localhost" || name == "[::1]"
            || isLoop && numbers.allSatisfy { UInt8($0) != nil }
    }
}
