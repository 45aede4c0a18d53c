import HAL

/// The glass of a graphic display: its dots, its light, and where text would go on.
struct GraphicGlass {
    private(set) var picture: Bitmap
    private(set) var brightness = 255
    /// Whether the white dots of a picture leave what lies under them.
    private let keepsUnderWhite: Bool
    private var cursor = (x: 0, y: 0)

    init(width: Int, height: Int, keepsUnderWhite: Bool) {
        picture = Bitmap(width: width, height: height)
        self.keepsUnderWhite = keepsUnderWhite
    }

    mutating func obey(_ event: GraphicParser.Event) {
        switch event {
        case .text: write()
        case .command(0x58, _): (picture, cursor) = (blank, (0, 0))
        case .command(0x78, let operands): fill(operands.map(Int.init))
        case .command(0x99, let operands): brightness = Int(operands[0])
        case .command: break
        case .dots(let byte, let first, let frame): draw(byte, at: first, of: frame)
        }
    }

    private var blank: Bitmap { Bitmap(width: picture.width, height: picture.height) }

    /// Rows are packed without a gap: the manuals' face of 5 x 4 dots is 50 22 E0.
    private mutating func draw(_ byte: UInt8, at first: Int, of frame: GraphicParser.Frame) {
        for bit in 0..<min(8, frame.width * frame.height - first) {
            let (y, x) = (first + bit).quotientAndRemainder(dividingBy: frame.width)
            let isBlack = byte & (0x80 >> UInt8(bit)) != 0
            if isBlack || !keepsUnderWhite { picture[frame.x + x, frame.y + y] = isBlack }
        }
    }

    private mutating func fill(_ operands: [Int]) {
        let (left, top, right, bottom) = (operands[1], operands[2], operands[3], operands[4])
        guard left <= right, top <= bottom else { return }
        for y in top...bottom {
            for x in left...right { picture[x, y] = operands[0] != 0 }
        }
    }

    /// Text has no business here: each byte of it leaves a block that no picture has.
    private mutating func write() {
        for y in 0..<7 {
            for x in 0..<5 { picture[cursor.x + x, cursor.y + y] = true }
        }
        cursor.x += 6
        if cursor.x + 5 > picture.width { cursor = (0, cursor.y + 8) }
        if cursor.y + 7 > picture.height { cursor.y = 0 }
    }
}
