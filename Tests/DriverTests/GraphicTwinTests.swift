import HAL
import TestSupport
import Testing
import Twins

/// The twin is a checker, so it is checked itself: with the manuals' bytes, as by another driver.
struct GraphicTwinTests {
    typealias Row = (bytes: [UInt8], shown: [String], why: String)

    private static let face: [UInt8] = [0x50, 0x22, 0xE0]

    // swift-format-ignore
    static let rows: [Row] = [
        ([0xFE, 0x64, 0, 0, 5, 4] + face,   [".#.#....", "........", "#...#...", ".###...."], "the manuals' face of 5 x 4 dots, packed"),
        ([0xFE, 0x64, 3, 1, 5, 4] + face,   ["........", "....#.#.", "........", "...#...#"], "x and y are its upper left corner, the rest is off the glass"),
        ([0xFE, 0x64, 0, 0, 8, 1, 0xFE, 0xFE, 0x58], ["........", "........", "........", "........"], "a dot's byte is no command, the next one is"),
        ([0xFE, 0x78, 1, 2, 1, 3, 2],       ["........", "..##....", "..##....", "........"], "a filled box, both corners with it"),
        ([0xFE, 0x78, 1, 0, 0, 7, 3, 0xFE, 0x78, 0, 1, 1, 6, 2], ["########", "#......#", "#......#", "########"], "colour 0 is white"),
        ([0xFE, 0x64, 0, 0, 0, 0, 0xFE, 0x78, 1, 0, 0, 0, 0], ["#.......", "........", "........", "........"], "a picture without sides ends at once"),
        ([0xFE, 0x00, 0xFE, 0x78, 1, 7, 3, 7, 3], ["........", "........", "........", ".......#"], "an unknown command is let be"),
        ([0xFE, 0x79, 0xFE, 0x58, 0xFE, 0x78, 1, 7, 0, 7, 0], [".......#", "........", "........", "........"], "an operand is no command"),
        ([0xFE, 0x78, 1, 0, 0, 255, 255, 0xFE, 0x58], ["........", "........", "........", "........"], "as far as the glass goes, and blank again"),
    ]

    private func shown(_ twin: GraphicDisplayTwin) -> [String] {
        let picture = twin.picture
        return (0..<picture.height).map { y in
            (0..<picture.width).map { picture[$0, y] ? "#" : "." }.joined()
        }
    }

    @Test(arguments: rows)
    func `the glass shows what a real display would show`(_ row: Row) {
        let twin = GraphicDisplayTwin(width: 8, height: 4)
        twin.receive(row.bytes)
        #expect(shown(twin) == row.shown)
        let slow = GraphicDisplayTwin(width: 8, height: 4)
        for byte in row.bytes { slow.receive([byte]) }
        #expect(shown(slow) == row.shown, "byte by byte")
    }

    @Test(arguments: [(false, ".#.#"), (true, "####")])
    func `white dots clear what lies under them, or leave it`(_ keeps: Bool, _ row: String) {
        let twin = GraphicDisplayTwin(width: 4, height: 1, keepsUnderWhite: keeps)
        twin.receive([0xFE, 0x78, 1, 0, 0, 3, 0, 0xFE, 0x64, 0, 0, 4, 1, 0x50])
        #expect(shown(twin) == [row])
    }

    @Test func `text leaves a mark, for nobody should send it`() {
        let twin = GraphicDisplayTwin(width: 12, height: 8)
        twin.receive([0x41])
        #expect(shown(twin)[0] == "#####.......")
        twin.receive([0xFE, 0x58])
        #expect(!shown(twin).joined().contains("#"))
    }

    @Test func `switched off it forgets, also the command that it was in`() {
        let twin = GraphicDisplayTwin(width: 8, height: 1)
        twin.receive([0xFE, 0x99, 0x3F, 0xFE, 0x78, 1, 0, 0, 7, 0, 0xFE, 0x64, 0, 0, 8])
        #expect(twin.brightness == 0x3F && shown(twin) == ["########"])
        twin.faults.set(.off)
        #expect(shown(twin) == ["........"])
        twin.receive([1, 0xFF])
        twin.faults.clear(.off)
        #expect(shown(twin) == ["........"] && twin.brightness == 255)
        twin.receive([0xFE, 0x64, 0, 0, 8, 1, 0x81])
        #expect(shown(twin) == ["#......#"])
    }

    @Test(arguments: Dice.seeds(4))
    func `it takes whatever comes`(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let leads: [UInt8] = [0xFE, 0x64, 0x78, 0x58, 0x99, 0xFF, 0x00]
        let twin = GraphicDisplayTwin(width: 240, height: 64)
        for _ in 0..<20_000 {
            let isLead = Bool.random(using: &random)
            let any = UInt8.random(in: 0...255, using: &random)
            twin.receive([isLead ? leads.randomElement(using: &random) ?? 0 : any])
        }
        // The longest picture that may be under way takes 8,129 bytes more.
        twin.receive([UInt8](repeating: 0, count: 8200) + [0xFE, 0x58])
        #expect(twin.picture == Bitmap(width: 240, height: 64), "seed \(seed)")
    }
}
