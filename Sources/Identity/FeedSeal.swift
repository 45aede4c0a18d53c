public import Records

/// A hub's word that one version of a feed is its own: it holds for as long as the feed is kept.
///
///     key 32 B  certificate 64 B  signature 64 B, in hexadecimal
///
/// The key is the hub's for feeds. The certificate is by its key for sync, which a till has pinned,
/// over `"PJ1-feeds-key" | the sync key | the key`, so a till that was paired before there were
/// feeds knows the key as well. The signature is by the key, over `"PJ1-feed" | the sync key |
/// H(the feed's name) | number i64 | digest`.
public enum FeedSeal {
    private static let byteCount = PublicKey.byteCount + 2 * PublicKey.signatureByteCount

    /// The hub's word for version `number` of `feed`, whose entries hash to `digest`.
    public static func seal(
        _ feed: String,
        number: Int64,
        digest: Digest,
        by hub: HubIdentity
    ) -> String {
        let (sync, key) = (hub.sync.publicKey, hub.feeds.publicKey)
        let certificate = hub.sync.signature(over: certified(key, by: sync))
        let signature = hub.feeds.signature(over: text(feed, number, digest, of: sync))
        return (key.bytes + certificate + signature).hexadecimal
    }

    /// Whether `seal` is the word for it of the hub with this key for sync.
    public static func holds(
        _ seal: String,
        for feed: String,
        number: Int64,
        digest: Digest,
        of hub: PublicKey
    ) -> Bool {
        guard seal.utf8.count == 2 * byteCount, let bytes = [UInt8](hexadecimal: seal) else {
            return false
        }
        var reader = ByteReader(bytes)
        guard let key = reader.bytes(PublicKey.byteCount).flatMap({ PublicKey($0) }),
            let certificate = reader.bytes(PublicKey.signatureByteCount),
            let signature = reader.bytes(PublicKey.signatureByteCount)
        else { return false }
        return hub.verifies(Array(certificate), over: certified(key, by: hub))
            && key.verifies(Array(signature), over: text(feed, number, digest, of: hub))
    }

    private static func certified(_ key: PublicKey, by hub: PublicKey) -> [UInt8] {
        Array("PJ1-feeds-key".utf8) + hub.bytes + key.bytes
    }

    private static func text(
        _ feed: String,
        _ number: Int64,
        _ digest: Digest,
        of hub: PublicKey
    ) -> [UInt8] {
        var text = Array("PJ1-feed".utf8) + hub.bytes + Digest.of(Array(feed.utf8)).bytes
        text.append(bigEndian: UInt64(bitPattern: number))
        return text + digest.bytes
    }
}
