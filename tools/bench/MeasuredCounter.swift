internal import Retail
internal import Till
internal import Twins

/// The twins that a measured till drives.
struct CounterTwins {
    let printer: PrinterTwin
    let display: DisplayTwin
}

/// One till whose customer looks at the clock.
final class MeasuredCounter {
    let till: Till
    let cable: String
    private let twins: CounterTwins
    /// From a scan until the customer reads the new total.
    private(set) var scans = Samples()
    /// From the tender until the paper is cut off.
    private(set) var receipts = Samples()

    init(till: Till, twins: CounterTwins, cable: String) {
        self.till = till
        self.twins = twins
        self.cable = cable
    }

    /// Rings the sample sale, takes the money, and waits until all is quiet again.
    func sell(isCounted: Bool) async throws {
        var total = Money.zero
        for line in SampleSale.lines {
            total += line.payable
            let taken = try await scan(line, total)
            if isCounted { scans.add(taken) }
        }
        let taken = try await pay()
        if isCounted { receipts.add(taken) }
        await till.settle()
    }

    private func scan(_ line: LineItem, _ total: Money) async throws -> Duration {
        let display = twins.display
        let pictures = display.updates()
        let text = total.description
        let start = ContinuousClock.now
        guard await till.perform(.ring(line)) == .done else {
            throw BenchFault("a scan was refused")
        }
        if !display.shows(text) {
            let isShown = await withinPatience {
                for await lines in pictures where lines.last?.hasSuffix(text) == true {
                    return true
                }
                return false
            }
            guard isShown else { throw BenchFault("\(cable): the display never showed \(text)") }
        }
        return ContinuousClock.now - start
    }

    private func pay() async throws -> Duration {
        let paper = twins.printer.roll.updates()
        let start = ContinuousClock.now
        guard case .completed = await till.perform(.tenderExact(.cash)) else {
            throw BenchFault("a tender was refused")
        }
        let isOut = await withinPatience {
            for await element in paper where element == .cut {
                return true
            }
            return false
        }
        guard isOut else { throw BenchFault("\(cable): the receipt never came out") }
        return ContinuousClock.now - start
    }
}

/// What `wait` answers; a stream of updates ends, and `wait` with it, after thirty seconds.
private func withinPatience(_ wait: @escaping @Sendable () async -> Bool) async -> Bool {
    await withTaskGroup(of: Bool.self) { tasks in
        tasks.addTask { await wait() }
        tasks.addTask {
            try? await Task.sleep(for: .seconds(30))
            return false
        }
        defer { tasks.cancelAll() }
        return await tasks.next() ?? false
    }
}

extension DisplayTwin {
    /// Whether the lower row ends with `text`.
    func shows(_ text: String) -> Bool {
        lines.last?.hasSuffix(text) == true
    }
}
