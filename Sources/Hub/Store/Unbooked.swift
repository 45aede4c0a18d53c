/// A sale that a store did not book; nothing of it is in the books.
public struct Unbooked: Hashable, Sendable {
    /// Why not.
    public enum Reason: Hashable, Sendable {
        /// The sale, or another one with its receipt, is booked already.
        case isTaken
        /// The store cannot hold it; the detail is for the person who looks.
        case cannotBeHeld(String)
    }

    /// The record that states the sale.
    public let key: JournalKey
    /// Why not.
    public let reason: Reason

    /// The sale of `key`, not booked for `reason`.
    public init(key: JournalKey, reason: Reason) {
        self.key = key
        self.reason = reason
    }
}
