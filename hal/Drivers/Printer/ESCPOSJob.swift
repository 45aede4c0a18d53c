import HAL

/// The bytes of one job as they grow, and the modes that the printer is in after them.
struct ESCPOSJob {
    var bytes: [UInt8]
    let profile: PrinterProfile
    let columns: Int
    private(set) var missing: [Unicode.Scalar] = []
    private(set) var drawnLines = 0
    var omittedPictures = 0
    private let repertoire: Repertoire
    private let picture: LinePicture
    private var own: OwnCharacters
    private var modes: CharacterModes
    private var style = TextStyle.plain

    /// `ESC @`: every mode at its default, whatever the job before left behind.
    init(profile: PrinterProfile, repertoire: Repertoire, glyphs: any GlyphSource) {
        self.profile = profile
        self.repertoire = repertoire
        columns = profile.columns.value
        picture = LinePicture(
            paperDots: profile.dots.value,
            cellDots: profile.dots.value / profile.columns.value,
            glyphs: glyphs
        )
        own = OwnCharacters(limit: profile.userCharacters.value, glyphs: glyphs)
        modes = CharacterModes(profile)
        bytes = [0x1B, 0x40]
        bytes.reserveCapacity(2048)
        // `GS ( D`: deaf to DLE DC4, as a second lock behind the dots that are changed anyway.
        if profile.masksRealTime.isCertain, profile.masksRealTime.value {
            bytes += [0x1D, 0x28, 0x44, 0x05, 0x00, 0x14, 0x01, 0x00, 0x02, 0x00]
        }
    }

    mutating func put(_ node: PrintNode) {
        switch node {
        case .text(let text, let style): self.text(text, style)
        case .row(let left, let right, let style): row(left, right, style)
        case .rule: text(String(repeating: "-", count: columns), .plain)
        case .feed(let lines): feed(lines)
        case .qrCode(let text): qrCode(text)
        case .barcode(let barcode): self.barcode(barcode)
        case .image(let graymap, let halftone): image(graymap.halftoned(halftone))
        case .cut: cut()
        case .openDrawer: openDrawer()
        }
    }

    mutating func text(_ text: String, _ style: TextStyle) {
        if ascii(text, nil, style) { return }
        var setter = lineSetter(style, text)
        setter.put(text)
        for line in setter.lines { put(line, style) }
    }

    /// As `TextWidth.row` lays it out.
    mutating func row(_ left: String, _ right: String, _ style: TextStyle) {
        var style = style
        style.alignment = .left
        if ascii(left, right, style) { return }
        var setter = lineSetter(style, left + right)
        setter.row(left, right)
        for line in setter.lines { put(line, style) }
    }

    /// `ESC d n`.
    mutating func feed(_ lines: Int) {
        guard lines > 0 else { return }
        bytes += [0x1B, 0x64, UInt8(min(lines, 255))]
    }

    /// Dots at the beginning of a line, in the place that `ESC a` says.
    mutating func put(_ dots: Bitmap, _ alignment: TextAlignment) {
        begin(TextStyle(alignment: alignment))
        bytes += ESCPOSRaster(command: profile.raster.value, bandRows: profile.bandRows.value)
            .bytes(dots)
        modes.forget()
    }

    /// Leaves Chinese mode, and asks by `GS ( H` to be told when all before it is printed.
    mutating func end(_ ticket: PrintTicket?) {
        let isHome = profile.powersOnInChinese.isCertain && profile.powersOnInChinese.value
        if modes.isChinese == true, !isHome { modes.leaveChinese(&bytes) }
        guard let ticket else { return }
        bytes += [0x1D, 0x28, 0x48, 0x06, 0x00, 0x30, 0x30]
        bytes += ticket.bytes
    }

    /// Sets lines in `style` of what `text` has.
    private func lineSetter(_ style: TextStyle, _ text: String) -> LineSetter {
        let takesDots = profile.raster.value != .none
        let letters = repertoire.letters(of: text) { takesDots && picture.has($0) }
        return LineSetter(width: width(style), repertoire: repertoire, letters: letters)
    }

    /// The cells of a line in `style`.
    private func width(_ style: TextStyle) -> Int { style.isDoubleWidth ? columns / 2 : columns }

    /// Switches what differs for the next line.
    mutating func begin(_ next: TextStyle) {
        if next == style { return }
        if next.alignment != style.alignment {
            let value: UInt8 =
                switch next.alignment {
                case .left: 0
                case .center: 1
                case .right: 2
                }
            bytes += [0x1B, 0x61, value]
        }
        if next.isBold != style.isBold { bytes += [0x1B, 0x45, next.isBold ? 1 : 0] }
        let size = Self.size(next)
        if size != Self.size(style) { bytes += [0x1D, 0x21, size] }
        style = next
    }

    /// The n of `GS ! n`, which enlarges ASCII and Chinese alike.
    private static func size(_ style: TextStyle) -> UInt8 {
        (style.isDoubleWidth ? 0x10 : 0) | (style.isDoubleHeight ? 0x01 : 0)
    }
}

// MARK: - Lines of text

