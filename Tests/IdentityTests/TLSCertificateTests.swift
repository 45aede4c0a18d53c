import Identity
import TestSupport
import Testing

/// An owner's word for a key: read back as it was made, and as nothing else.
struct TLSCertificateTests {
    private static func seed(_ byte: UInt8) -> KeySeed {
        guard let seed = KeySeed([UInt8](repeating: byte, count: 32)) else {
            preconditionFailure("a seed has 32 bytes")
        }
        return seed
    }

    private static let hub = HubIdentity(seed(1))

    @Test func `the owner's word names both keys and holds`() throws {
        let read = try #require(TLSCertificate(Self.hub.tls.certificate.bytes))
        #expect(read == Self.hub.tls.certificate)
        #expect(read.owner == Self.hub.keys.sync && read.key == Self.hub.tls.key.publicKey)
        #expect(read.isGenuine)
        #expect(read.owner != read.key, "what signs answers signs no handshake")
    }

    @Test func `no bit of it can be another`() {
        let bytes = Self.hub.tls.certificate.bytes
        for place in bytes.indices {
            for bit in 0..<8 {
                var changed = bytes
                changed[place] ^= 1 << bit
                #expect(TLSCertificate(changed)?.isGenuine != true, "bit \(bit) of byte \(place)")
            }
        }
    }

    @Test func `one end's word is not the other's, and an anchor is nobody's word`() {
        let till = TLSIdentity.till(Self.seed(1)).certificate
        #expect(till.owner != Self.hub.keys.sync && till.key != Self.hub.tls.key.publicKey)
        #expect(TLSCertificate(TLSCertificate.anchor(of: Self.hub.keys.sync)) == nil)
    }

    @Test func `bytes that somebody sends are read or refused, never more`() {
        let seed = Dice.seed(for: "certificates")
        var dice = Dice(seed: seed)
        let bytes = Self.hub.tls.certificate.bytes
        var genuine = 0
        for _ in 0..<3000 {
            var wild = bytes
            switch dice.next() % 3 {
            case 0: wild = Array(wild.prefix(Int(dice.next() % UInt64(bytes.count))))
            case 1: wild += [UInt8](repeating: 0, count: Int(dice.next() % 9) + 1)
            default:
                for _ in 0...(dice.next() % 5) {
                    wild[Int(dice.next() % UInt64(wild.count))] = UInt8(
                        truncatingIfNeeded: dice.next()
                    )
                }
            }
            if wild != bytes, TLSCertificate(wild)?.isGenuine == true { genuine += 1 }
        }
        #expect(genuine == 0, "SUANPAN_SEED=\(seed)")
    }
}
