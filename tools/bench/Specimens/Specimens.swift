internal import HAL

/// What is printed for others to read: one thing at a time, and whole receipts.
enum Specimens {
    /// One node each, by a name that a file may have.
    static let nodes: [(name: String, node: PrintNode)] =
        [
            ("text-plain", .text("Total 12.30")),
            ("text-styled", .text("TOTAL", TextStyle(alignment: .center, isBold: true))),
            ("text-big", .text("BIG", TextStyle(isDoubleWidth: true, isDoubleHeight: true))),
            ("text-europe", .text("Crème brûlée: façon Élysée")),
            ("text-euro", .text("4,50 €")),
            ("qr-short", .qrCode("https://example.com/r/1")),
            ("qr-long", .qrCode("https://example.com/r/" + String(repeating: "x7", count: 60))),
            ("qr-chinese", .qrCode("会员：𠮷野㐂子 https://example.com")),
            ("image-ramp", .image(SpecimenPictures.ramp)),
            ("image-photograph", .image(SpecimenPictures.photograph)),
            ("drawer", .openDrawer), ("cut", .cut),
        ] + barcodes

    /// Whole receipts.
    static let receipts: [(name: String, document: PrintDocument)] = [
        ("english", SpecimenReceipts.english), ("chinese", SpecimenReceipts.chinese),
        ("counter", SpecimenReceipts.counter),
    ]

    private static let barcodes: [(name: String, node: PrintNode)] = [
        barcode(.ean13, "690123456789"), barcode(.ean8, "9638507"), barcode(.upcA, "04210000526"),
        barcode(.code39, "SP-2026"), barcode(.code128, "SP-2026 x"), barcode(.itf, "12345678"),
    ].compactMap(\.self)

    private static func barcode(
        _ symbology: LinearBarcode.Symbology,
        _ text: String
    ) -> (name: String, node: PrintNode)? {
        (try? LinearBarcode(symbology, text)).map {
            ("barcode-\(symbology.rawValue)", .barcode($0))
        }
    }
}
