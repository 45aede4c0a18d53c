public import Till

/// How the line to the hub stands, for the pages.
public struct TillLink: Hashable, Sendable {
    /// In a word: see `TillStatus.link`.
    public let word: String
    /// What a person should know; empty while all is well.
    public let note: String
    /// What the hub has told of its own accord, and how far the till has it.
    public var feeds: [TillStatus.Feed] = []

    /// A line that stands so.
    public init(word: String, note: String = "") {
        self.word = word
        self.note = note
    }
}
