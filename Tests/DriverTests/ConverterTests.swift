import Drivers
import Testing

/// A C library without a conversion is told of, and nothing traps.
struct ConverterTests {
    @Test func `a character set that the system does not have makes no converter`() {
        #expect(CharacterConverter(from: "UCS-4LE", to: "NO-SUCH-CHARSET") == nil)
        #expect(CharacterConverter(from: "NO-SUCH-CHARSET", to: "UCS-4LE") == nil)
        let converter = CharacterConverter(from: "UCS-4LE", to: "GBK")
        #expect(converter?.convert([0x5B, 0x72, 0, 0]) == [0xC5, 0xA3], "牛")
    }

    @Test func `a system that converts every area has no problem`() {
        for area in CharacterArea.allCases { #expect(ChineseTable.problem(of: area) == nil) }
    }
}
