public import Twins

/// The newest receipt and nothing else: one page of HTML, drawn from what the printer received.
public struct ReceiptPage: Sendable {
    private let elements: [PaperElement]

    /// A page that shows `elements`.
    public init(_ elements: [PaperElement]) {
        self.elements = elements
    }

    /// The whole page.
    public var html: String {
        """
        <!doctype html>
        <html lang="zh">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>小票 · Receipt</title>
        <link rel="stylesheet" href="/style.css">
        </head>
        <body class="receipt"><article>\(PaperPicture().svg(elements))</article></body>
        </html>

        """
    }
}
