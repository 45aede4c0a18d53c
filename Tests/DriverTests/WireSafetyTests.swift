import Drivers
import HAL
import Testing
import Twins

/// The last look at a job before it leaves: what it lets through and what it stops.
struct WireSafetyTests {
    typealias Row = (
        bytes: [UInt8], permit: WireSafety.Permit, refusal: WireSafety.Refusal?, why: String
    )

    static let nothing = WireSafety.Permit()
    static let pulse: [UInt8] = [0x1B, 0x70, 0, 25, 250]

    // swift-format-ignore
    static let rows: [Row] = [
        ([0x1B, 0x40, 0x41, 0x0A],            nothing, nil, "a line"),
        (pulse,              .init(drawerPulses: 1),  nil, "a pulse that was asked for"),
        (pulse,                               nothing, .surplus(pulse, at: 0), "one that was not"),
        (pulse + pulse,      .init(drawerPulses: 1),  .surplus(pulse, at: 5), "one too many"),
        ([0x1D, 0x56, 66, 0],                 nothing, .surplus([0x1D, 0x56, 66, 0], at: 0), "a knife of its own"),
        ([0x41, 0x1B, 0x40],                  nothing, .command([0x1B, 0x40], at: 1), "a reset in the middle"),
        ([0x10, 0x14, 1, 0, 1],               nothing, .realTime(at: 0), "a pulse in real time"),
        ([0x41, 0x10, 0x04, 1],               nothing, .realTime(at: 1), "a question in real time"),
        ([0x1D, 0x76, 0x30, 0, 1, 0, 2, 0, 0x10, 0x05], nothing, .realTime(at: 8), "buffer cleared from a picture"),
        ([0x1D, 0x28, 0x6B, 5, 0, 0x31, 0x50, 0x30, 0x10, 0x14], nothing, .realTime(at: 8), "in a QR code"),
        ([0x1D, 0x6B, 73, 4, 0x7B, 0x43, 16, 4], nothing, .realTime(at: 6), "in a barcode: digits 1604"),
        ([0x1C, 0x71, 1, 0, 0],               nothing, .command([0x1C, 0x71, 1, 0, 0], at: 0), "a picture for the flash memory"),
        ([0x1D, 0x28, 0x45, 3, 0, 1, 0x49, 0x4E], nothing, .command([0x1D, 0x28, 0x45, 3, 0, 1, 0x49, 0x4E], at: 0), "the settings"),
        ([0x1D, 0x28, 0x44, 5, 0, 20, 1, 0, 2, 0], nothing, nil, "deaf to real time"),
        ([0x1D, 0x28, 0x44, 5, 0, 20, 1, 1, 2, 1], nothing, .command([0x1D, 0x28, 0x44, 5, 0, 20, 1, 1], at: 0), "the ear opened"),
        ([0x1D, 0x28, 0x4C, 2, 0, 0x30, 0x45], nothing, .command([0x1D, 0x28, 0x4C, 2, 0, 0x30, 0x45], at: 0), "a stored picture"),
        ([0x1D, 0x76, 0x30, 0, 2, 0, 2, 0, 1, 2], nothing, .unfinished(at: 0), "a picture cut short"),
        ([0x1B],                              nothing, .unfinished(at: 0), "half a name"),
        ([0x41, 0x00],                        nothing, .byte(0, at: 1), "a control byte"),
        ([0x7F],                              nothing, .byte(0x7F, at: 0), "a delete"),
        ([0xD6, 0xD0, 0x0A],                  nothing, nil, "two letters of a page"),
        ([0x1C, 0x26, 0xD6, 0xD0, 0x0A],      nothing, nil, "one square"),
        ([0x1C, 0x26, 0xD6, 0x0A],            nothing, .byte(0xD6, at: 2), "half a square would eat the line's end"),
        ([0x1C, 0x26, 0xD6],                  nothing, .unfinished(at: 2), "half a square at the end"),
        ([0x1C, 0x26, 0x95, 0x34, 0xB2, 0x35], nothing, nil, "four bytes"),
        ([0x1C, 0x26, 0x95, 0x34, 0xB2, 0x0A], nothing, .byte(0x95, at: 2), "three of four"),
        ([0xD6], .init(beginsInChinese: true), .unfinished(at: 0), "a model for China"),
    ]

    @Test(arguments: rows)
    func `a job does what its layout says and nothing else`(_ row: Row) {
        var refusal: WireSafety.Refusal?
        do throws(WireSafety.Refusal) {
            try WireSafety.prove(row.bytes, row.permit)
        } catch {
            refusal = error
        }
        #expect(refusal == row.refusal, "\(row.why)")
    }

