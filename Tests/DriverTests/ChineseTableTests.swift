import Drivers
import HAL
import Testing

/// The expected bytes are those of Python's codecs `gbk` and `gb18030`.
struct ChineseTableTests {
    typealias Row = (text: String, area: CharacterArea, bytes: String, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        ("牛奶 1L", .gbk, "C5 A3 C4 CC 20 31 4C", "common"),
        ("龙井茶", .gbk, "C1 FA BE AE B2 E8", "common, GB2312 part"),
        ("賣場優惠", .gbk, "D9 75 88 F6 83 9E BB DD", "traditional, GBK part"),
        ("镕垚喆", .gbk, "E9 46 88 90 86 B4", "names that GB2312 lacks"),
        ("—…“”《》、。", .gbk, "A1 AA A1 AD A1 B0 A1 B1 A1 B6 A1 B7 A1 A2 A1 A3", "Chinese punctuation"),
        ("×÷±°é", .gbk, "A1 C1 A1 C2 A1 C0 A1 E3 A8 A6", "letters and signs of GBK"),
        ("￥12.50", .gbk, "A3 A4 31 32 2E 35 30", "full-width yuan"),
        ("①Ⅻ㎡", .gbk, "A2 D9 A2 FC A9 4F", "numbers in circles"),
        ("ㄅㄆぁア", .gbk, "A8 C5 A8 C6 A4 A1 A5 A2", "phonetic and kana"),
        ("α≠Я", .gbk, "A6 C1 A1 D9 A7 C1", "Greek, signs, Cyrillic"),
        ("𠮷", .gb18030, "95 34 B2 35", "four bytes beyond the basic plane"),
        ("ö€", .gb18030, "81 30 8B 32 A2 E3", "a four-byte letter, a two-byte sign"),
        ("㐀䶵", .gb18030, "81 39 EE 39 82 35 87 38", "extension A, four bytes and two"),
        ("😀", .gb18030, "94 39 FC 36", "an emoji is a code as well"),
        ("ö€", .gbk, "A1 FE A1 FE", "outside GBK: the mark for a missing character"),
        ("垚龙", .gb2312, "A1 FE C1 FA", "outside GB2312: the same"),
        ("𠮷", .gbk, "A1 FE", "a rare name on a printer of two-byte codes"),
        ("¥", .gbk, "A3 A4", "the narrow yuan sign borrows its full-width double"),
    ]

    /// The bytes of the text alone, out of a job that prints it.
    private func bytes(_ text: String, _ area: CharacterArea) throws -> [UInt8] {
        let job = try ESCPOSEncoder(columns: 48, characters: area)
            .encode(PrintDocument([.text(text)]))
        // ESC @, FS & before it; LF, FS . after it.
        return Array(job.dropFirst(4).dropLast(3))
    }

    @Test(arguments: rows)
    func `Chinese text leaves in the bytes that the standard gives it`(_ row: Row) throws {
        #expect(Hex.text(try bytes(row.text, row.area)) == row.bytes)
    }

    @Test(arguments: CharacterArea.allCases)
    func `no character of Unicode becomes a control byte`(_ area: CharacterArea) throws {
        let encoder = ESCPOSEncoder(columns: 48, characters: area)
        for value in UInt32(0x21)...0x2FFFF {
            guard value % (value < 0x10000 ? 1 : 97) == 0, let scalar = Unicode.Scalar(value)
            else { continue }
            let job = try encoder.encode(PrintDocument([.text(String(scalar))]))
            var text = job.dropFirst(2)
            if text.starts(with: [0x1C, 0x26]) { text = text.dropFirst(2).dropLast(2) }
            guard text.dropLast().contains(where: { $0 < 0x20 || $0 == 0x7F }) else { continue }
            Issue.record("U+\(String(value, radix: 16)) became \(Hex.text(job))")
        }
    }
}
