internal import Loyalty
internal import Members
internal import Records
internal import Retail

/// Every return on a line of its own.
struct ReturnLines: Tally {
    private var returns: [(entry: SaleEntry, origin: ReturnOrigin)] = []

    mutating func add(_ sale: SaleEntry) {
        if let origin = sale.origin { returns.append((sale, origin)) }
    }

    func report(prefix: String) -> HubReport {
        HubReport(
            .returns,
            columns: [
                "at", "store", "till", "date", "receipt", "member", "sold_on", "sale", "net",
                "refund", "\(prefix)_points",
            ],
            rows: returns.sorted { $0.entry.key < $1.entry.key }.map(Self.values)
        )
    }

    private static func values(_ entry: SaleEntry, _ origin: ReturnOrigin) -> [ReportValue] {
        [
            .text(entry.at.description), .number(Int64(entry.place.store)),
            .number(Int64(entry.place.till)), .day(entry.receipt.day),
            .number(Int64(entry.receipt.number)),
            entry.member.map { .number($0.number) } ?? .none, .day(origin.day),
            .text(origin.sale.description), .money(-entry.totals.net), .money(origin.refund),
            .number(-entry.points.value),
        ]
    }
}
