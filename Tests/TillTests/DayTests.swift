import HAL
import Journal
import Retail
import Testing
import Till

/// How a day begins and ends at the counter.
struct DayTests {
    private static let list = MemoryCatalogue(items: [("690", item(21, price: 250))])

    /// A counter whose clock shows `time`.
    private static func counter(_ till: Till, at time: SaleTime = TestBench.time) -> Counter {
        Counter(till: till, catalogue: list, clock: SetTillClock(time))
    }

    private static let flat = SaleTime(unixSeconds: 90_000, offsetMinutes: 0)

    @Test func `a new box whose clock has stopped says so, and sells once it is set`() async throws
    {
        let bench = try TestBench()
        let till = try await bench.till(try bench.journal())
        let entered = try await Self.counter(till, at: Self.flat).enter("690")
        #expect(!entered.accepted)
        #expect(entered.message.contains("1970-01-02") && entered.message.contains("timedatectl"))
        #expect(try await Self.counter(till).enter("690").accepted)
    }

    @Test func `a box whose clock stops in service sells on, under the day that is open`()
        async throws
    {
        let bench = try TestBench()
        let till = try await bench.till(try bench.journal())
        #expect(try await Self.counter(till).enter("690").accepted)
        #expect(try await Self.counter(till).enter("CA").accepted)
        let stopped = Self.counter(till, at: Self.flat)
        #expect(try await stopped.enter("690").accepted)
        #expect(try await stopped.enter("CA").message.hasPrefix("Receipt 2:"))
        #expect(try await till.status().day == TestBench.day)
    }

    @Test func `a day is closed at the counter with the cash that was counted`() async throws {
        let bench = try TestBench()
        let till = try await bench.till(try bench.journal())
        let counter = Self.counter(till)
        for line in ["2*690", "CA", "690", "SO"] {
            #expect(try await counter.enter(line).accepted)
        }
        let closed = try await counter.enter("450ZR")
        #expect(closed.accepted)
        #expect(
            closed.message
                == "Z 1 of 2017-05-01: 1 sale, 5.00 due; cash 5.00; 0.50 missing; 1 parked"
        )
        #expect(try await counter.enter("RS").accepted)
        let refused = try await counter.enter("ZR")
        #expect(!refused.accepted && refused.message.contains("basket"))
        #expect(try await counter.enter("CA").accepted)
        #expect(
            try await counter.enter("250ZR").message
                == "Z 2 of 2017-05-01: 1 sale, 2.50 due; cash 2.50; the cash is right"
        )
        #expect(try await till.close(1)?.cashDifference == Money(minorUnits: -50))
        #expect(try await till.close()?.number == 2)
        #expect(try await till.close(3) == nil)
    }

    @Test func `reports are of the day that is open, sales and returns open today's`() async throws
    {
        let bench = try TestBench()
        let till = try await bench.till(try bench.journal())
        let evening = Self.counter(till)
        for line in ["690", "CA"] { #expect(try await evening.enter(line).accepted) }
        let morning = SaleTime(
            unixSeconds: TestBench.time.unixSeconds + 86_400,
            offsetMinutes: TestBench.time.offsetMinutes
        )
        let counter = Self.counter(till, at: morning)
        #expect(try await counter.enter("XR").message.hasPrefix("2017-05-01: 1 sale"))
        #expect(try await counter.enter("ZR").message.hasPrefix("Z 1 of 2017-05-01: 1 sale"))
        #expect(try await till.status().day == TestBench.day)
        let request = ReturnRequest(items: nil, reason: "soft", clerk: "7")
        let sold = ReceiptNumber(day: TestBench.day, number: 1)
        guard case .returned(let goods) = try await counter.giveBack(request, of: sold) else {
            Issue.record("nothing came back")
            return
        }
        #expect(goods.receipt == ReceiptNumber(day: TestBench.day.advanced(by: 1), number: 1))
    }

    @Test
    func `goods that came back are in the close, and money that went back is not in the drawer`()
        async throws
    {
        let bench = try TestBench()
        let till = try await bench.till(try bench.journal())
        let counter = Self.counter(till)
        for line in ["2*690", "CA"] { #expect(try await counter.enter(line).accepted) }
        let request = ReturnRequest(
            items: [ReturnRequest.Item(line: 1, quantity: "1")],
            reason: "soft",
            clerk: "7"
        )
        let receipt = ReceiptNumber(day: TestBench.day, number: 1)
        guard case .returned = try await till.giveBack(request, of: receipt) else {
            Issue.record("nothing came back")
            return
        }
        #expect(
            try await counter.enter("250ZR").message
                == "Z 1 of 2017-05-01: 1 sale, 1 returned for 2.50, 2.50 due; cash 2.50; "
                + "the cash is right"
        )
    }

    @Test func `a close is printed, once, and no receipt is missed for it`() async throws {
        let bench = try TestBench()
        let till = try await bench.till(try bench.journal(), printer: bench.printer)
        let counter = Self.counter(till)
        for line in ["690", "CA", "ZR"] { #expect(try await counter.enter(line).accepted) }
        await till.settle()
        let paper = await bench.printer.paper
        #expect(paper.count == 2)
        let report = paper.last?.document.nodes.map { "\($0)" }.joined(separator: "\n") ?? ""
        #expect(report.contains("日结 Z 1") && report.contains("2.50"))
        #expect(try await till.receipts(limit: 9).map(\.number) == [1])
        let status = try await till.status()
        #expect((status.receiptsPrinted, status.sales, status.printsWaiting) == (1, 1, 0))
    }

    @Test func `a close goes on from the last one after a power cut`() async throws {
        let bench = try TestBench()
        let journal = try bench.journal()
        let first = Self.counter(try await bench.till(journal))
        for line in ["690", "CA", "ZR", "690", "CA"] {
            #expect(try await first.enter(line).accepted)
        }
        journal.abandon()
        let again = Self.counter(try await bench.till(try bench.journal()))
        #expect(try await again.enter("ZR").message.hasPrefix("Z 2 of 2017-05-01: 1 sale, 2.50"))
        #expect(try await again.enter("ZR").message.hasPrefix("Z 3 of 2017-05-01: 0 sales, 0.00"))
    }
}
