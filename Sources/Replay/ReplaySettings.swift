public import Boards
public import Loyalty

/// What to replay, and how.
public struct ReplaySettings: Sendable {
    /// How fast time passes.
    public enum Speed: Hashable, Sendable {
        /// As fast as the machine can.
        case max
        /// So many times as fast as it happened.
        case times(Double)
    }

    /// The trade folder.
    public var trade: String
    /// Where journals and hub are kept; a second run goes on where the first one stopped.
    public var data: String
    /// The programme, and its text as the hub keeps it.
    public var programme: (rules: Programme, text: String)
    /// The board that every till has.
    public var board: Board
    /// The hub; nil for one of the replay's own.
    public var hub: String?
    /// Seeds a hostile line, and the moments at which tills lose their power; nil for neither.
    public var faults: UInt64?
    /// How fast time passes.
    public var speed = Speed.max
    /// Only the first so many sales of the folder; nil for all.
    public var limit: Int?

    /// Replays `trade` into `data`, with an embedded hub, no faults, at full speed.
    public init(
        trade: String,
        data: String,
        programme: (rules: Programme, text: String),
        board: Board
    ) {
        self.trade = trade
        self.data = data
        self.programme = programme
        self.board = board
    }
}
