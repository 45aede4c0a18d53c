internal import FoundationEssentials
internal import HAL

/// A layout in JSON, for programs that are not ours to print or to expect.
struct SpecimenNode: Encodable {
    let node: PrintNode

    private enum Key: String, CodingKey {
        case kind
        case text
        case left
        case right
        case lines
        case symbology
        case height
        case picture
        case halftone
        case alignment
        case bold
        case wide
        case high
    }

    func encode(to encoder: any Encoder) throws {
        var keys = encoder.container(keyedBy: Key.self)
        switch node {
        case .text(let text, let style):
            try keys.encode("text", forKey: .kind)
            try keys.encode(text, forKey: .text)
            try put(style, &keys)
        case .row(let left, let right, let style):
            try keys.encode("row", forKey: .kind)
            try keys.encode(left, forKey: .left)
            try keys.encode(right, forKey: .right)
            try put(style, &keys)
        case .rule: try keys.encode("rule", forKey: .kind)
        case .feed(let lines):
            try keys.encode("feed", forKey: .kind)
            try keys.encode(lines, forKey: .lines)
        case .qrCode(let text):
            try keys.encode("qr", forKey: .kind)
            try keys.encode(text, forKey: .text)
        case .barcode(let barcode):
            try keys.encode("barcode", forKey: .kind)
            try keys.encode(barcode.symbology, forKey: .symbology)
            try keys.encode(barcode.text, forKey: .text)
            try keys.encode(barcode.height, forKey: .height)
        case .image(let picture, let halftone):
            try keys.encode("image", forKey: .kind)
            try keys.encode(SpecimenPictures.name(of: picture), forKey: .picture)
            try keys.encode(halftone == .errorDiffusion ? "diffusion" : "other", forKey: .halftone)
        case .cut: try keys.encode("cut", forKey: .kind)
        case .openDrawer: try keys.encode("drawer", forKey: .kind)
        }
    }

    private func put(_ style: TextStyle, _ keys: inout KeyedEncodingContainer<Key>) throws {
        try keys.encode(style.alignment, forKey: .alignment)
        try keys.encode(style.isBold, forKey: .bold)
        try keys.encode(style.isDoubleWidth, forKey: .wide)
        try keys.encode(style.isDoubleHeight, forKey: .high)
    }
}
