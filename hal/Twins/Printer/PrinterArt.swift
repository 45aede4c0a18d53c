import HAL

/// What a printer draws besides its own characters: pictures, barcodes, code pages, own characters.
struct PrinterArt {
    /// Which character set each number of `ESC t` names.
    var codePages = CodePageFont.epson
    private var page: [Unicode.Scalar]?
    private var own: [[UInt8]: Unicode.Scalar] = [:]
    private var stored: Bitmap?

    /// Obeys a command that is about drawing, and says what comes out.
    ///
    /// Nothing when the command is none of its business, an empty list when nothing is to be seen.
    mutating func obey(
        _ name: [UInt8],
        _ parameters: [UInt8],
        _ alignment: TextAlignment
    ) -> [PaperElement]? {
        switch name {
        case [0x1B, 0x40]:
            self = PrinterArt(codePages: codePages)
            return nil
        case [0x1B, 0x74]:
            page = codePages[parameters[0]].map(CodePageFont.characters)
            return []
        case [0x1C, 0x32]:
            // The picture is in the bytes; on this paper it is a character for private use.
            own[Array(parameters[0..<2])] = Unicode.Scalar(0xE000 + UInt32(parameters[1]))
            return []
        case [0x1D, 0x76]:
            return Self.raster(parameters).map { [.image(alignment, $0)] } ?? []
        case [0x1D, 0x6B]:
            return BarcodeReading(parameters).map { [.barcode($0.symbology, $0.text)] } ?? []
        case [0x1D, 0x28] where parameters.first == 0x4C:
            return graphics(Array(parameters.dropFirst(3)), alignment)
        default:
            return nil
        }
    }

    /// The character of a byte out of Chinese mode.
    func character(_ byte: UInt8) -> Unicode.Scalar {
        guard byte >= 0x80, let page else { return CodePage437.character(byte) }
        return page[Int(byte) - 0x80]
    }

    /// The character that `FS 2` has given a code, if it has.
    func own(_ code: [UInt8]) -> Unicode.Scalar? { own[code] }

    /// `GS v 0 m xL xH yL yH`: m 1 and 3 are twice as wide, 2 and 3 twice as high.
    private static func raster(_ parameters: [UInt8]) -> Bitmap? {
        let stride = Int(parameters[2]) | Int(parameters[3]) << 8
        let height = Int(parameters[4]) | Int(parameters[5]) << 8
        let rows = Array(parameters.dropFirst(6))
        let mode = parameters[1] & 3
        return Bitmap(width: stride * 8, height: height, rows: rows)?
            .scaled(across: mode & 1 == 1 ? 2 : 1, down: mode & 2 == 2 ? 2 : 1)
    }

    /// `GS ( L` functions 112, which stores a picture, and 50, which prints it.
    private mutating func graphics(
        _ data: [UInt8],
        _ alignment: TextAlignment
    ) -> [PaperElement] {
        switch data.prefix(2) {
        case [0x30, 0x70] where data.count >= 10 && data[2] == 0x30:
            let width = Int(data[6]) | Int(data[7]) << 8
            let height = Int(data[8]) | Int(data[9]) << 8
            stored = Bitmap(width: width, height: height, rows: Array(data.dropFirst(10)))?
                .scaled(across: max(1, Int(data[3] & 3)), down: max(1, Int(data[4] & 3)))
            return []
        case [0x30, 0x32], [0x30, 0x02]:
            defer { stored = nil }
            return stored.map { [.image(alignment, $0)] } ?? []
        default:
            return []
        }
    }

    init(codePages: [UInt8: String] = CodePageFont.epson) {
        self.codePages = codePages
    }
}