extension ESCPOSJob {
    /// Writes ASCII that fits into one line; false, and nothing written, when it is anything else.
    ///
    /// Most lines are so. Their bytes are the same on every printer and in every mode, and no font
    /// need be asked for them.
    private mutating func ascii(_ left: String, _ right: String?, _ style: TextStyle) -> Bool {
        let room = width(style) - left.utf8.count - (right?.utf8.count ?? 0)
        guard room >= (right == nil ? 0 : 1), Self.isASCII(left), right.map(Self.isASCII) ?? true
        else { return false }
        begin(style)
        append(left)
        if let right {
            bytes.append(contentsOf: repeatElement(0x20, count: room))
            append(right)
        }
        bytes.append(0x0A)
        return true
    }

    private static func isASCII(_ text: String) -> Bool { text.utf8.allSatisfy { $0 < 0x80 } }

    /// Control characters become spaces, as in `Repertoire`.
    private mutating func append(_ ascii: String) {
        for byte in ascii.utf8 {
            bytes.append((0x20...0x7E).contains(byte) ? byte : 0x20)
        }
    }

    /// One line: as text when the printer can, else drawn, else with a mark for what is missing.
    private mutating func put(_ line: [PrintedCharacter], _ style: TextStyle) {
        let need = LineNeed(line)
        let isMixed = need.hasSquare && need.hasPage && profile.flushesLineOnChinese.value
        guard need.hasMissing || isMixed else {
            begin(style)
            write(line, need)
            return bytes.append(0x0A)
        }
        var line = line
        markUnmixable(&line)
        own.define(&line, &bytes)
        if LineNeed(line).hasMissing {
            if profile.raster.value != .none, let drawing = picture.draw(line, style) {
                drawnLines += 1
                return put(drawing, .left)
            }
            substitute(&line)
        }
        begin(style)
        write(line, LineNeed(line))
        bytes.append(0x0A)
    }

    /// On a printer that cannot change within a line, a page cannot stand beside the Chinese font.
    private func markUnmixable(_ line: inout [PrintedCharacter]) {
        let hasSquare = line.contains { $0.isSquare || $0.means == .missing }
        guard profile.flushesLineOnChinese.value, repertoire.hasChinese, hasSquare else { return }
        for place in line.indices where line[place].isOnPage {
            let character = line[place]
            line[place] = PrintedCharacter(
                scalar: character.scalar,
                means: .missing,
                cells: character.cells
            )
        }
    }

    /// Puts `〓`, or `?` a cell, where something is missing, and remembers what.
    private mutating func substitute(_ line: inout [PrintedCharacter]) {
        var result: [PrintedCharacter] = []
        for character in line {
            guard character.means == .missing else {
                result.append(character)
                continue
            }
            if missing.count < 256, !missing.contains(character.scalar) {
                missing.append(character.scalar)
            }
            if repertoire.hasChinese, character.cells == 2 {
                let code = ChineseTable.substitute
                result.append(PrintedCharacter(scalar: "〓", means: .square(code), cells: 2))
            } else {
                let mark = PrintedCharacter(scalar: "?", means: .ascii(0x3F), cells: 1)
                result += Array(repeating: mark, count: character.cells)
            }
        }
        line = result
    }

    /// Writes characters that the printer has, with as few changes of mode as there can be.
    ///
    /// The first change is made before the first character: it costs the same there, and a printer
    /// that flushes the line on it has nothing yet to flush.
    private mutating func write(_ line: [PrintedCharacter], _ need: LineNeed) {
        if need.hasPage {
            if let place = line.firstIndex(where: { $0.isSquare || $0.isOnPage }) {
                enter(line, place)
            }
        } else if need.hasSquare {
            modes.enterChinese(&bytes)
        }
        for (place, character) in line.enumerated() {
            switch character.means {
            case .ascii(let byte): bytes.append(byte)
            case .square(let code):
                if need.hasPage { modes.enterChinese(&bytes) }
                append(code)
            case .page:
                guard let page = enter(line, place) else { continue }
                bytes.append(page.byte(of: character.scalar) ?? 0x3F)
            case .missing: continue
            }
        }
    }

    /// Enters the mode of the character at `place`; the page, when it is on one.
    @discardableResult
    private mutating func enter(_ line: [PrintedCharacter], _ place: Int) -> CodePage? {
        switch line[place].means {
        case .ascii, .missing: return nil
        case .square:
            modes.enterChinese(&bytes)
            return nil
        case .page(let bits):
            let ahead = line[(place + 1)...].lazy.compactMap(\.pageBits)
            return modes.enterPage(of: bits, ahead: ahead, repertoire.pages, &bytes)
        }
    }

    private mutating func append(_ code: UInt32) {
        if code > 0xFFFF {
            bytes.append(UInt8(truncatingIfNeeded: code >> 24))
            bytes.append(UInt8(truncatingIfNeeded: code >> 16))
        }
        bytes.append(UInt8(truncatingIfNeeded: code >> 8))
        bytes.append(UInt8(truncatingIfNeeded: code))
    }
}
