import HAL

/// Soon: an answer that is to come comes long before.
var soon: Deadline { .now + .seconds(5) }

/// A moment: long enough for a twin to answer, for tests that expect silence.
var moment: Deadline { .now + .milliseconds(120) }

/// A receipt such as a till prints.
let receipt = PrintDocument([
    .text("算盘超市", TextStyle(alignment: .center, isBold: true, isDoubleWidth: true)),
    .row(left: "牛奶 1L", right: "12.50"),
    .row(left: "Bread", right: "8.00"),
    .rule,
    .row(left: "合计", right: "20.50", TextStyle(isBold: true, isDoubleHeight: true)),
    .qrCode("https://example.com/r/1"),
    .feed(lines: 1),
    .cut,
])

extension ReceiptPrinter {
    /// Prints a receipt, as most tests do.
    @discardableResult
    func print(
        _ document: PrintDocument,
        ticket: PrintTicket,
        by deadline: Deadline
    ) async throws(DeviceError) -> PrintEvidence {
        try await print(PrintRequest(document, as: .receipt, ticket: ticket), by: deadline)
    }
}
