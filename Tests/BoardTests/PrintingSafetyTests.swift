import Boards
import Drivers
import HAL
import Testing
import Twins

/// Random layouts on every profile: the printer does what the layout says and nothing else.
///
/// The judge is the twin, which obeys real-time commands inside pictures as printers do.
struct PrintingSafetyTests {
    /// What the printer did that the layout did not ask for, in words; nothing when all is well.
    static func fault(
        _ bytes: [UInt8],
        of document: PrintDocument,
        on profile: PrinterProfile
    ) -> String? {
        let paper = PaperReader.paper(
            of: bytes,
            columns: profile.columns.value,
            codePages: profile.charsets
        )
        let pulses = document.nodes.count { $0 == .openDrawer }
        let cuts = profile.cutter.value == .none ? 0 : document.nodes.count { $0 == .cut }
        if paper.count(where: { $0 == .drawerPulse }) != pulses { return "the drawer" }
        if paper.count(where: { $0 == .cut }) != cuts { return "the knife" }
        if zip(bytes, bytes.dropFirst()).contains(where: {
            $0 == 0x10 && [4, 5, 0x14].contains($1)
        }) {
            return "a real-time command"
        }
        for token in ESCPOSToken.tokens(in: bytes) {
            switch token {
            case .unknown(let bytes): return "unknown \(Hex.text(bytes))"
            case .command([0x1C, 0x71], _), .command([0x1D, 0x3A], _): return "a setting"
            case .command, .character: continue
            }
        }
        return nil
    }

    static let nastyTexts = [
        "\u{1B}p\u{0}\u{19}\u{FA}", "\u{10}\u{14}\u{1}\u{0}\u{1}", "王\u{1B}@\u{1D}V\u{0}",
        "\u{1C}.\u{D6}",
        "\u{10}\u{14}\u{2}\u{1}\u{8}", "\u{1C}q\u{1}", "}\u{7F}\u{80}\u{9B}", "é\u{10}\u{5}\u{2}中",
    ]

