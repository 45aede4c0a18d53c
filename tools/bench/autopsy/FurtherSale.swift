internal import DurableSQLite
internal import Journal
internal import Logging
internal import Loyalty
internal import Records
package import Retail
internal import Till

/// The till comes back, takes up its basket, and sells.
package struct FurtherSale {
    let programme: Programme

    /// What goes wrong in `journal`, which has `records` records and is closed afterwards.
    func violations(in journal: TillJournal, _ records: Int) async throws -> [Violation] {
        let resumed = try await journal.resume()
        let paid = resumed.openSales.filter(\.isPaid)
        guard paid.isEmpty else {
            journal.abandon()
            return [Violation(.halfApplied, "\(paid.count) sales are paid and not completed")]
        }
        let till = try await Till(
            Till.Parts(
                journal: journal,
                programme: programme,
                devices: TillDevices(),
                clock: SystemTillClock(),
                shopName: "",
                version: "autopsy",
                log: Logger(label: "autopsy", factory: { _ in SwiftLogNoOpLogHandler() })
            )
        )
        let basket = await till.basket
        let before = journal.queueDepth.head.sequence
        let answer = await sell(till)
        await till.shutDown()
        guard case .completed(let receipt) = answer else {
            return [Violation(.cannotSell, "the till answers \(answer)")]
        }
        return Self.faults(of: receipt.receipt, after: resumed.lastReceipt)
            + baskets(basket, resumed)
            + (try await lasting(journal, longerThan: before))
    }

    /// The next receipt's number follows the last one's.
    package static func faults(
        of given: ReceiptNumber,
        after last: ReceiptNumber?
    ) -> [Violation] {
        let next = ReceiptNumber.following(last, on: given.day)
        guard given != next else { return [] }
        let what = "receipt \(given.number) where \(next.number) was next"
        return [Violation(.wrongNumber, what)]
    }

    /// A basket that was not parked lies on the counter again.
    private func baskets(_ basket: Basket?, _ resumed: TillResume) -> [Violation] {
        let open = resumed.openSales.filter { !$0.isSuspended }
        guard open.isEmpty != (basket == nil) else { return [] }
        return [Violation(.halfApplied, "\(open.count) baskets open, on the counter another")]
    }

    private func sell(_ till: Till) async -> TillAnswer {
        let line = LineItem(
            article: Article(product: 1, name: "米 Rice", department: nil, pointsClass: nil),
            quantity: .count(1),
            gross: Money(minorUnits: 350)
        )
        let today = SystemTillClock().read().time.localDay
        // A day that is open, or a customer who pays already, is no fault: the last answer counts.
        return await till.perform([.openDay(today), .ring(line), .tenderExact(.cash)])[2]
    }

    private func lasting(
        _ journal: TillJournal,
        longerThan before: UInt64
    ) async throws -> [Violation] {
        let again = try TillJournal(readingFrom: journal.path)
        defer { again.abandon() }
        let chain = try await again.verify()
        if let fault = chain.fault { return [Violation(.brokenChain, "after a sale, \(fault)")] }
        guard chain.head.sequence > before else {
            return [Violation(.cannotSell, "the sale is gone when the till is started again")]
        }
        return []
    }
}

extension TillResume.OpenSale {
    /// Whether its customer has paid all, so that only its completion is missing.
    fileprivate var isPaid: Bool {
        var machine = SaleMachine()
        for event in events {
            if case .tender = event, machine.phase == .ringing { _ = machine.handle(.total) }
            _ = machine.handle(event)
        }
        if case .completed = machine.phase { return true }
        return false
    }
}
