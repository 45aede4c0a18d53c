import HAL
import Testing

/// Dots beside those of Pillow 13.0.0: `Image.frombytes("L", size, samples).convert("1")`,
/// inverted.
struct HalftoneTests {
    static let small = samples(24, 8) { x, y in x * 11 + y * 29 }

    static func samples(_ width: Int, _ height: Int, _ value: (Int, Int) -> Int) -> Graymap? {
        var samples: [UInt8] = []
        for y in 0..<height {
            for x in 0..<width { samples.append(UInt8(truncatingIfNeeded: value(x, y))) }
        }
        return Graymap(width: width, height: height, samples: samples)
    }

    @Test func `errors are diffused dot for dot as Pillow does`() throws {
        let dots = try #require(Self.small).halftoned(.errorDiffusion)
        #expect(
            Hex.text(dots.rows)
                == "FF 54 80 EA A8 07 B5 42 3F D4 90 FD 52 07 EA 40 1F 5A 10 FD A9 47 EA A4"
        )
    }

    @Test func `a picture of an odd width is diffused as Pillow does`() throws {
        let big = try #require(Self.samples(203, 97) { x, y in x * x * 7 + y * y * 3 + x * y })
        let dots = big.halftoned(.errorDiffusion)
        #expect(dots.rows.count == 26 * 97)
        #expect(fingerprint(dots.rows) == 0x9CB2_CC21_89C8_C5D6)
    }

    // swift-format-ignore
    static let even: [(sample: UInt8, black: Int, why: String)] = [
        (0,   64, "black"), (255, 0, "white"), (128, 32, "half"), (64, 48, "dark"), (192, 16, "light"),
    ]

    @Test(arguments: even)
    func `an even grey gets its share of dots in the ordered pattern`(
        _ row: (sample: UInt8, black: Int, why: String)
    ) throws {
        let grey = try #require(Self.samples(8, 8) { _, _ in Int(row.sample) })
        let dots = grey.halftoned(.ordered).rows.reduce(0) { $0 + $1.nonzeroBitCount }
        #expect(dots == row.black)
    }

    @Test func `a threshold burns what is darker`() throws {
        let line = try #require(Graymap(width: 3, height: 1, samples: [99, 100, 101]))
        #expect(line.halftoned(.threshold(100)).rows == [0b1000_0000])
    }

    @Test func `a picture with a byte too few is none`() {
        #expect(Graymap(width: 3, height: 2, samples: [1, 2, 3, 4, 5]) == nil)
        #expect(Bitmap(width: 9, height: 2, rows: [1, 2, 3]) == nil)
        #expect(Bitmap(width: .max, height: 2, rows: []) == nil)
    }

    @Test func `an empty picture is no trouble`() throws {
        for halftone in [Halftone.errorDiffusion, .ordered, .threshold(9)] {
            let nothing = try #require(Graymap(width: 0, height: 0, samples: []))
            #expect(nothing.halftoned(halftone).rows == [])
        }
    }
}

/// FNV-1a of 64 bits: one number that pins many bytes.
func fingerprint(_ bytes: some Sequence<UInt8>) -> UInt64 {
    bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
}