    static func text(_ random: inout SeededRandom) -> String {
        if Int.random(in: 0..<4, using: &random) == 0 {
            return nastyTexts.randomElement(using: &random) ?? ""
        }
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...30, using: &random) {
            let limits: [UInt32] = [0x20, 0x80, 0x180, 0x500, 0xFFFF, 0x2FFFF]
            let limit = limits.randomElement(using: &random) ?? 0
            if let scalar = Unicode.Scalar(UInt32.random(in: 0...limit, using: &random)) {
                text.append(scalar)
            }
        }
        return String(text)
    }

    static func picture(_ random: inout SeededRandom) -> PrintNode {
        let width = Int.random(in: 1...60, using: &random) * 8
        let height = Int.random(in: 1...20, using: &random)
        let bytes: [UInt8] = [0x10, 0x14, 0x04, 0x05, 0x01, 0x02, 0x08, 0x1B, 0x70, 0x00]
        let samples = (0..<width * height / 8).flatMap { _ -> [UInt8] in
            let byte = bytes.randomElement(using: &random) ?? 0
            return (0..<8).map { byte & (0x80 >> UInt8($0)) != 0 ? 0 : 255 }
        }
        guard let grey = Graymap(width: width, height: height, samples: samples) else {
            return .rule
        }
        return .image(grey, Bool.random(using: &random) ? .threshold(128) : .errorDiffusion)
    }

    static func barcode(_ random: inout SeededRandom) -> PrintNode {
        let kind = LinearBarcode.Symbology.allCases.randomElement(using: &random) ?? .itf
        let count = Int.random(in: 1...16, using: &random)
        let digits = (0..<count).compactMap { _ in "0123456160405".randomElement(using: &random) }
        guard let barcode = try? LinearBarcode(kind, String(digits)) else {
            return .text(String(digits))
        }
        return .barcode(barcode)
    }

    static func document(_ random: inout SeededRandom) -> PrintDocument {
        let nodes = (0..<Int.random(in: 1...8, using: &random)).map { _ -> PrintNode in
            let style = TextStyle(
                alignment: TextAlignment.allCases.randomElement(using: &random) ?? .left,
                isBold: Bool.random(using: &random),
                isDoubleWidth: Bool.random(using: &random)
            )
            switch Int.random(in: 0..<10, using: &random) {
            case 0...2: return .text(text(&random), style)
            case 3, 4: return .row(left: text(&random), right: text(&random), style)
            case 5: return .qrCode(text(&random))
            case 6: return picture(&random)
            case 7: return barcode(&random)
            case 8: return .cut
            default: return .openDrawer
            }
        }
        return PrintDocument(nodes)
    }

    @Test(arguments: Profiles.names, [71, 72] as [UInt64])
    func `no layout makes the printer do what it does not say`(
        _ name: String,
        _ seed: UInt64
    ) throws {
        var profile = try Profiles.load(name)
        var random = SeededRandom(seed: seed)
        for round in 0..<150 {
            profile.chinese = Fact(ChineseFont.allCases[round % 4], .assumed("a test"))
            profile.userCharacters = Fact(round % 4 == 0 ? 0 : round % 3, .assumed("a test"))
            let glyphs: any GlyphSource = round % 2 == 0 ? NoGlyphs() : MemoryGlyphs()
            let encoder = ESCPOSEncoder(profile: profile, glyphs: glyphs)
            let document = Self.document(&random)
            let bytes = try encoder.encode(document)
            let fault = Self.fault(bytes, of: document, on: profile)
            #expect(fault == nil, "seed \(seed), round \(round), \(name)")
        }
    }

    /// An encoder as others write them: no gate for text, none for dots, none for codes.
    static func careless(_ document: PrintDocument) -> [UInt8] {
        document.nodes.flatMap { node -> [UInt8] in
            switch node {
            case .text(let text, _): return Array(text.utf8) + [0x0A]
            case .row(let left, let right, _): return Array((left + " " + right).utf8) + [0x0A]
            case .qrCode(let text):
                let data = Array(text.utf8)
                let length = data.count + 3
                return [
                    0x1D, 0x28, 0x6B, UInt8(length & 0xFF), UInt8(length >> 8), 0x31, 0x50, 0x30,
                ]
                    + data
            case .image(let grey, let halftone):
                let dots = grey.halftoned(halftone)
                return [0x1D, 0x76, 0x30, 0, UInt8(dots.stride), 0, UInt8(dots.height), 0]
                    + dots.rows
            case .barcode(let barcode): return Array(barcode.text.utf8) + [0x0A]
            case .rule, .feed: return [0x0A]
            case .cut: return [0x1D, 0x56, 0x42, 0x00]
            case .openDrawer: return ESCPOSEncoder.drawerPulse
            }
        }
    }

    @Test func `an encoder without the pass is caught by the judge and by the pass`() {
        var random = SeededRandom(seed: 73)
        let profile = PrinterProfile.generic(columns: 48)
        var drawers = 0
        var refused = 0
        var missed = 0
        for _ in 0..<300 {
            let document = Self.document(&random)
            let bytes = Self.careless(document)
            let fault = Self.fault(bytes, of: document, on: profile)
            if fault == "the drawer" { drawers += 1 }
            do throws(WireSafety.Refusal) {
                let permit = WireSafety.Permit(
                    drawerPulses: document.nodes.count { $0 == .openDrawer },
                    cuts: document.nodes.count { $0 == .cut }
                )
                try WireSafety.prove(bytes, permit)
                // Whatever the pass lets through, the judge has nothing against.
                if fault == "the drawer" || fault == "the knife" { missed += 1 }
            } catch {
                refused += 1
            }
        }
        #expect(drawers > 10 && refused > 100 && missed == 0)
    }
}
