/// What customers have paid with, kind by kind; change has gone back out of the cash.
public struct TenderTotals: Hashable, Sendable {
    private var amounts: [Tender.Kind: Money] = [:]

    /// Nothing was paid.
    public init() {}

    /// What was paid for one sale.
    public init(_ tenders: some Sequence<Tender>, change: Money) {
        for tender in tenders { self[tender.kind] += tender.amount }
        self[.cash] = self[.cash] - change
    }

    /// What was paid in `kind`.
    public subscript(kind: Tender.Kind) -> Money {
        get { amounts[kind] ?? .zero }
        set { amounts[kind] = newValue == .zero ? nil : newValue }
    }

    /// What was paid in all kinds.
    public var total: Money { Tender.Kind.allCases.sum { self[$0] } }
}
