public import Loyalty

/// The programme in the feed `programmes`: the one by which every till of the shop earns points.
///
/// Its key is `in-force`. The value is JSON: the rules, under the names that a programme's file has
/// for them. A till that passed over a rule would count other points than its hub, so it reads all
/// of a programme or nothing: what it has understood, written again, has to say what the value
/// says.
public struct PublishedProgramme: Hashable, Sendable {
    /// The one key in the feed.
    public static let key = "in-force"

    /// The rules.
    public let rules: Programme

    /// The programme of these rules.
    public init(_ rules: Programme) {
        self.rules = rules
    }

    /// Reads an entry; nil when it is none of a programme, or of one that this program does not
    /// know every rule of.
    public init?(_ entry: FeedEntry) {
        let value = Array(entry.value.utf8)
        guard entry.key == Self.key, entry.alias == nil,
            let rules = Message.decode(Programme.self, value),
            JSONTree.says(rules, what: value),
            (try? rules.validate()) != nil
        else { return nil }
        self.init(rules)
    }

    /// The entry as a feed has it.
    public var entry: FeedEntry {
        FeedEntry(key: Self.key, value: String(decoding: Message.encode(rules), as: UTF8.self))
    }
}
