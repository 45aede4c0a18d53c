internal import Retail

/// What somebody at the counter wants to give back, as `till return` and the box's service say it.
public struct ReturnRequest: Hashable, Codable, Sendable {
    /// Goods of one line.
    public struct Item: Hashable, Codable, Sendable {
        /// The line as the receipt has it, from 1.
        public var line: Int
        /// How much of it: `2`, or `0.415` of what was weighed; nil for all that is left.
        public var quantity: String?

        /// `quantity` of line `line`.
        public init(line: Int, quantity: String? = nil) {
            self.line = line
            self.quantity = quantity
        }
    }

    /// What comes back; nil for everything.
    public var items: [Item]?
    /// Why.
    public var reason: String
    /// Who takes it.
    public var clerk: String

    /// A request of these facts.
    public init(items: [Item]?, reason: String, clerk: String) {
        self.items = items
        self.reason = reason
        self.clerk = clerk
    }
}

extension ReturnRequest {
    /// The event that it means for a sale of which the customer still has `kept`; nil when a
    /// quantity is none of its line.
    func event(keeping kept: [LineItem]) -> ReturnMachine.Event? {
        guard let items else { return .giveBackAll }
        var goods: [ReturnItem] = []
        for item in items {
            let line = item.line &- 1
            guard kept.indices.contains(line) else {
                // The machine says what is wrong with it.
                goods.append(ReturnItem(line: line, quantity: .count(1)))
                continue
            }
            let left = kept[line].quantity
            guard let quantity = item.quantity.map({ Quantity($0, like: left) }) ?? left else {
                return nil
            }
            goods.append(ReturnItem(line: line, quantity: quantity))
        }
        return .giveBack(goods)
    }
}

extension Quantity {
    /// What `text` says in the measure of `sold`; nil when it says nothing there.
    fileprivate init?(_ text: String, like sold: Quantity) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let digits = parts.joined()
        guard (1...15).contains(digits.utf8.count), digits.utf8.allSatisfy({ 0x30...0x39 ~= $0 }),
            let number = Int64(digits)
        else { return nil }
        switch (sold, parts.count) {
        case (.count, 1): self = .count(number)
        case (.measure(_, let unit), 1):
            guard number < 1_000_000_000 else { return nil }
            self = .measure(thousandths: number * 1000, unit: unit)
        case (.measure(_, let unit), 2) where (1...3).contains(parts[1].utf8.count):
            let scale: [Int64] = [100, 10, 1]
            guard number < 1_000_000_000_000 else { return nil }
            let thousandths = number * scale[parts[1].utf8.count - 1]
            self = .measure(thousandths: thousandths, unit: unit)
        default: return nil
        }
    }
}
