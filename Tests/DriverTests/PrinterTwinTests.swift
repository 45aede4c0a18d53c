import Conformance
import HAL
import Testing
import Twins

/// The twin is a checker, so it is checked itself: with bytes, as if by another driver.
struct PrinterTwinTests {
    private func paper(
        _ bytes: [UInt8],
        powersOnInChinese: Bool = false
    ) async throws -> [PaperElement] {
        let twin = PrinterTwin(columns: 8, powersOnInChinese: powersOnInChinese)
        return try await withTwin(twin) { channel in
            // GS r 1 is answered in order: a fence behind the bytes.
            try await channel.write(bytes + [0x1D, 0x72, 0x01], by: soon)
            _ = try await channel.read(upTo: 99, by: soon)
            return twin.roll.elements
        }
    }

    // swift-format-ignore
    static let rows: [(bytes: [UInt8], text: [String], why: String)] = [
        ([0x41, 0x0A],                               ["A"],       "ASCII"),
        ([0x1C, 0x26, 0xD6, 0xD0, 0x0A],             ["中"],      "two bytes in Chinese mode"),
        ([0xD6, 0xD0, 0x0A],                         ["╓╨"],      "the same out of Chinese mode: PC437"),
        ([0x1C, 0x26, 0xD6, 0xD0, 0x1C, 0x2E, 0xD6, 0x0A], ["中╓"], "FS . ends it"),
        ([0x1C, 0x26, 0x95, 0x32, 0x82, 0x36, 0x0A], ["𠀀"],      "four bytes, beyond the basic plane"),
        ([0x1C, 0x26, 0x81, 0x30, 0x84, 0x36, 0x0A], ["¥"],       "four bytes, in the basic plane"),
        ([0x1C, 0x26, 0xA1, 0xFE, 0x1B, 0x40, 0xD6, 0x0A], ["╓"], "ESC @ forgets the line and the mode"),
        ([0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38, 0x39, 0x0A], ["12345678", "9"], "a full line wraps by itself"),
        ([0x1D, 0x76, 0x30, 0, 1, 0, 2, 0, 0x1B, 0x70, 0x41, 0x0A], ["[picture 8 x 2]", "A"], "raster data is data"),
        ([0x1D, 0x6B, 4, 0x31, 0x32, 0, 0x41, 0x0A], ["[code-39 12]", "A"], "a barcode up to its NUL"),
        ([0x41, 0x1B, 0x64, 0x02],                   ["A", ""],   "ESC d ends the line and feeds"),
        ([0x1D, 0x6B, 67, 12, 0x36, 0x39, 0x30, 0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38, 0x39], ["[ean-13 690123456789" + "2]"], "a check digit is added"),
        ([0x1D, 0x6B, 68, 8, 0x39, 0x36, 0x33, 0x38, 0x35, 0x30, 0x37, 0x35], [], "a wrong check digit: no bars"),
        ([0x1D, 0x6B, 73, 4, 0x7B, 0x42, 0x41, 0x7B], [],         "half an escape: no bars"),
        ([0x1D, 0x6B, 73, 7, 0x7B, 0x43, 12, 34, 0x7B, 0x42, 0x61], ["[code-128 1234a]"], "two code sets"),
        ([0x1B, 0x74, 17, 0x8F, 0x0A],               ["П"],       "ESC t 17: PC866"),
        ([0x1B, 0x74, 16, 0x80, 0x1B, 0x40, 0x80, 0x0A], ["Ç"],   "ESC @ forgets the line and the page"),
        ([0x1C, 0x26, 0x1C, 0x32, 0xFE, 0xA1] + [UInt8](repeating: 0xFF, count: 72) + [0xFE, 0xA1, 0xFE, 0xA2, 0x0A], ["\u{E0A1}\u{E469}"], "a character of one's own"),
        ([0x1D, 0x28, 0x4C, 12, 0, 0x30, 0x70, 0x30, 1, 1, 0x31, 8, 0, 2, 0, 0xAA, 0x55, 0x1D, 0x28, 0x4C, 2, 0, 0x30, 0x32], ["[picture 8 x 2]"], "stored, then printed"),
        ([0x1D, 0x76, 0x30, 3, 1, 0, 1, 0, 0xFF],    ["[picture 16 x 2]"], "twice as wide and as high"),
        ([0x1B, 0x70, 0, 25, 250, 0x1D, 0x56, 0],    ["[drawer]", "[cut]"], "pulse and cut"),
    ]

