/// The size of a QR code, and how its words are shared out among blocks at correction level M.
struct QRVersion {
    let number: Int

    // Table 9 of ISO/IEC 18004, level M, versions 1 to 20.
    private static let checkWords = [
        10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26,
    ]
    private static let blocks = [
        1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16,
    ]

    /// The smallest version that holds `count` bytes.
    static func smallest(for count: Int) -> QRVersion? {
        (1...blocks.count).lazy.map(QRVersion.init).first { version in
            4 + version.lengthBits + 8 * count <= version.dataWords * 8
        }
    }

    var size: Int { number * 4 + 17 }
    var lengthBits: Int { number < 10 ? 8 : 16 }
    var blockCount: Int { Self.blocks[number - 1] }
    var checkWordsInBlock: Int { Self.checkWords[number - 1] }
    var dataWords: Int { allWords - blockCount * checkWordsInBlock }

    /// Every word that fits beside the fixed patterns.
    private var allWords: Int {
        var bits = (16 * number + 128) * number + 64
        if number >= 2 {
            let along = number / 7 + 2
            bits -= (25 * along - 10) * along - 55
            if number >= 7 { bits -= 36 }
        }
        return bits / 8
    }

    /// The centres of the alignment patterns along one side.
    var alignmentCentres: [Int] {
        guard number >= 2 else { return [] }
        let along = number / 7 + 2
        let step = (number * 8 + along * 3 + 5) / (along * 4 - 4) * 2
        return [6] + (0..<along - 1).map { size - 7 - $0 * step }.reversed()
    }

    /// The data in blocks, each followed by its check words, read out block by block in turn.
    ///
    /// The first blocks are one word shorter when the data does not share out evenly.
    func interleaved(_ data: [UInt8]) -> [UInt8] {
        let short = data.count / blockCount
        let shortBlocks = blockCount - data.count % blockCount
        let code = ReedSolomon(checkWords: checkWordsInBlock)
        var parts: [[UInt8]] = []
        var start = 0
        for block in 0..<blockCount {
            let end = start + short + (block < shortBlocks ? 0 : 1)
            parts.append(Array(data[start..<end]))
            start = end
        }
        let checks = parts.map(code.checkWords(for:))
        var words: [UInt8] = []
        for index in 0...short {
            for part in parts where index < part.count { words.append(part[index]) }
        }
        for index in 0..<checkWordsInBlock {
            for check in checks { words.append(check[index]) }
        }
        return words
    }
}

/// The check words of a block: the remainder of a division in the field of 256 elements.
struct ReedSolomon {
    private let divisor: [UInt8]

    /// A code that adds `count` check words.
    init(checkWords count: Int) {
        var divisor = [UInt8](repeating: 0, count: count)
        divisor[count - 1] = 1
        var root: UInt8 = 1
        for _ in 0..<count {
            for place in 0..<count {
                divisor[place] = Self.product(divisor[place], root)
                if place + 1 < count { divisor[place] ^= divisor[place + 1] }
            }
            root = Self.product(root, 2)
        }
        self.divisor = divisor
    }

    /// The check words of `data`.
    func checkWords(for data: [UInt8]) -> [UInt8] {
        var rest = [UInt8](repeating: 0, count: divisor.count)
        for word in data {
            let factor = word ^ rest.removeFirst()
            rest.append(0)
            for place in rest.indices { rest[place] ^= Self.product(divisor[place], factor) }
        }
        return rest
    }

    /// The product modulo x^8 + x^4 + x^3 + x^2 + 1.
    private static func product(_ left: UInt8, _ right: UInt8) -> UInt8 {
        var result = 0
        for place in (0..<8).reversed() {
            result = (result << 1) ^ ((result >> 7) * 0x11D)
            result ^= (Int(right) >> place & 1) * Int(left)
        }
        return UInt8(result)
    }
}
