import DurableSQLite
import Journal
import Records
import Retail
import Testing

/// A till is cut off after every single fact; the next start knows all that was stated.
struct ResumeTests {
    /// One step of a morning: `A` and `B` are two customers.
    typealias Step = (sale: String, event: SaleMachine.Event?)

    private static let cash = Tender(.cash, Money(minorUnits: 50))

    /// A morning; no event is the sale's payment.
    private static let morning: [Step] = [
        ("A", .ring(TestTill.line("米 rice"))),
        ("A", .ring(TestTill.line("oil"))),
        ("A", .voidLine(0)),
        ("A", .identify(MemberID(318))),
        ("A", .suspend),
        ("B", .identify(MemberID(31))),
        ("B", .ring(TestTill.line("tea"))),
        ("B", .tender(cash)),
        ("B", .tender(cash)),
        ("B", nil),
        ("A", .resume),
        ("A", .ring(TestTill.line("salt"))),
        ("A", .suspend),
        ("C", .ring(TestTill.line("egg"))),
        ("C", .void),
        ("A", .resume),
        ("A", nil),
    ]

    @Test func `after a cut at any fact the open baskets are what they were`() async throws {
        let folder = try TestFolder()
        var till = TestTill()
        let names = ["A": till.name(), "B": till.name(), "C": till.name()]
        var open: [(name: String, events: [SaleMachine.Event])] = []
        var receipt: Int32 = 0
        try await append([till.open()], folder)

        for (index, step) in Self.morning.enumerated() {
            let sale = try #require(names[step.sale])
            if let event = step.event {
                try await append([till.basket(sale, event)], folder)
                if !open.contains(where: { $0.name == step.sale }) { open.append((step.sale, [])) }
                for index in open.indices where open[index].name == step.sale {
                    open[index].events.append(event)
                }
            } else {
                receipt += 1
                try await append([till.sell(receipt, sale: sale)], folder)
            }
            if step.event == nil || step.event == .void {
                open.removeAll { $0.name == step.sale }
            }

            let journal = try folder.journal()
            let resumed = try await journal.resume()
            journal.abandon()
            #expect(resumed.openSales.map(\.sale) == open.map { names[$0.name] }, "step \(index)")
            #expect(resumed.openSales.map(\.events) == open.map(\.events), "step \(index)")
            #expect(
                resumed.openSales.map(\.isSuspended) == open.map { $0.events.last == .suspend },
                "step \(index)"
            )
            #expect(resumed.lastReceipt?.number == receipt)
            #expect(resumed.completedSales == Int(receipt))
        }
    }

    @Test func `a receipt's number is never given again, however often the power goes`()
        async throws
    {
        let folder = try TestFolder()
        var till = TestTill()
        try await append([till.open()], folder)
        var given: [ReceiptNumber] = []
        for index in 0..<12 {
            let journal = try folder.journal()
            var last = try await journal.resume().lastReceipt
            if index == 7 {
                let next = TestTill.day.advanced(by: 1)
                try await journal.append([till.open(next)])
                last = try await journal.resume().lastReceipt
            }
            let day = try #require(last?.day)
            let number = ReceiptNumber.following(last, on: day)
            try await journal.append([till.sell(number.number, on: day)])
            given.append(number)
            journal.abandon()
        }
        #expect(Set(given).count == 12)
        #expect(given.map(\.number) == [1, 2, 3, 4, 5, 6, 7, 1, 2, 3, 4, 5])
        #expect(try BooksCheck.faults(OpenedJournal(folder)) == [])
    }

    @Test func `opening a day that is open takes no number back`() async throws {
        let folder = try TestFolder()
        var till = TestTill()
        try await append([till.open(), till.sell(1), till.open()], folder)
        let journal = try folder.journal()
        #expect(try await journal.resume().lastReceipt?.number == 1)
    }

    @Test func `a start knows whether the run before ended by itself`() async throws {
        let folder = try TestFolder()
        var till = TestTill()
        for (isCut, why) in [(false, "closed"), (true, "cut"), (false, "closed again")] {
            let journal = try folder.journal()
            try await journal.append([till.boot()])
            if isCut { journal.abandon() } else { await journal.close() }
            let next = try folder.journal()
            #expect(try await next.resume().wasShutDownCleanly == !isCut, "\(why)")
            next.abandon()
        }
    }

    @Test func `a journal that has stated nothing resumes nothing`() async throws {
        let folder = try TestFolder()
        let journal = try folder.journal()
        let resumed = try await journal.resume()
        #expect(resumed.lastReceipt == nil)
        #expect(resumed.openSales.isEmpty)
        #expect(resumed.wasShutDownCleanly)
        #expect(resumed.interruptedPrints == 0)
        #expect(try await journal.verify().records == 0)
    }

    /// Appends in a run of its own, which ends as by a power cut.
    private func append(_ drafts: [JournalDraft], _ folder: TestFolder) async throws {
        let journal = try folder.journal()
        try await journal.append(drafts)
        journal.abandon()
    }
}
