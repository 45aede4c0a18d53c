/// How a member compares with the others who bought in the window: 1 is worst.
public struct RFMScore: Hashable, Sendable {
    /// How lately: fewer days since the last sale are better.
    public var recency: Int
    /// How often: more sales are better.
    public var frequency: Int
    /// For how much: more spend is better.
    public var money: Int

    /// A score of these parts.
    public init(recency: Int, frequency: Int, money: Int) {
        self.recency = recency
        self.frequency = frequency
        self.money = money
    }
}

/// Scores each value from 1 to `bins` by the share of values that are strictly lower.
///
/// Equal values score alike, whatever order they come in. So a bin may stay empty, and the lowest
/// values always score 1.
func scores(of values: [Int64], bins: Int) -> [Int] {
    let order = values.indices.sorted { values[$0] < values[$1] }
    var scores = [Int](repeating: 1, count: values.count)
    var lower = 0
    for (rank, index) in order.enumerated() {
        if rank > 0, values[order[rank - 1]] < values[index] {
            lower = rank
        }
        scores[index] = 1 + bins * lower / values.count
    }
    return scores
}
