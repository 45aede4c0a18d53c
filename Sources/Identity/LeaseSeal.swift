public import Records

/// A hub's word that it has granted a lease: it holds wherever the lease is kept.
///
/// It is by the hub's key for leases, which a till has pinned when it was paired, over
/// `"PJ1-lease" | the hub's sync key | H(the lease's words)`. So whoever has the key for answers
/// alone grants nothing, and the record of an acceptance says for ever who had granted it.
public enum LeaseSeal {
    /// `grant` in the same words, signed by `hub`.
    public static func seal(_ grant: SignedLease, by hub: HubIdentity) -> SignedLease {
        let signature = hub.leases.signature(over: text(grant, of: hub.keys))
        return grant.signed(signature.hexadecimal)
    }

    /// Whether the hub with these keys has granted it, in these very words.
    public static func holds(_ grant: SignedLease, of hub: HubKeys) -> Bool {
        guard grant.signature.utf8.count == 2 * PublicKey.signatureByteCount,
            let signature = [UInt8](hexadecimal: grant.signature)
        else { return false }
        return hub.leases.verifies(signature, over: text(grant, of: hub))
    }

    private static func text(_ grant: SignedLease, of hub: HubKeys) -> [UInt8] {
        Array("PJ1-lease".utf8) + hub.sync.bytes + Digest.of(Array(grant.text.utf8)).bytes
    }
}
