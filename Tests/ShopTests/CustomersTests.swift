import Shop
import Testing

struct CustomersTests {
    let stock: ShopStock

    init() throws {
        stock = try ShopStock()
    }

    @Test func `one seed is always the same customers`() {
        let first = Array(Customers(stock, seed: 7).prefix(50))
        #expect(first == Array(Customers(stock, seed: 7).prefix(50)))
        #expect(first != Array(Customers(stock, seed: 8).prefix(50)))
    }

    @Test func `every customer buys something and pays last`() {
        for visit in Customers(stock, seed: 1).prefix(300) {
            #expect(visit.steps.count >= 2)
            switch visit.steps.last {
            case .pay, .payByCard: continue
            default: Issue.record("\(visit) does not end with a payment")
            }
        }
    }

    @Test func `a void names a line that has been rung, a parked basket comes back`() {
        for visit in Customers(stock, seed: 2).prefix(500) {
            var rung = 0
            var isParked = false
            for step in visit.steps {
                switch step {
                case .scan, .several, .weigh: rung += 1
                case .void(let line): #expect((1...rung).contains(line))
                case .suspend: isParked = true
                case .resume: isParked = false
                case .card, .pay, .payByCard: #expect(!isParked)
                }
            }
        }
    }

    @Test func `cards, weights, voids and parked baskets all happen`() {
        let steps = Customers(stock, seed: 3).prefix(300).flatMap(\.steps)
        // swift-format-ignore
        let kinds: [(name: String, isSeen: Bool)] = [
            ("card",    steps.contains { if case .card = $0 { true } else { false } }),
            ("weigh",   steps.contains { if case .weigh = $0 { true } else { false } }),
            ("several", steps.contains { if case .several = $0 { true } else { false } }),
            ("void",    steps.contains { if case .void = $0 { true } else { false } }),
            ("suspend", steps.contains(.suspend)),
            ("card payment", steps.contains(.payByCard)),
            ("cash",    steps.contains { if case .pay = $0 { true } else { false } }),
        ]
        for kind in kinds { #expect(kind.isSeen, "no \(kind.name) in 300 customers") }
    }

    @Test func `what is weighed is weighed and what is counted is counted`() {
        let weighed = Set(stock.articles.filter(\.isWeighed).map(\.barcode))
        for step in Customers(stock, seed: 4).prefix(300).flatMap(\.steps) {
            switch step {
            case .weigh(_, let code): #expect(weighed.contains(code))
            case .scan(let code), .several(_, let code): #expect(!weighed.contains(code))
            case .void, .suspend, .resume, .card, .pay, .payByCard: break
            }
        }
    }
}
