import Drivers
import HAL
import Testing
import Twins

/// The printer's own view of the bytes: whatever it would obey must have been in the layout.
struct TextIsNeverACommandTests {
    /// Commands that text in any style may bring along, and no others.
    static let styling: Set<[UInt8]> = [
        [0x1B, 0x40], [0x1B, 0x61], [0x1B, 0x45], [0x1D, 0x21], [0x1C, 0x26], [0x1C, 0x2E], [0x0A],
    ]

    /// What the printer would do that no text layout asks for.
    static func foreign(in bytes: [UInt8]) -> [ESCPOSToken] {
        ESCPOSToken.tokens(in: bytes).filter { token in
            switch token {
            case .character: false
            case .command(let name, _): !styling.contains(name)
            case .unknown: true
            }
        }
    }

    /// Real-time commands count wherever they stand, even inside other commands.
    static func hasRealTimeCommand(_ bytes: [UInt8]) -> Bool {
        zip(bytes, bytes.dropFirst()).contains { $0 == 0x10 && [0x04, 0x05, 0x14].contains($1) }
    }

    static let nasty = [
        "\u{1B}p\u{0}\u{19}\u{FA}", "\u{10}\u{14}\u{1}\u{0}\u{1}", "\u{10}\u{4}\u{1}",
        "\u{1D}V\u{0}", "\u{1C}.\u{1B}@", "王\u{1B}p\u{0}小明", "\u{10}\u{14}\u{2}\u{1}\u{8}",
        "\r\n\t\u{7F}\u{80}\u{9B}", "\u{1D}(k\u{3}\u{0}1Q0",
    ]

    static func random(_ random: inout SeededRandom) -> String {
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...40, using: &random) {
            let limit: UInt32 =
                [0x20, 0x80, 0x100, 0xFFFF, 0x2FFFF].randomElement(using: &random) ?? 1
            if let scalar = Unicode.Scalar(UInt32.random(in: 0...limit, using: &random)) {
                text.append(scalar)
            }
        }
        return String(text)
    }

    static func layout(_ text: String) -> PrintDocument {
        let style = TextStyle(alignment: .right, isBold: true, isDoubleWidth: true)
        return PrintDocument([
            .text(text), .row(left: text, right: text, style), .text(text, style),
        ])
    }

    @Test(arguments: nasty, CharacterArea.allCases)
    func `a nickname full of commands is only printed`(_ text: String, _ area: CharacterArea) throws
    {
        let bytes = try ESCPOSEncoder(columns: 32, characters: area).encode(Self.layout(text))
        #expect(Self.foreign(in: bytes) == [])
        #expect(!Self.hasRealTimeCommand(bytes))
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `random text is only printed`(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        for round in 0..<2_000 {
            let text = Self.random(&random)
            let area = CharacterArea.allCases[round % 3]
            let columns = Int.random(in: 8...48, using: &random)
            let bytes = try ESCPOSEncoder(columns: columns, characters: area)
                .encode(Self.layout(text))
            let isSafe = Self.foreign(in: bytes).isEmpty && !Self.hasRealTimeCommand(bytes)
            #expect(isSafe, "seed \(seed), round \(round): \(Hex.text(Array(text.utf8)))")
        }
    }

    @Test func `a QR code cannot carry a command past the printer's real-time ear`() throws {
        for text in Self.nasty {
            let bytes = try ESCPOSEncoder(columns: 48).encode(PrintDocument([.qrCode(text)]))
            #expect(!Self.hasRealTimeCommand(bytes))
        }
        for length in 1...ESCPOSEncoder.longestQRCode {
            let text = String(repeating: "a", count: length)
            let bytes = try ESCPOSEncoder(columns: 48).encode(PrintDocument([.qrCode(text)]))
            #expect(!Self.hasRealTimeCommand(bytes), "\(length) bytes")
        }
    }

    @Test func `the checks would catch a driver that filters nothing`() {
        let careless = [0x1B, 0x40] + Array("\u{1B}p\u{0}\u{19}\u{FA}\n".utf8)
        #expect(Self.foreign(in: careless) != [])
        #expect(Self.hasRealTimeCommand(Array("\u{10}\u{14}\u{1}\u{0}\u{1}".utf8)))
    }
}
