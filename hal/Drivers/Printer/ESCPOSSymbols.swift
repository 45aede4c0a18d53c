import HAL
import Symbols

/// Codes, pictures, knife and drawer of a job.
extension ESCPOSJob {
    // MARK: QR codes

    /// `GS ( k`: model 2, module size, error correction M, store, print.
    ///
    /// A text that the printer would hear a command in, and any text on a printer that draws no
    /// codes, is drawn here: what it reads is never changed.
    mutating func qrCode(_ text: String) {
        let data = Array(text.utf8)
        guard !data.isEmpty, data.count <= ESCPOSEncoder.longestQRCode else {
            return self.text(text, .plain)
        }
        let isHeard = RealTimePairs.first(in: data) != nil
        guard profile.qrCode.value, !isHeard else { return drawnQRCode(text, data.count) }
        begin(TextStyle(alignment: .center))
        let size = UInt8(qrModule(data.count))
        bytes += [0x1D, 0x28, 0x6B, 0x04, 0x00, 0x31, 0x41, 0x32, 0x00]
        bytes += [0x1D, 0x28, 0x6B, 0x03, 0x00, 0x31, 0x43, size]
        bytes += [0x1D, 0x28, 0x6B, 0x03, 0x00, 0x31, 0x45, 0x31]
        bytes += [0x1D, 0x28, 0x6B] + ESCPOSRaster.pair(data.count + 3) + [0x31, 0x50, 0x30]
        bytes += data
        bytes += [0x1D, 0x28, 0x6B, 0x03, 0x00, 0x31, 0x51, 0x30]
    }

    private func qrModule(_ count: Int) -> Int {
        count > 100 ? 3 : columns >= 42 ? 6 : 4
    }

    private mutating func drawnQRCode(_ text: String, _ count: Int) {
        guard profile.raster.value != .none, let code = QRCode(text) else {
            return self.text(text, .plain)
        }
        let side = code.size + 2 * QRCode.quietZone
        let module = min(qrModule(count), profile.dots.value / side)
        guard module >= 2 else { return self.text(text, .plain) }
        put(code.picture(module: module), .center)
    }

    // MARK: Barcodes

    /// `GS k` function B, or drawn for a printer that lacks the kind.
    mutating func barcode(_ barcode: LinearBarcode) {
        let modules = LinearPattern(barcode).modules.count
        // Ten white modules on both sides: ISO/IEC 15417 and 16388.
        let module = min(3, profile.dots.value / (modules + 20))
        guard module >= 2 else { return text(barcode.text, TextStyle(alignment: .center)) }
        guard profile.barcodes.value.contains(barcode.symbology),
            let data = Self.data(of: barcode), RealTimePairs.first(in: data) == nil
        else { return drawnBarcode(barcode, module) }
        begin(TextStyle(alignment: .center))
        bytes += [0x1D, 0x68, UInt8(barcode.height), 0x1D, 0x77, UInt8(module), 0x1D, 0x66, 0]
        bytes += [0x1D, 0x48, barcode.showsText ? 2 : 0]
        bytes += [0x1D, 0x6B, Self.number(of: barcode.symbology), UInt8(data.count)] + data
    }

    private mutating func drawnBarcode(_ barcode: LinearBarcode, _ module: Int) {
        let centred = TextStyle(alignment: .center)
        guard profile.raster.value != .none else { return text(barcode.text, centred) }
        let bars = LinearPattern(barcode).bitmap(module: module, height: barcode.height)
        put(bars, .center)
        if barcode.showsText { text(barcode.text, centred) }
    }

    /// The m of `GS k`, function B.
    private static func number(of symbology: LinearBarcode.Symbology) -> UInt8 {
        switch symbology {
        case .upcA: 65
        case .ean13: 67
        case .ean8: 68
        case .code39: 69
        case .itf: 70
        case .code128: 73
        }
    }

    /// The d1 to dn of `GS k`; nothing when there are more than one byte counts.
    private static func data(of barcode: LinearBarcode) -> [UInt8]? {
        guard barcode.symbology == .code128 else { return Array(barcode.text.utf8) }
        // A pair of digits is one bare byte: `1604` would be DLE EOT.
        let symbols = Code128.symbols(for: barcode.text) { !RealTimePairs.isPair($0, $1) }
        let data = (symbols ?? []).flatMap { symbol -> [UInt8] in
            switch symbol {
            case .enter(.b): [0x7B, 0x42]
            case .enter(.c): [0x7B, 0x43]
            case .character(0x7B): [0x7B, 0x7B]
            case .character(let byte), .pair(let byte): [byte]
            }
        }
        return (2...255).contains(data.count) ? data : nil
    }

    // MARK: Pictures, knife, drawer

    /// A picture in the middle; what is wider than the paper is cut off at the right.
    mutating func image(_ picture: Bitmap) {
        guard profile.raster.value != .none else {
            omittedPictures += 1
            return
        }
        guard picture.width > 0, picture.height > 0 else { return }
        let paper = profile.dots.value / 8 * 8
        guard picture.width > paper else { return put(picture, .center) }
        var cropped = Bitmap(width: paper, height: picture.height)
        cropped.draw(picture, x: 0, y: 0)
        put(cropped, .center)
    }

    /// `GS V m 0` feeds to the knife and cuts; without a knife, far enough to tear the paper off.
    mutating func cut() {
        switch profile.cutter.value {
        case .partial: bytes += [0x1D, 0x56, 0x42, 0x00]
        case .full: bytes += [0x1D, 0x56, 0x41, 0x00]
        case .none: feed(4)
        }
    }

    /// `ESC p`; nothing for a printer without a connector.
    mutating func openDrawer() { bytes += profile.drawerPulse?.bytes ?? [] }
}
