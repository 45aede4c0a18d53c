public import Loyalty
public import Records

/// The paper that a sale owes its customer, and how far it has come.
///
/// It is made in the sale's own transaction, so a sale never waits for paper and never forgets it.
public struct PrintJob: Identifiable, Hashable, Sendable {
    /// How far a job has come.
    ///
    /// What the printer has not proven is not printed.
    public enum State: Int, Sendable {
        /// No byte has left yet.
        case queued = 0
        /// Bytes may have left: written down before the first one does.
        case sending = 1
        /// The printer has answered that this job is on paper.
        case printed = 2
        /// Bytes had left when the till lost its power or the printer: paper may or may not exist.
        /// Printed again only under a mark.
        case unknown = 3
    }

    /// The record of the sale, by its place in the journal.
    public let id: Int64
    /// How far it has come.
    public let state: State
    /// The sale to print.
    public let sale: CompletedSale
    /// The member's points on this till after the sale; nil without a member.
    public let balance: Points?
}
