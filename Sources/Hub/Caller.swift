public import Identity
internal import SyncProtocol

/// Who is at the other end of the connection that brought a message, as far as that shows.
public enum Caller: Hashable, Sendable {
    /// It cannot show anything: a hub in this process, or plain HTTP on this machine.
    case unasked
    /// It could have, and showed nothing.
    case nobody
    /// Whoever has this key.
    case owner(PublicKey)

    /// Whether what the owner of `key` has signed may come this way.
    ///
    /// A till calls its hub itself: what comes over another's connection was taken from it on the
    /// way, by somebody whom it believed to be the hub.
    func mayBe(_ key: PublicKey) -> Bool {
        switch self {
        case .unasked: true
        case .nobody: false
        case .owner(let owner): owner == key
        }
    }
}

extension Refusal {
    /// What came over a connection of somebody else's.
    static let calledByAnother = Refusal(
        .unverified,
        "somebody stands between this hub and the box that sent it; look at --hub and the network"
    )
}
