/// What a till had promised when its power went.
package struct Promises: Hashable, Sendable {
    /// The records behind the entries that were acknowledged.
    package var records = 0
    /// The receipts of the sales that were acknowledged, in order.
    package var receipts: [Int] = []
    /// The receipts of which bytes have left for the printer.
    package var printed: Set<Int> = []
    /// The last record that has left for the hub.
    package var uploaded = 0

    /// Nothing promised yet.
    package init() {}

    /// Takes the words of an acknowledgement, behind which the journal had `records` records.
    package mutating func answer(_ words: String, records: Int) {
        self.records = max(self.records, records)
        // "Receipt 12: due 3.50, change 0.00"
        guard words.hasPrefix("Receipt ") else { return }
        let number = words.dropFirst("Receipt ".count).prefix(while: \.isNumber)
        if let number = Int(number) { receipts.append(number) }
    }
}
