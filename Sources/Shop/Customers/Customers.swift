internal import Twins

/// Customers who come by themselves: from one seed always the same ones, with the same baskets.
public struct Customers: Sendable, Sequence, IteratorProtocol {
    private let stock: ShopStock
    private var luck: SeededRandom

    /// The customers of `seed`, who buy from `stock`.
    public init(_ stock: ShopStock, seed: UInt64) {
        self.stock = stock
        luck = SeededRandom(seed: seed)
    }

    /// The next customer; they never end.
    public mutating func next() -> Visit? {
        let baskets = [1, 2, 2, 3, 3, 3, 4, 4, 5, 6, 7, 9]
        let size = baskets[Int.random(in: 0..<baskets.count, using: &luck)]
        var steps: [Visit.Step] = []
        for _ in 0..<size { steps.append(goods()) }
        let hasCard = isOne(in: 4) == false
        if hasCard, let card = stock.cards.randomElement(using: &luck) {
            steps.insert(.card(card), at: Int.random(in: 0...steps.count, using: &luck))
        }
        if size >= 3, isOne(in: 6) {
            steps.append(.void(line: Int.random(in: 1...size, using: &luck)))
        }
        if size >= 2, isOne(in: 8) { steps += [.suspend, .resume] }
        steps.append(isOne(in: 3) ? .payByCard : .pay(isExact: isOne(in: 3)))
        return Visit(steps: steps)
    }

    /// One article, for a person who scans at random.
    public mutating func article() -> ShopStock.Article {
        stock.articles[Int.random(in: 0..<stock.articles.count, using: &luck)]
    }

    /// One card.
    public mutating func card() -> String {
        stock.cards[Int.random(in: 0..<stock.cards.count, using: &luck)]
    }

    private mutating func goods() -> Visit.Step {
        let article = article()
        if article.isWeighed {
            return .weigh(grams: Int.random(in: 120...1600, using: &luck), article.barcode)
        }
        guard isOne(in: 7) else { return .scan(article.barcode) }
        return .several(Int.random(in: 2...4, using: &luck), article.barcode)
    }

    private mutating func isOne(in count: Int) -> Bool {
        Int.random(in: 0..<count, using: &luck) == 0
    }
}
