internal import Twins

/// Serves customers at the till, by hand and by itself.
///
/// Scans and cards go through the wires of scanner and card reader; what a cashier types goes to
/// the till's entry line. Each step waits until the till shows it, as a cashier's eyes do.
public struct Cashier: Sendable {
    /// How fast: the pause after each step.
    public enum Pace: Sendable {
        /// About one article a second.
        case human
        /// As fast as is good for a story told in seconds.
        case brisk

        var pause: Duration {
            switch self {
            case .human: .milliseconds(850)
            case .brisk: .milliseconds(90)
            }
        }
    }

    private let bench: ShopBench
    private let pace: Pace
    /// How long the till may take to show a step.
    private static let patience = Duration.seconds(4)

    /// A cashier at the counter of `bench`.
    public init(_ bench: ShopBench, pace: Pace) {
        self.bench = bench
        self.pace = pace
    }

    /// Serves one customer; false when a step did not show at the till, or `isOn` turned false.
    public func serve(_ visit: Visit, while isOn: @Sendable () -> Bool = { true }) async -> Bool {
        for step in visit.steps {
            guard isOn(), !Task.isCancelled, await waitForTill() else { return false }
            guard await perform(step) else { return false }
            try? await Task.sleep(for: pace.pause)
        }
        return true
    }

    /// Does one thing at the counter, and waits until the till shows it.
    public func perform(_ step: Visit.Step) async -> Bool {
        switch step {
        case .scan(let code):
            return await ring { bench.devices.scanner.scan(code) }
        case .several(let count, let code):
            return await ring { _ = await bench.line.enter("\(count)*\(code)") }
        case .weigh(let grams, let code):
            return await ring { _ = await bench.line.enter("\(grams)*\(code)") }
        case .card(let number):
            bench.devices.cardReader.show(number: number)
            return await eventually(Self.patience) { await bench.line.status()?.member != nil }
        case .void(let line):
            return await bench.line.enter("VD\(line)") != nil
        case .suspend:
            return await bench.line.enter("SO")?.accepted == true
        case .resume:
            return await bench.line.enter("RS")?.accepted == true
        case .pay(let isExact):
            return await pay(isExact: isExact)
        case .payByCard:
            return await payByCard()
        }
    }

    /// Takes the money for whatever somebody left at the till, parked baskets included.
    public func clearCounter() async {
        _ = await perform(.pay(isExact: true))
        while let parked = await bench.line.status()?.parked, parked > 0 {
            guard await perform(.resume), await perform(.pay(isExact: true)) else { return }
        }
    }

    /// Waits until the till answers and takes scans.
    public func waitForTill() async -> Bool {
        await eventually(.seconds(20)) { await bench.line.status()?.isReady == true }
    }

    private func ring(_ act: () async -> Void) async -> Bool {
        let before = await bench.line.status()
        let count = before?.phase == "ringing" ? before?.lines?.count ?? 0 : 0
        await act()
        return await eventually(Self.patience) {
            let now = await bench.line.status()
            return now?.phase == "ringing" && (now?.lines?.count ?? 0) > count
        }
    }

    private func pay(isExact: Bool) async -> Bool {
        guard let before = await bench.line.status(), before.isSelling else { return true }
        guard await bench.line.enter("TL")?.accepted == true else { return false }
        try? await Task.sleep(for: pace.pause)
        let due = await bench.line.status()?.outstanding ?? 0
        let notes = isExact || due == 0 ? nil : Self.notes(for: due)
        let line = notes.map { "\($0)CA" } ?? "CA"
        guard await bench.line.enter(line)?.accepted == true else { return false }
        guard await eventually(Self.patience, { await bench.line.status()?.isSelling == false })
        else { return false }
        bench.scene.say("收到 \(Amount.yuan(due))", "\(Amount.yuan(due)) paid")
        return true
    }

    /// The customer pays at the terminal, or in cash when that comes to nothing.
    private func payByCard() async -> Bool {
        guard let before = await bench.line.status(), before.isSelling else { return true }
        guard await bench.line.enter("TL")?.accepted == true else { return false }
        try? await Task.sleep(for: pace.pause)
        let due = await bench.line.status()?.outstanding ?? 0
        guard due > 0 else { return true }
        // The customer looks at the amount first, and takes the card out.
        bench.devices.payment.plan([.late])
        guard await bench.line.enter("CD")?.accepted == true else { return false }
        let isOver = await eventually(.seconds(20)) {
            await bench.line.status()?.card?.stage != "at-terminal"
        }
        guard isOver, await bench.line.status()?.phase == "completed" else {
            return await pay(isExact: true)
        }
        bench.scene.say("刷卡 \(Amount.yuan(due))", "\(Amount.yuan(due)) paid by card")
        return true
    }

    /// What a hand takes out of a purse: the next ten yuan, fifty, or hundred.
    static func notes(for due: Int64) -> Int64 {
        let note: Int64 = due <= 3000 ? 1000 : due <= 15_000 ? 5000 : 10_000
        return (due + note - 1) / note * note
    }
}
