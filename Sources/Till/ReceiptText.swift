public import HAL

/// A document as lines of plain text, for a screen: what stands where, without size or weight.
public enum ReceiptText {
    /// The lines of `document` on paper of `columns` cells.
    public static func lines(_ document: PrintDocument, columns: Int) -> [String] {
        document.nodes.flatMap { lines($0, columns) }
    }

    private static func lines(_ node: PrintNode, _ columns: Int) -> [String] {
        switch node {
        case .text(let text, let style):
            TextWidth.wrap(text, to: columns).map { line in
                let padded = TextWidth.pad(line, to: columns, style.alignment)
                return String(padded.reversed().drop { $0 == " " }.reversed())
            }
        case .row(let left, let right, _): TextWidth.row(left, right, in: columns)
        case .rule: [String(repeating: "-", count: columns)]
        case .feed(let lines): Array(repeating: "", count: lines)
        case .qrCode(let text): ["[QR \(text)]"]
        case .barcode(let barcode): ["[\(barcode.text)]"]
        case .image: ["[picture]"]
        case .cut, .openDrawer: []
        }
    }
}
