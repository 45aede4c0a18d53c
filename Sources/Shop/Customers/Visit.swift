/// What one customer does at the till, step by step.
public struct Visit: Codable, Equatable, Sendable {
    /// One thing done at the counter.
    public enum Step: Codable, Equatable, Sendable {
        /// The cashier holds an article before the scanner.
        case scan(String)
        /// The cashier types so many pieces of one article.
        case several(Int, String)
        /// The scale says so many grams.
        case weigh(grams: Int, String)
        /// The customer does not want the line after all.
        case void(line: Int)
        /// The customer has forgotten the milk; the next one is served meanwhile.
        case suspend
        /// The basket that was set aside comes back.
        case resume
        /// The customer shows the member card.
        case card(String)
        /// The customer pays: exactly, or with notes up to the next round sum.
        case pay(isExact: Bool)
        /// The customer pays all of it at the terminal.
        case payByCard
    }

    /// Every step, in order; the last is the payment.
    public var steps: [Step]
}