    @Test(arguments: rows)
    func `the paper shows what a real printer would print`(
        _ row: (bytes: [UInt8], text: [String], why: String)
    ) async throws {
        #expect(try await paper(row.bytes).map(\.plainText) == row.text)
    }

    @Test func `a model for China powers on in Chinese mode`() async throws {
        let paper = try await paper([0xD6, 0xD0, 0x0A], powersOnInChinese: true)
        #expect(paper.map(\.plainText) == ["中"])
    }

    @Test func `underline, bold and size are kept with the text`() async throws {
        let bytes: [UInt8] = [
            0x1B, 0x2D, 1, 0x41, 0x1B, 0x45, 1, 0x42, 0x1D, 0x21, 0x01, 0x43, 0x0A,
        ]
        let spans = [
            PaperSpan(text: "A", isUnderlined: true),
            PaperSpan(text: "B", isBold: true, isUnderlined: true),
            PaperSpan(text: "C", isBold: true, isDoubleHeight: true, isUnderlined: true),
        ]
        #expect(try await paper(bytes) == [.line(.left, spans)])
    }

    @Test func `a letter of a page takes one cell on the paper, a square two`() async throws {
        // `é9` from code page 437, then `中é` from the Chinese font.
        let bytes: [UInt8] = [
            0x1C, 0x2E, 0x1B, 0x74, 0, 0x82, 0x39, 0x1C, 0x26, 0xD6, 0xD0, 0xA8, 0xA6, 0x0A,
        ]
        let spans = [PaperSpan(text: "é9", isNarrow: true), PaperSpan(text: "中é")]
        #expect(try await paper(bytes) == [.line(.left, spans)])
        #expect(spans.map(\.cells) == [2, 4])
    }

    @Test func `real-time status is answered from inside another command's data`() async throws {
        try await withTwin(PrinterTwin()) { channel in
            // GS v 0 promises 4 bytes of picture; DLE EOT 1 stands among them.
            let bytes: [UInt8] = [0x1D, 0x76, 0x30, 0, 1, 0, 4, 0, 0x10, 0x04, 0x01]
            try await channel.write(bytes, by: soon)
            #expect(try await channel.read(upTo: 9, by: soon) == [0x16])
        }
    }

    @Test func `automatic status comes at once and at every change`() async throws {
        let twin = PrinterTwin()
        try await withTwin(twin) { channel in
            try await channel.write([0x1D, 0x61, 0xFF], by: soon)
            #expect(try await channel.read(exactly: 4, by: soon) == [0x14, 0, 0, 0])
            twin.faults.set(.paperOut)
            #expect(try await channel.read(exactly: 4, by: soon) == [0x1C, 0, 0x0F, 0])
            twin.faults.clear(.paperOut)
            #expect(try await channel.read(exactly: 4, by: soon) == [0x14, 0, 0, 0])
        }
    }

    @Test func `a follower sees the paper as it comes out`() async throws {
        let twin = PrinterTwin()
        let updates = twin.roll.updates()
        try await withTwin(twin) { channel in
            try await channel.write([0x41, 0x0A, 0x1D, 0x56, 0x00], by: soon)
            var seen: [PaperElement] = []
            for await element in updates {
                seen.append(element)
                if element == .cut { break }
            }
            #expect(seen == [.line(.left, [PaperSpan(text: "A")]), .cut])
        }
    }

    @Test(arguments: [51, 52, 53, 54] as [UInt64])
    func `noise never stops the twin`(_ seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        let twin = PrinterTwin()
        try await withTwin(twin) { channel in
            for round in 0..<30 {
                let leads: [UInt8] = [0x1B, 0x1D, 0x1C, 0x10, 0x41, 0x00, 0xB0]
                let noise = (0..<300).map { _ in
                    Bool.random(using: &random)
                        ? UInt8.random(in: 0...255, using: &random)
                        : leads.randomElement(using: &random) ?? 0
                }
                try await channel.write(noise, by: soon)
                while (try? await channel.read(upTo: 4096, by: .now)) != nil {}
                // Whatever it was promised, DLE ENQ 2 clears it and status is answered. The
                // zeros end a real-time command of ten bytes that may have begun.
                let zeros = [UInt8](repeating: 0, count: 10)
                let clear: [UInt8] = [0x10, 0x05, 0x02, 0x10, 0x04, 0x04]
                try await channel.write(zeros + clear, by: soon)
                var answer: [UInt8] = []
                while !answer.contains(0x12) {
                    let wait = "seed \(seed), round \(round)"
                    answer = try await #require(try? channel.read(upTo: 4096, by: soon), "\(wait)")
                }
            }
        }
    }
}
