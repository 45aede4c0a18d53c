import Symbols
import Testing

struct QRCodeTests {
    @Test func `a code has its finders and its dark module`() throws {
        let code = try #require(QRCode("suanpan"))
        #expect(code.size == 21)
        for (x, y) in [(0, 0), (14, 0), (0, 14)] {
            #expect(finder(code, x, y), "finder at \(x), \(y)")
        }
        #expect(code.isDark(8, 13), "the module that is always dark")
    }

    @Test(arguments: [(14, 21), (15, 25), (62, 33), (63, 37), (666, 97)])
    func `a text takes the smallest version that holds it`(_ row: (bytes: Int, size: Int)) throws {
        let code = try #require(QRCode(String(repeating: "x", count: row.bytes)))
        #expect(code.size == row.size)
    }

    @Test func `a text too long for a receipt has no code`() {
        #expect(QRCode(String(repeating: "x", count: 667)) == nil)
    }

    private func finder(_ code: QRCode, _ left: Int, _ top: Int) -> Bool {
        (0..<7).allSatisfy { y in
            (0..<7).allSatisfy { x in
                let ring = max(abs(x - 3), abs(y - 3))
                return code.isDark(left + x, top + y) == (ring != 2)
            }
        }
    }
}
