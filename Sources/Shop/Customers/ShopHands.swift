internal import Synchronization

/// Who does something in the shop: customers by themselves, and the person at the keys.
public struct ShopHands: Sendable {
    private let bench: ShopBench
    private let stock: ShopStock
    private let seed: UInt64
    private let chance: Chance

    /// What a person scans at random.
    private final class Chance: Sendable {
        let customers: Mutex<Customers>
        init(_ customers: Customers) { self.customers = Mutex(customers) }
    }

    /// Hands in the shop of `bench`; the customers are those of `seed`.
    public init(_ bench: ShopBench, stock: ShopStock, seed: UInt64) {
        self.bench = bench
        self.stock = stock
        self.seed = seed
        chance = Chance(Customers(stock, seed: ~seed))
    }

    /// Serves customers until the task is cancelled; stands back while a person has taken over.
    public func sell(pace: Cashier.Pace = .human) async {
        let cashier = Cashier(bench, pace: pace)
        let scene = bench.scene
        var customers = Customers(stock, seed: seed)
        while !Task.isCancelled {
            guard scene.state.isAutomatic, await cashier.waitForTill() else {
                try? await Task.sleep(for: .milliseconds(100))
                continue
            }
            await cashier.clearCounter()
            guard let visit = customers.next() else { return }
            _ = await cashier.serve(visit, while: { scene.state.isAutomatic })
            try? await Task.sleep(for: pace.pause * 2)
        }
    }

    /// Does what the key says, for the page and the terminal alike.
    ///
    /// Whoever scans, swipes or takes money has taken over: customers stop coming by themselves.
    public func press(_ key: ShopKey) async {
        let cashier = Cashier(bench, pace: .brisk)
        if [.scan, .card, .pay].contains(key) { bench.scene.update { $0.isAutomatic = false } }
        switch key {
        case .scan:
            let article = chance.customers.withLock { $0.article() }
            let isDone = await cashier.perform(.for(article))
            report(isDone, "扫了 \(article.name)", "Scanned \(article.name)")
        case .card:
            let card = chance.customers.withLock { $0.card() }
            report(await cashier.perform(.card(card)), "会员卡已刷", "Card read")
        case .pay:
            let isSelling = await bench.line.status()?.isSelling == true
            guard isSelling else { return report(false, "没有要收的款", "Nothing to pay") }
            report(await cashier.perform(.pay(isExact: false)), "已收款", "Paid")
        case .network:
            let isPlugged = bench.scene.state.isNetworkPlugged
            await isPlugged ? bench.pullNetwork() : bench.plugNetwork()
        case .paper:
            bench.setPaper(!bench.scene.state.hasPaper)
        case .power:
            guard bench.scene.state.isTillPowered else { return }
            await bench.pullPower()
        case .auto:
            takeOver()
        }
    }

    private func takeOver() {
        bench.scene.update { $0.isAutomatic.toggle() }
        let isAutomatic = bench.scene.state.isAutomatic
        bench.scene.say(
            isAutomatic ? "自动营业" : "现在由你收银",
            isAutomatic ? "The shop runs by itself" : "You are the cashier now"
        )
    }

    private func report(_ isDone: Bool, _ chinese: String, _ english: String) {
        guard !isDone else { return bench.scene.say(chinese, english) }
        let isPowered = bench.scene.state.isTillPowered
        bench.scene.say(
            isPowered ? "没有成功:\(chinese)" : "收银机没有电",
            isPowered ? "Not done: \(english)" : "The till has no power"
        )
    }
}

extension Visit.Step {
    /// How an article is rung by someone without a scale at hand: a pound of what is weighed.
    static func `for`(_ article: ShopStock.Article) -> Visit.Step {
        article.isWeighed ? .weigh(grams: 500, article.barcode) : .scan(article.barcode)
    }
}
