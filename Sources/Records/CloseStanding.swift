/// What the next close of a day goes on from.
public struct CloseStanding: Hashable, Sendable {
    /// How many closes there were: the number of the last.
    public var closes: Int64 = 0
    /// What sales since then have brought.
    public var takings = Takings()

    /// A till that has closed so often; nothing is sold since.
    public init(closes: Int64 = 0) {
        self.closes = closes
    }
}
