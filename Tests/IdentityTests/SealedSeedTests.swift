import Identity
import TestSupport
import Testing

/// A hub's secret beside its backups is worth nothing without the paper.
struct SealedSeedTests {
    private static func made(_ number: UInt64) -> (seed: KeySeed, code: RecoveryCode) {
        var dice = Dice(seed: number)
        return (KeySeed(from: &dice), RecoveryCode(from: &dice))
    }

    @Test func `the code opens it, however it was typed`() throws {
        let (seed, code) = Self.made(1)
        let sealed = SealedSeed.seal(seed, with: code)
        #expect(sealed.count == SealedSeed.byteCount)
        #expect(code.spelled.count == 34)
        for text in [code.spelled, code.spelled.lowercased(), code.spelled.filter { $0 != "-" }] {
            let typed = try #require(RecoveryCode(typed: text))
            #expect(SealedSeed.open(sealed, with: typed)?.bytes == seed.bytes)
        }
    }

    @Test func `another code, another byte and another length open nothing`() {
        let (seed, code) = Self.made(1)
        let sealed = SealedSeed.seal(seed, with: code)
        #expect(SealedSeed.open(sealed, with: Self.made(2).code) == nil)
        for place in sealed.indices {
            var changed = sealed
            changed[place] ^= 1
            #expect(SealedSeed.open(changed, with: code) == nil, "byte \(place)")
        }
        for length in 0..<sealed.count {
            #expect(SealedSeed.open(Array(sealed.prefix(length)), with: code) == nil)
        }
        #expect(SealedSeed.open(sealed + [0], with: code) == nil)
    }

    @Test func `nothing of the secret stands in the file, and a slip of the hand is no code`() {
        let (seed, code) = Self.made(3)
        let sealed = SealedSeed.seal(seed, with: code)
        for start in stride(from: 0, to: 32, by: 4) {
            #expect(sealed.firstRange(of: seed.bytes[start..<start + 4]) == nil)
        }
        var typed = Array(code.spelled)
        typed[0] = typed[0] == "2" ? "3" : "2"
        #expect(RecoveryCode(typed: String(typed)) == nil)
        #expect(!"\(code)".contains(code.spelled) && !"\(seed)".contains("\(seed.bytes[0])"))
    }
}
