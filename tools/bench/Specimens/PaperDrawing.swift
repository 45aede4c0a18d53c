internal import Glyphs
internal import HAL
internal import Symbols
internal import Twins

/// Paper in the printer's own dots, drawn from what a twin read in the bytes it received.
///
/// A printer's own fonts are in its ROM; here a font of Debian's stands for them, in the cells that
/// the printer gives each character. What the driver drew itself is dot for dot what would come
/// out.
struct PaperDrawing {
    private static let line = 30
    private static let character = 24

    let dots: Int
    let columns: Int
    /// The bytes that were printed: sizes of codes stand in them and not in the paper.
    let wire: [UInt8]
    let glyphs: any GlyphSource

    private var cell: Int { dots / columns }

    /// The picture of `elements`; the knife leaves a row of single dots.
    func draw(_ elements: [PaperElement]) -> Bitmap {
        let strips = elements.compactMap(strip)
        let height = strips.reduce(0) { $0 + $1.height }
        var paper = Bitmap(width: dots, height: height)
        var top = 0
        for strip in strips {
            paper.draw(strip, x: 0, y: top)
            top += strip.height
        }
        return paper
    }

    private func strip(_ element: PaperElement) -> Bitmap? {
        switch element {
        case .line(let alignment, let spans): line(alignment, spans)
        case .image(let alignment, let picture): place(picture, alignment)
        case .qrCode(let text):
            QRCode(text).map { place($0.bitmap(module: parameter([0x31, 0x43]) ?? 3), .center) }
        case .barcode(let kind, let text): barcode(kind, text)
        case .cut: knife
        case .drawerPulse: nil
        }
    }

    private func line(_ alignment: TextAlignment, _ spans: [PaperSpan]) -> Bitmap {
        let isHigh = spans.contains(where: \.isDoubleHeight)
        let used = spans.reduce(0) { $0 + $1.cells * cell }
        var strip = Bitmap(width: dots, height: Self.line + (isHigh ? Self.character : 0))
        var x = left(used, alignment)
        for span in spans {
            let across = span.isDoubleWidth ? 2 : 1
            let down = span.isDoubleHeight ? 2 : 1
            for scalar in span.text.unicodeScalars {
                let width = span.cells(of: scalar) * cell
                let glyph = glyphs.glyph(of: scalar, width: width, height: Self.character)
                let shown = scalar == " " ? nil : glyph ?? box(width)
                let drawn = span.isBold ? shown?.emboldened : shown
                // Characters of two heights stand on one line.
                let top = isHigh && down == 1 ? Self.character : 0
                if let drawn { strip.draw(drawn.scaled(across: across, down: down), x: x, y: top) }
                x += width * across
            }
        }
        return strip
    }

    private func barcode(_ kind: String, _ text: String) -> Bitmap? {
        guard let symbology = LinearBarcode.Symbology(rawValue: kind),
            let code = try? LinearBarcode(symbology, text)
        else { return nil }
        let module = parameter([0x1D, 0x77]) ?? 3
        let bars = LinearPattern(code).bitmap(
            module: module,
            height: parameter([0x1D, 0x68]) ?? 162
        )
        var strip = Bitmap(width: dots, height: bars.height + Self.line)
        strip.draw(bars, x: left(bars.width, .center), y: 0)
        strip.draw(line(.center, [PaperSpan(text: text)]), x: 0, y: bars.height)
        return strip
    }

    private func place(_ picture: Bitmap, _ alignment: TextAlignment) -> Bitmap {
        var strip = Bitmap(width: dots, height: picture.height)
        strip.draw(picture, x: left(picture.width, alignment), y: 0)
        return strip
    }

    private func left(_ used: Int, _ alignment: TextAlignment) -> Int {
        switch alignment {
        case .left: 0
        case .center: max(0, (dots - used) / 2)
        case .right: max(0, dots - used)
        }
    }

    /// The byte behind the last `command` of the job.
    private func parameter(_ command: [UInt8]) -> Int? {
        let places = wire.indices.dropLast(command.count)
        let place = places.last { wire[$0..<$0 + command.count].elementsEqual(command) }
        return place.map { Int(wire[$0 + command.count]) }
    }

    /// What stands where not even the font has a picture.
    private func box(_ width: Int) -> Bitmap {
        var box = Bitmap(width: width, height: Self.character)
        for x in 1..<max(2, width - 1) {
            box[x, 1] = true
            box[x, 22] = true
        }
        for y in 1..<23 {
            box[1, y] = true
            box[width - 2, y] = true
        }
        return box
    }

    private var knife: Bitmap {
        var strip = Bitmap(width: dots, height: 60)
        for x in stride(from: 0, to: dots, by: 4) { strip[x, 48] = true }
        return strip
    }
}