    @Test(arguments: [61, 62, 63, 64] as [UInt64])
    func `noise is judged and never traps`(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let leads: [UInt8] = [0x1B, 0x1C, 0x1D, 0x10, 0x28, 0x76, 0x6B, 0x41, 0x70, 0xFF]
        var refused = 0
        for _ in 0..<3_000 {
            let count = Int.random(in: 0...40, using: &random)
            let bytes = (0..<count).map { _ in
                Bool.random(using: &random)
                    ? UInt8.random(in: 0...255, using: &random)
                    : leads.randomElement(using: &random) ?? 0
            }
            do throws(WireSafety.Refusal) {
                try WireSafety.prove(bytes, .init(beginsInChinese: Bool.random(using: &random)))
                // What it lets through, the twin obeys: no drawer, no knife.
                let paper = PaperReader.paper(of: bytes)
                #expect(!paper.contains(.drawerPulse) && !paper.contains(.cut), "seed \(seed)")
            } catch {
                refused += 1
            }
        }
        #expect(refused > 1_000, "seed \(seed): noise is refused")
    }

    /// A picture whose dots spell every command that a printer obeys in its sleep.
    static let nasty: [UInt8] = [
        0x10, 0x14, 0x01, 0x00, 0x01, 0x10, 0x14, 0x02, 0x01, 0x08, 0x10, 0x05, 0x02, 0x10, 0x04,
        0x01, 0x10, 0x10, 0x14, 0x01, 0x00, 0x10, 0x1B, 0x70,
    ]

    /// The picture as grey that a threshold turns into exactly those dots.
    static func grey(_ bytes: [UInt8], stride: Int) -> Graymap? {
        let samples = bytes.flatMap { byte -> [UInt8] in
            (0..<8).map { byte & (0x80 >> UInt8($0)) != 0 ? 0 : 255 }
        }
        return Graymap(width: stride * 8, height: bytes.count / stride, samples: samples)
    }

    @Test(arguments: [RasterCommand.gsV0, .gsParenL], [1, 2, 3, 4, 6, 8, 12, 24])
    func `a picture full of commands is only a picture`(
        _ command: RasterCommand,
        _ stride: Int
    ) throws {
        var profile = PrinterProfile.generic(columns: 48)
        profile.raster = Fact(command, .assumed("a test"))
        let picture = try #require(Self.grey(Self.nasty, stride: stride))
        let bytes = try ESCPOSEncoder(profile: profile)
            .encode(PrintDocument([.image(picture, .threshold(128))]))
        let paper = PaperReader.paper(of: bytes)
        #expect(!paper.contains(.drawerPulse))
        var changed = 0
        for case .image(_, let dots) in paper {
            #expect(dots.rows.count == Self.nasty.count)
            // Dots are only added, each beside one that was there.
            for (sent, wanted) in zip(dots.rows, Self.nasty) where sent != wanted {
                #expect(wanted == 0x10 && sent == 0x18)
                changed += 1
            }
        }
        #expect((1...5).contains(changed))
    }

    @Test func `a raster of a bad encoder is caught`() {
        // GS v 0 with the dots as they came: what every other library sends.
        let head: [UInt8] = [0x1B, 0x40, 0x1D, 0x76, 0x30, 0, 4, 0, 6, 0]
        #expect(PaperReader.paper(of: head + Self.nasty).contains(.drawerPulse))
        #expect(throws: WireSafety.Refusal.realTime(at: 10)) {
            try WireSafety.prove(head + Self.nasty, Self.nothing)
        }
    }

    @Test func `digits that would be a command take another code set`() throws {
        for text in ["160412", "1605", "99162099", "1604160516201604"] {
            let barcode = try LinearBarcode(.code128, text)
            let bytes = try ESCPOSEncoder(columns: 48).encode(PrintDocument([.barcode(barcode)]))
            #expect(PaperReader.paper(of: bytes) == [.barcode("code-128", text)])
        }
    }

    @Test func `bands whose lengths would spell a command are split elsewhere`() throws {
        var profile = PrinterProfile.generic(columns: 48)
        profile.raster = Fact(.gsParenL, .assumed("a test"))
        // 10 bytes a row, 103 rows: GS ( L would count 1040 bytes, and that is 10h 04h.
        let white = try #require(
            Graymap(width: 80, height: 103, samples: Array(repeating: 255, count: 8_240))
        )
        let bytes = try ESCPOSEncoder(profile: profile).encode(PrintDocument([.image(white)]))
        let heights = PaperReader.paper(of: bytes).map { element in
            if case .image(_, let dots) = element { dots.height } else { 0 }
        }
        #expect(heights == [102, 1])
    }
}
