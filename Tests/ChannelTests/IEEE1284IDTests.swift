import Channels
import Testing
import Twins

struct IEEE1284IDTests {
    typealias Row = (text: String, maker: String?, model: String?, commands: [String], why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        ("MFG:EPSON;CMD:ESC/POS;MDL:TM-T88V;CLS:PRINTER;", "EPSON", "TM-T88V", ["ESC/POS"],      "a receipt printer"),
        ("MANUFACTURER:Zebra;MODEL:ZD420;COMMAND SET:ZPL,EPL2;", "Zebra", "ZD420", ["ZPL", "EPL2"], "the long keys, two languages"),
        (" mfg : XP ; mdl : N160 ",                        "XP",    "N160",    [],               "spaces, small letters, no last semicolon"),
        ("MFG:A;MFG:B;",                                   "A",     nil,       [],               "the first of two counts"),
        ("MDL:a:b;",                                       nil,     "a:b",     [],               "a colon in the value"),
        ("",                                               nil,     nil,       [],               "nothing"),
        (";;:;:x;y:",                                      nil,     nil,       [],               "nonsense"),
    ]

    @Test(arguments: rows)
    func `an identity is read as far as it can be`(_ row: Row) {
        let identity = IEEE1284ID(text: row.text)
        #expect(identity.manufacturer == row.maker)
        #expect(identity.model == row.model)
        #expect(identity.commands == row.commands)
    }

    typealias Length = (head: [UInt8], reads: String, why: String)

    // swift-format-ignore
    static let lengths: [Length] = [
        ([0, 8],       "MFG:XY", "as the standard has it: its own two bytes counted"),
        ([0, 6],       "MFG:",   "shorter than what came: the rest is not it"),
        ([0, 255],     "MFG:XY", "longer than what came"),
        ([0, 0],       "MFG:XY", "no length at all"),
        ([0xFF, 0xFF], "MFG:XY", "as some send before they are up"),
    ]

    @Test(arguments: lengths)
    func `a wrong length hides nothing that came`(_ row: Length) {
        let identity = IEEE1284ID(answer: row.head + Array("MFG:XY".utf8))
        #expect(identity.text == row.reads)
    }

    @Test func `whatever a printer answers, it reads as something short and printable`() {
        for seed in UInt64(1)...400 {
            var random = SeededRandom(seed: seed)
            let count = Int.random(in: 0...1500, using: &random)
            let alphabet = Array("MFGDL:;,CMD \u{1B}\u{FF}".utf8)
            let answer = (0..<count).map { _ in
                Bool.random(using: &random)
                    ? UInt8.random(in: 0...255, using: &random)
                    : alphabet.randomElement(using: &random) ?? 0
            }
            let identity = IEEE1284ID(answer: answer)
            #expect(identity.text.utf8.count <= 1024, "seed \(seed)")
            #expect(identity.text.utf8.allSatisfy { (0x20...0x7E).contains($0) }, "seed \(seed)")
        }
    }
}
