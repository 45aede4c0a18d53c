import Drivers
import HAL
import Twins

/// A driver and a twin, connected in memory, while a test runs.
func withTwin<Result: Sendable>(
    _ twin: some Twin,
    _ body: (MemoryChannel) async throws -> Result
) async throws -> Result {
    let (near, far) = MemoryChannel.pair()
    let life = Task { await twin.run(on: far) }
    defer { near.unplug() }
    do {
        let result = try await body(near)
        life.cancel()
        return result
    } catch {
        life.cancel()
        throw error
    }
}

/// Soon: an answer that is to come comes long before.
var soon: Deadline { .now + .seconds(5) }

/// A moment: long enough for a twin to answer, for tests that expect silence.
var moment: Deadline { .now + .milliseconds(120) }

/// Waits until `condition` holds, for at most five seconds.
func eventually(_ condition: () -> Bool) async -> Bool {
    let end = soon
    while !condition() {
        if ContinuousClock.now > end { return false }
        try? await Task.sleep(for: .milliseconds(1))
    }
    return true
}

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
