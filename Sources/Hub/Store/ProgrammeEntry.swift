public import Loyalty

/// A programme as the hub keeps it: the rules, and the file in which the owner wrote them.
public struct ProgrammeEntry: Hashable, Sendable {
    /// The rules.
    public let programme: Programme
    /// The file's text, as it was read.
    public let text: String

    /// `programme`, written as `text`.
    public init(programme: Programme, text: String) {
        self.programme = programme
        self.text = text
    }
}
