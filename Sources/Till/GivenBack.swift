public import Retail

/// What goes back to a customer whose sale was given up when part of it was paid.
public struct GivenBack: Hashable, Sendable {
    /// What was handed over, in that order.
    public let tenders: [Tender]

    /// These go back.
    public init(_ tenders: [Tender]) {
        self.tenders = tenders
    }

    /// What was charged to cards at the till's own terminal, which is asked to give it back.
    public var byTerminal: Money {
        tenders.lazy.filter { $0.kind == .card }.sum(\.amount)
    }

    /// What the cashier has to give back.
    public var byHand: Money {
        tenders.lazy.filter { $0.kind != .card }.sum(\.amount)
    }
}

extension GivenBack: CustomStringConvertible {
    /// What the cashier reads.
    public var description: String {
        let hand = byHand > .zero ? ["Give back \(byHand) as it was paid."] : []
        let card = byTerminal > .zero ? ["The terminal gives \(byTerminal) back to the card."] : []
        return (hand + card).joined(separator: " ")
    }
}
