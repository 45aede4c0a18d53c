import HAL

extension PrinterProfile {
    /// A printer of which nothing is known but its width and its Chinese font.
    ///
    /// It is sent only what nearly every make obeys: Chinese mode from the start of a line, `GS v
    /// 0` in short bands, QR codes and barcodes by the printer's own drawing.
    public static func generic(
        columns: Int,
        characters: CharacterArea = .gbk
    ) -> PrinterProfile {
        let board = Provenance.documented("the board's file")
        let guess = Provenance.assumed("what nearly every make does")
        return PrinterProfile(
            models: "any ESC/POS printer",
            columns: Fact(columns, board),
            dots: Fact(columns * 12, .assumed("12 dots a cell")),
            dpi: Fact(203, guess),
            codePages: Fact(CodePageNumbers([:]), .assumed("every make numbers them its own way")),
            chinese: Fact(ChineseFont(characters), board),
            powersOnInChinese: Fact(true, .assumed("made for China")),
            flushesLineOnChinese: Fact(true, .assumed("some do")),
            userCharacters: Fact(0, .assumed("few have them")),
            processID: Fact(true, guess),
            automaticStatus: Fact(true, guess),
            status: Fact(.epson, guess),
            qrCode: Fact(true, guess),
            barcodes: Fact(LinearBarcode.Symbology.allCases, guess),
            raster: Fact(.gsV0, guess),
            bandRows: Fact(255, guess),
            cutter: Fact(.partial, guess),
            drawerPulseMilliseconds: Fact(50, guess),
            masksRealTime: Fact(false, .assumed("Epson's, and few have it"))
        )
    }

    /// The same model on other paper or with another font, as a board's file says it.
    public func overriding(columns: Int?, characters: CharacterArea?) -> PrinterProfile {
        let board = Provenance.documented("the board's file")
        var profile = self
        if let columns {
            // Dots a cell stay; the paper is another.
            let cell = dots.value / self.columns.value
            if columns != self.columns.value {
                profile.dots = Fact(columns * cell, .assumed("\(cell) dots a cell"))
            }
            profile.columns = Fact(columns, board)
        }
        if let characters { profile.chinese = Fact(ChineseFont(characters), board) }
        return profile
    }
}

extension ChineseFont {
    /// The font that holds `area`.
    init(_ area: CharacterArea) {
        switch area {
        case .gb2312: self = .gb2312
        case .gbk: self = .gbk
        case .gb18030: self = .gb18030
        }
    }
}
