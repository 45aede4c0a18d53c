internal import Records

/// An owner's word, in X.509 form (RFC 5280), that a key for TLS is its own.
///
/// Both keys are of Ed25519, and their names are their digits. Whoever has pinned the owner's key
/// needs nothing else to believe it: no authority and no host's name. It is good from 1950 to the
/// end of 9999, since a till whose clock is wrong has to reach its hub all the same. Everything but
/// the two keys and the signature is the same in every one, so reading one is comparing bytes.
public struct TLSCertificate: Hashable, Sendable {
    /// When it begins and ends, as `YYMMDDhhmmssZ` or `YYYYMMDDhhmmssZ`.
    package typealias Validity = (from: String, until: String)
    /// As good as always: before any clock begins, and the end that RFC 5280 has for no end.
    package static let always: Validity = ("500101000000Z", "99991231235959Z")

    /// Whose word it is.
    public let owner: PublicKey
    /// What signs handshakes.
    public let key: PublicKey
    /// The whole of it, in DER.
    public let bytes: [UInt8]

    /// The word of `owner` for `key`.
    package init(of key: PublicKey, by owner: SigningKey, _ validity: Validity = always) {
        (self.owner, self.key) = (owner.publicKey, key)
        let text = Self.text(of: key, by: owner.publicKey, validity)
        bytes = Self.whole(text, signature: owner.signature(over: text))
    }

    /// Reads one that was made as these are; nil for any other, whoever made it.
    ///
    /// Whether its owner has signed it is another question: `isGenuine`.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.form.count,
            let owner = [UInt8](hexadecimal: Self.ascii(bytes[Self.ownerPlace])),
            let owner = PublicKey(owner), let key = PublicKey(bytes[Self.keyPlace])
        else { return nil }
        let text = Self.text(of: key, by: owner, Self.always)
        guard Self.whole(text, signature: Array(bytes[Self.signaturePlace])) == bytes else {
            return nil
        }
        (self.owner, self.key, self.bytes) = (owner, key, bytes)
    }

    /// Whether the owner's key has signed it.
    public var isGenuine: Bool {
        let text = Self.text(of: key, by: owner, Self.always)
        return owner.verifies(Array(bytes[Self.signaturePlace]), over: text)
    }

    /// What whoever has pinned `owner` gives his library to trust: name and key, as a certificate
    /// that nobody has signed, for an anchor's signature is not looked at (RFC 5280, 6.1.1).
    public static func anchor(of owner: PublicKey) -> [UInt8] {
        // Basic constraints: it may issue others.
        let authority = DER.sequence(
            DER.element(0x06, [0x55, 0x1D, 0x13]),
            DER.element(0x01, [0xFF]),
            DER.element(0x04, DER.sequence(DER.element(0x01, [0xFF])))
        )
        let extensions = DER.element(0xA3, DER.sequence(authority))
        return whole(
            text(of: owner, by: owner, always, extensions),
            signature: [UInt8](repeating: 0, count: PublicKey.signatureByteCount)
        )
    }

    /// What is signed.
    private static func text(
        of key: PublicKey,
        by owner: PublicKey,
        _ validity: Validity,
        _ extensions: [UInt8] = []
    ) -> [UInt8] {
        DER.sequence(
            DER.element(0xA0, DER.element(0x02, [2])),  // version 3
            DER.element(0x02, [1]),  // serial number
            DER.ed25519,
            DER.name(owner.description),
            DER.sequence(DER.time(validity.from), DER.time(validity.until)),
            DER.name(key.description),
            DER.sequence(DER.ed25519, DER.bits(key.bytes)),
            extensions
        )
    }

    private static func whole(_ text: [UInt8], signature: [UInt8]) -> [UInt8] {
        DER.sequence(text, DER.ed25519, DER.bits(signature))
    }

    private static func ascii(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes, as: UTF8.self)
    }
}

/// Where in one the keys and the signature stand.
extension TLSCertificate {
    /// A form to fill in.
    private static let form: [UInt8] = {
        guard let none = PublicKey([UInt8](repeating: 0xFF, count: PublicKey.byteCount)) else {
            preconditionFailure("a key has 32 bytes")
        }
        let signature = [UInt8](repeating: 0, count: PublicKey.signatureByteCount)
        return whole(text(of: none, by: none, always), signature: signature)
    }()

    private static let ownerPlace: Range<Int> = {
        let digits = Array(repeating: UInt8(ascii: "f"), count: 2 * PublicKey.byteCount)
        guard let place = form.firstRange(of: digits) else {
            preconditionFailure("a certificate names its owner")
        }
        return place
    }()

    private static let signaturePlace =
        form.count - PublicKey.signatureByteCount..<form.count

    /// The key is the last of what is signed; the algorithm and the signature's head follow.
    private static let keyPlace: Range<Int> = {
        let end = signaturePlace.lowerBound - 3 - DER.ed25519.count
        return end - PublicKey.byteCount..<end
    }()
}
