/// A promise that a till has broken after its power went.
package struct Violation: Hashable, CustomStringConvertible, Sendable {
    /// Which promise.
    package enum Kind: String, CaseIterable, Sendable {
        /// The journal does not open.
        case doesNotOpen = "does-not-open"
        /// The chain does not verify, or is not the one that the till wrote.
        case brokenChain = "broken-chain"
        /// An entry was acknowledged, and its records are gone.
        case lostEntry = "lost-entry"
        /// A sale was acknowledged, and is gone.
        case lostSale = "lost-sale"
        /// A sale is there twice, or under another number.
        case doubledSale = "doubled-sale"
        /// A receipt is on paper, and its sale is gone.
        case paperWithoutSale = "paper-without-sale"
        /// The hub has records that are gone, or the till believes so.
        case hubAhead = "hub-ahead"
        /// The tables are not those that follow from the records.
        case halfApplied = "half-applied"
        /// The next sale took a number that another one has, or left one out.
        case wrongNumber = "wrong-number"
        /// No further sale can be made, or it does not last.
        case cannotSell = "cannot-sell"
        /// What the till goes by of a feed is no version that was published, but parts of some.
        case halfFeed = "half-feed"
        /// The hub was told of a feed's version, and the till goes by an older one.
        case lostFeed = "lost-feed"
        /// The till goes by a version of a feed that it had not come to.
        case earlyFeed = "early-feed"
        /// Another file of the folder does not open, or is not whole.
        case otherFile = "other-file"
    }

    package let kind: Kind
    /// What was found, for a person.
    package let detail: String

    package init(_ kind: Kind, _ detail: String) {
        self.kind = kind
        self.detail = detail
    }

    package var description: String { "\(kind.rawValue): \(detail)" }
}
