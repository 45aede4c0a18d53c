import Identity
import Records
import Testing

/// What comes of a code: once, soon, and without much guessing.
struct PairingOfferTests {
    static let made: Int64 = 1_700_000_000_000
    static let code = PairingCode(chance: (0x0123_4567_89AB_CDEF, 0x7777))
    static let key = seed(1).key(for: .deviceSync).publicKey
    static let other = seed(2).key(for: .deviceSync).publicKey

    static func seed(_ byte: UInt8) -> KeySeed {
        guard let seed = KeySeed(Array(repeating: byte, count: 32)) else { fatalError("32 bytes") }
        return seed
    }

    /// One try, in the notation of the table: `right` and `wrong` name what is known of the code,
    /// `other` another till that knows it; `@m` is a moment, in milliseconds after the offer.
    private static func take(_ word: Substring, _ offer: inout PairingOffer) -> String {
        let parts = word.split(separator: "@")
        let after = parts.count > 1 ? Int64(parts[1]) ?? 0 : 1
        var known = code
        if parts[0] == "wrong" {
            // Another code of the same name: the symbols after the second differ.
            known = PairingCode(chance: (0x0123_4567_89AB_CDEF ^ 1 << 20, 0x7777))
        }
        let key = parts[0] == "other" ? other : key
        let request = PairingRequest(known, key: key, nonce: (1, UInt64(bitPattern: after)))
        switch offer.take(request, at: made + after) {
        case .pair: return "pair"
        case .repeated: return "repeated"
        case .refuse: return "refuse"
        }
    }

    typealias Row = (tries: String, outcomes: String, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        ("right",                               "pair",                      "the code is known"),
        ("right@599999",                        "pair",                      "just in time"),
        ("right@600000",                        "refuse",                    "ten minutes are over"),
        ("right@-1",                            "refuse",                    "a clock that was set back"),
        ("right right@599999",                  "pair repeated",             "the answer was lost"),
        ("right right@600000",                  "pair refuse",               "too late for that"),
        ("right other",                         "pair refuse",               "a code is used once"),
        ("right wrong right",                   "pair refuse repeated",      "guessing after the fact"),
        ("wrong wrong wrong wrong right",       "refuse refuse refuse refuse pair", "four are forgiven"),
        ("wrong wrong wrong wrong wrong right", "refuse refuse refuse refuse refuse refuse", "five are not"),
        ("wrong@600000 wrong@600000 right",     "refuse refuse pair",        "late tries are none"),
    ]

    @Test(arguments: rows)
    func `an offer takes what it should`(_ row: Row) {
        var offer = PairingOffer(of: DeviceID(7), to: Self.code, at: Self.made)
        let outcomes = row.tries.split(separator: " ").map { Self.take($0, &offer) }
        #expect(outcomes.joined(separator: " ") == row.outcomes, "\(row.why)")
    }

    @Test func `an offer is told apart by its name`() {
        var offer = PairingOffer(of: DeviceID(7), to: Self.code, at: Self.made)
        let code = PairingCode(chance: (0x0123_4567_89AB_CDEE, 0x7777))
        #expect(code.name != Self.code.name)
        let request = PairingRequest(code, key: Self.key, nonce: (1, 2))
        for _ in 0..<9 { #expect(offer.take(request, at: Self.made) == .refuse) }
        #expect(offer.state == .open(wrongTries: 0), "no try of this one")
    }

    @Test func `the code itself goes over the line in no message`() throws {
        let request = PairingRequest(Self.code, key: Self.key, nonce: (1, 2))
        let keys = HubIdentity(Self.seed(3)).keys
        let answer = try #require(
            PairingAnswer(request, as: DeviceID(7), by: Self.code.secret, of: keys)
        )
        let symbols = Self.code.spelled.filter { $0 != "-" }
        for text in ["\(request)", "\(answer)"] {
            #expect(!text.contains(symbols.dropFirst(2).prefix(6)))
            #expect(!text.contains(Self.code.secret.bytes.hexadecimal))
        }
    }

    @Test func `a proof is of this key, this nonce, this device and these keys`() throws {
        let request = PairingRequest(Self.code, key: Self.key, nonce: (1, 2))
        let (own, rogue) = (HubIdentity(Self.seed(3)).keys, HubIdentity(Self.seed(4)).keys)
        let secret = Self.code.secret
        let answer = try #require(PairingAnswer(request, as: DeviceID(7), by: secret, of: own))
        #expect(answer.isProven(to: request, by: Self.code))
        let others = [
            PairingRequest(Self.code, key: Self.other, nonce: (1, 2)),
            PairingRequest(Self.code, key: Self.key, nonce: (1, 3)),
        ]
        for other in others { #expect(!answer.isProven(to: other, by: Self.code)) }
        let stranger = PairingCode(chance: (1, 1)).secret
        let false1 = try #require(PairingAnswer(request, as: DeviceID(7), by: stranger, of: rogue))
        #expect(!false1.isProven(to: request, by: Self.code), "a hub that does not know the code")
        let all = try (7...8).flatMap { device in
            try [own, rogue].map { keys in
                try #require(
                    PairingAnswer(request, as: DeviceID(device), by: secret, of: keys)
                ).proof
            }
        }
        #expect(Set(all).count == 4, "device and keys are part of the proof")
    }
}
