internal import Foundation

/// What a run of the demo came to, for people and for machines.
public struct ShopSummary: Codable, Equatable, Sendable {
    /// How long the shop was open.
    public var seconds = 0
    /// Sales paid at the till.
    public var sales = 0
    /// Sales that the hub has.
    public var hubSales = 0
    /// Receipts that came out of the printer, counted at its knife.
    public var receiptsPrinted = 0
    /// Records in the till's journal.
    public var journalled: Int64 = 0
    /// Records that the hub has acknowledged.
    public var acknowledged: Int64 = 0
    /// Sales paid while the network was out.
    public var soldOffline = 0
    /// The longest queue while the network was out, in records.
    public var waitedOffline: Int64 = 0
    /// Sales paid while there was no paper.
    public var soldWithoutPaper = 0
    /// What the payment terminal took from cards, in minor units.
    public var chargedToCards: Int64 = 0
    /// What the till has booked as paid by card.
    public var bookedToCards: Int64 = 0
    /// Baskets that lay at the till when its power went.
    public var basketsPulled = 0
    /// Those of them that came back line for line.
    public var basketsBack = 0
    /// What should be true and is not; nothing when the whole story was told.
    public var faults: [String] = []

    /// A shop that did nothing yet.
    public init() {}

    /// Whether everything is true that the demo sets out to show.
    public var isComplete: Bool { faults.isEmpty }

    /// Adds to `faults` whatever the numbers themselves contradict.
    public mutating func check() {
        // swift-format-ignore
        let rows: [(isTrue: Bool, fault: String)] = [
            (sales > 0,                        "nothing was sold"),
            (hubSales == sales,                "the hub has \(hubSales) of \(sales) sales"),
            (receiptsPrinted == sales,         "\(receiptsPrinted) receipts for \(sales) sales"),
            (acknowledged == journalled,       "\(journalled - acknowledged) records wait"),
            (chargedToCards == bookedToCards,  "cards paid \(Amount.yuan(chargedToCards)), "
                + "of which \(Amount.yuan(bookedToCards)) is booked"),
            (soldOffline > 0,                  "nothing was sold without the network"),
            (waitedOffline > 0,                "nothing waited while the network was out"),
            (soldWithoutPaper > 0,             "nothing was sold without paper"),
            (basketsPulled > 0,                "the power was not pulled in mid-basket"),
            (basketsBack == basketsPulled,     "\(basketsPulled - basketsBack) baskets were lost"),
        ]
        faults += rows.filter { !$0.isTrue }.map(\.fault)
    }

    /// The summary as a person reads it.
    public var text: String {
        // swift-format-ignore
        let rows = [
            ("sales",            "\(sales), of which the hub has \(hubSales)"),
            ("receipts printed", "\(receiptsPrinted)"),
            ("records",          "\(journalled) journalled, \(acknowledged) acknowledged"),
            ("paid by card",     Amount.yuan(bookedToCards) + ", as the terminal says"),
            ("network out",      "\(soldOffline) sold, up to \(waitedOffline) records waited"),
            ("paper out",        "\(soldWithoutPaper) sold, printed when the roll was in"),
            ("power pulled",     "\(basketsPulled) in mid-basket, \(basketsBack) came back"),
        ]
        var lines = ["The shop was open for \(seconds) s."]
        for (name, value) in rows {
            lines.append("  " + name.padding(toLength: 18, withPad: " ", startingAt: 0) + value)
        }
        lines += faults.map { "  ✗ \($0)" }
        if isComplete { lines.append("  ✓ every sale is on paper and at the hub, exactly once") }
        return lines.joined(separator: "\n")
    }

    /// The summary as JSON, in one line.
    public var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        guard let data = try? encoder.encode(self) else { return "{}" }
        return String(decoding: data, as: UTF8.self)
    }
}
