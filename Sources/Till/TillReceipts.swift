public import DurableSQLite
internal import HAL
internal import Journal
internal import Records
public import Retail

/// What the counter asks about paper that is out, or should be.
extension Till {
    /// The most receipts that are told of at once.
    public static let longestReceiptList = 500

    /// The newest `limit` receipts, the newest first.
    ///
    /// - Parameter isUnproven: Only those of which no print is known to be on paper.
    public func receipts(
        limit: Int,
        isUnproven: Bool = false
    ) async throws(StorageError) -> [ReceiptReport] {
        let limit = min(max(0, limit), Self.longestReceiptList)
        return try await parts.journal.receipts(limit: limit, isUnproven: isUnproven)
            .map { ReceiptReport($0) }
    }

    /// The receipt `number` with what stands on it; nil when no sale has it.
    public func receipt(_ number: ReceiptNumber) async throws(StorageError) -> ReceiptReport? {
        guard let prints = try await parts.journal.receipt(number) else { return nil }
        let document = layout.document(
            prints.original.subject,
            balance: prints.original.balance
        )
        let columns = parts.devices.printer?.columns ?? 48
        return ReceiptReport(prints, text: ReceiptText.lines(document, columns: columns))
    }

    /// Owes one more copy of the receipt `number`, marked with its number.
    public func reprint(_ number: ReceiptNumber) async throws(StorageError) -> ReprintAnswer {
        guard let spooler else {
            return ReprintAnswer(message: "This till has no receipt printer.")
        }
        guard await spooler.takesCopies else {
            return ReprintAnswer(message: "Too many copies wait. See to the printer first.")
        }
        if let copy = try await parts.journal.addCopy(of: number) {
            await spooler.wake(copy: copy)
            parts.changed()
            return ReprintAnswer(
                copy: copy.id.copy,
                message: "Receipt \(number.number) of \(number.day): copy \(copy.id.copy) comes."
            )
        }
        let isThere = try await parts.journal.receipt(number) != nil
        return ReprintAnswer(
            message: isThere
                ? "Receipt \(number.number) waits for the printer, and comes out by itself."
                : "There is no receipt \(number.number) of \(number.day)."
        )
    }
}
