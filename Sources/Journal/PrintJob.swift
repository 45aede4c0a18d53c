public import HAL
public import Loyalty
public import Records

/// The paper that a sale owes its customer, or a copy that somebody asked for, and how far it has
/// come.
///
/// A sale's own job is made in the sale's transaction, so a sale never waits for paper and never
/// forgets it.
public struct PrintJob: Identifiable, Hashable, Sendable {
    /// Which paper it is.
    public struct ID: Hashable, Sendable {
        /// The record of the sale, by its place in the journal.
        public let record: Int64
        /// 0 for the receipt itself; a copy has its number, which stands on it.
        public let copy: Int

        /// The receipt of the sale at `record`, or a copy of it.
        public init(record: Int64, copy: Int = 0) {
            self.record = record
            self.copy = copy
        }
    }

    /// Which paper it is.
    public let id: ID
    /// How far the journal knows it to have come.
    ///
    /// `sent` is written down before the first byte leaves. What comes after it is written with the
    /// next commit, or within a second: a power cut in between leaves the rung below, which is
    /// never too high.
    public let evidence: PrintEvidence
    /// The sale to print.
    public let sale: CompletedSale
    /// The member's points on this till after the sale; nil without a member.
    public let balance: Points?
}
