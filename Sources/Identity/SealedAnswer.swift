internal import Records

/// A hub's answer, which shows that it is the hub's, and the answer to this very request.
///
///     "PJA1"  signature 64 B  the message
///
/// Signed is `"PJ1-answer" | the hub's sync key | device | epoch |
/// H(the request's first 124 bytes) | status u16 | H(message)`.
public struct SealedAnswer: Hashable, Sendable {
    /// By how much a sealed answer is longer.
    public static let overhead = 68

    private static let magic = Array("PJA1".utf8)

    /// The message: what came, whoever sent it.
    public let message: [UInt8]
    /// Whether the hub says so, and to the request that was asked.
    public let isGenuine: Bool

    /// Opens what came back to `request` with `status`, from whoever calls itself `hub`.
    public init(_ bytes: [UInt8], status: Int, to request: SealedRequest, of hub: PublicKey) {
        var reader = ByteReader(bytes)
        guard reader.bytes(4).map(Array.init) == Self.magic,
            let signature = reader.bytes(PublicKey.signatureByteCount),
            let rest = reader.bytes(reader.remaining)
        else {
            (message, isGenuine) = (bytes, false)
            return
        }
        message = Array(rest)
        let text = Self.text(message, status, request, hub)
        isGenuine = hub.verifies(Array(signature), over: text)
    }

    /// `message` as the answer to `request`, sealed with the hub's sync key.
    public static func seal(
        _ message: [UInt8],
        status: Int,
        to request: SealedRequest,
        with key: SigningKey
    ) -> [UInt8] {
        magic + key.signature(over: text(message, status, request, key.publicKey)) + message
    }

    private static func text(
        _ message: [UInt8],
        _ status: Int,
        _ request: SealedRequest,
        _ hub: PublicKey
    ) -> [UInt8] {
        var text = Array("PJ1-answer".utf8) + hub.bytes
        text.append(bigEndian: request.device.number)
        text.append(bigEndian: request.epoch)
        text += request.digest.bytes
        text.append(bigEndian: UInt16(clamping: status))
        return text + Digest.of(message).bytes
    }
}
