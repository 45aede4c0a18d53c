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
    /// Between which versions each feed stands.
    package var feeds = FeedBounds()

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

/// Between which versions the feeds of a till stood at one moment, by what it told its hub.
///
/// A till tells the hub by which version it goes only when that is on its disk, and asks for the
/// next page right behind each version that it has taken over.
package struct FeedBounds: Hashable, Sendable {
    /// The newest version of each feed that the hub had been told of: none older is gone by.
    package var told: [String: Int] = [:]
    /// The version of each feed that the hub was told of next: none newer is gone by.
    package var next: [String: Int] = [:]

    /// Of no feed was anything ever told.
    package init() {}

    /// The till has named version `number` of `feed`.
    package mutating func tell(_ feed: String, _ number: Int) {
        told[feed] = max(told[feed] ?? 0, number)
    }
}
