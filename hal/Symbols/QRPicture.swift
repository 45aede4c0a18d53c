public import HAL

/// A QR code for a camera: on paper, a screen or in a file, with the quiet zone that readers need.
extension QRCode {
    /// Light modules around the code (ISO/IEC 18004, 6.3.8).
    public static let quietZone = 4

    /// The code in dots, `module` dots a module, in its quiet zone.
    ///
    /// - Precondition: `module` is at least 1.
    public func picture(module: Int) -> Bitmap {
        let side = size + 2 * Self.quietZone
        var picture = Bitmap(width: side, height: side)
        for y in 0..<size {
            for x in 0..<size where isDark(x, y) {
                picture[x + Self.quietZone, y + Self.quietZone] = true
            }
        }
        return picture.scaled(across: module, down: module)
    }

    /// The code for a terminal: two modules a character, one above the other.
    ///
    /// A cell is twice as high as it is wide, so half blocks make squares. The colours are said
    /// outright, black on white of the palette of 256: a dark terminal would turn the code inside
    /// out, and many cameras do not read that.
    public var terminalText: String {
        let picture = picture(module: 1)
        return stride(from: 0, to: picture.height, by: 2).map { y in
            let cells = (0..<picture.width).map { x in
                Self.block(above: picture[x, y], below: picture[x, y + 1])
            }
            return "\u{1B}[38;5;16;48;5;231m\(String(cells))\u{1B}[0m"
        }.joined(separator: "\n")
    }

    private static func block(above: Bool, below: Bool) -> Character {
        switch (above, below) {
        case (true, true): "█"
        case (true, false): "▀"
        case (false, true): "▄"
        case (false, false): " "
        }
    }
}
