import Identity
import TestSupport
import Testing

/// The code that a person carries: what is typed wrongly is noticed before the hub hears of it.
struct PairingCodeTests {
    static func codes(_ count: UInt64) -> [PairingCode] {
        Dice.seeds(count).map { PairingCode(chance: ($0 &* 0x9E37_79B9_7F4A_7C15, $0)) }
    }

    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

    @Test func `a code is read back however it was typed`() throws {
        for code in Self.codes(50) {
            let text = code.spelled
            #expect(text.count == 19)
            let typed = [
                text, text.lowercased(), text.filter { $0 != "-" },
                text.replacing("-", with: " "), text.replacing("0", with: "o"),
                text.replacing("1", with: "l"), text.replacing("1", with: "I"),
            ]
            for text in typed { #expect(PairingCode(typed: text) == code) }
        }
    }

    @Test func `one wrong symbol, or two that have changed places, make no code`() {
        for code in Self.codes(20) {
            let symbols = Array(code.spelled.filter { $0 != "-" })
            for place in symbols.indices {
                for other in Self.alphabet where other != symbols[place] {
                    var wrong = symbols
                    wrong[place] = other
                    #expect(PairingCode(typed: String(wrong)) == nil)
                }
                for other in symbols.indices where symbols[other] != symbols[place] {
                    var wrong = symbols
                    wrong.swapAt(place, other)
                    #expect(PairingCode(typed: String(wrong)) == nil)
                }
            }
        }
    }

    typealias Row = (text: String, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        ("",                          "nothing"),
        ("ABCD",                      "too short"),
        ("0000-0000-0000-00000",      "too long"),
        ("UUUU-UUUU-UUUU-UUUU",       "no U is printed"),
        ("7K3M*9QXD*0VRB*W2HE",       "other signs than hyphens"),
        ("雪雪雪雪雪雪雪雪雪雪雪雪雪雪雪雪",       "other letters"),
    ]

    @Test(arguments: rows.indices)
    func `what no hub prints is no code`(_ index: Int) {
        #expect(PairingCode(typed: Self.rows[index].text) == nil, "\(Self.rows[index].why)")
    }

    @Test func `codes that anybody types are no trap`() {
        for seed in Dice.seeds(2000) {
            var dice = Dice(seed: seed)
            let letters = (0..<Int.random(in: 0...24, using: &dice)).map { _ in
                UInt8.random(in: 0...255, using: &dice)
            }
            let text = String(decoding: letters, as: UTF8.self)
            if let code = PairingCode(typed: text) {
                #expect(PairingCode(typed: code.spelled) == code, "SUANPAN_SEED=\(seed)")
            }
        }
    }

    @Test func `a code, a secret and a key show nothing of themselves when they are printed`() {
        for code in Self.codes(5) {
            let seed = KeySeed(Array(repeating: 7, count: 32))
            let key = seed?.key(for: .deviceSync)
            for text in ["\(code)", "\(code.secret)", "\(code.secret as Any)", "\(code as Any)"] {
                #expect(!text.contains(code.spelled.prefix(4)))
                #expect(!text.contains(code.secret.bytes.map { String($0) }.prefix(3).joined()))
            }
            var dumped = ""
            dump(code, to: &dumped)
            dump(code.secret, to: &dumped)
            dump(seed, to: &dumped)
            dump(key, to: &dumped)
            #expect(dumped.split(separator: "\n").count <= 8, "\(dumped)")
            #expect(!dumped.contains("7, 7"))
        }
    }
}
