import HAL
import Journal
import Records
import Retail
import Testing
import Till

/// Goods that come back to a till.
struct ReturnTests {
    private func ask(
        _ till: Till,
        _ receipt: Int32,
        _ items: [ReturnRequest.Item]? = nil,
        reason: String = "too sour"
    ) async throws -> TillAnswer {
        let request = ReturnRequest(items: items, reason: reason, clerk: "7")
        let number = ReceiptNumber(day: TestBench.day, number: receipt)
        return try await till.giveBack(request, of: number)
    }

    private func tea(_ thousandths: Int64, _ amount: Int64) -> TillEvent {
        var tea = line("茶 tea", amount)
        tea.quantity = .measure(thousandths: thousandths, unit: "kg")
        return .ring(tea)
    }

    @Test func `what comes back is paid, printed and counted, once`() async throws {
        let bench = try TestBench()
        let journal = try bench.journal()
        var till = try await bench.till(journal)
        _ = await till.perform(events("day member") + [tea(415, 1158)] + events("ring exact"))
        let weighed = ReturnRequest.Item(line: 1, quantity: "0.1")
        #expect(word(try await ask(till, 1, [weighed])) == "returned 2 2.79 0.00")
        #expect(word(try await ask(till, 1)) == "returned 3 9.79 0.00", "all that is left")
        #expect(word(try await ask(till, 1)) == "goods")
        await till.settle()
        let report = try #require(try await till.dayReport())
        let takings = report.takings
        #expect(takings.sales == 1 && takings.returns == 2 && takings.due == .zero)
        #expect(takings.refunded == Money(minorUnits: 1258) && takings.points == 0)
        #expect(takings.taken.isEmpty, "what was in the drawer has gone out of it")
        #expect("\(report)".contains("1 sale, 2 returned for 12.58, 0.00 due"))
        #expect(await bench.printer.paper.count == 3)
        let closing = try await till.status().closing
        #expect(closing.last == 0 && closing.sales == 1 && closing.returns == 2)

        journal.abandon()
        till = try await bench.till(try bench.journal())
        #expect(word(try await ask(till, 1)) == "goods", "nor after a start")
        #expect(word(await till.perform(events("ring exact"))[1]) == "#4 1.00 0.00")
    }

    typealias Row = (
        before: String, receipt: Int32, items: [ReturnRequest.Item]?, answer: String, why: String
    )

    // swift-format-ignore
    static let rows: [Row] = [
        ("day ring exact",         1, [.init(line: 1)],                  "returned 2 1.00 0.00", "a line, all of it"),
        ("day ring total card:100", 1, nil,                              "returned 2 0.00 1.00", "a card's money by hand"),
        ("day free ring exact",    1, [.init(line: 1)],                  "returned 2 0.00 0.00", "what was free"),
        ("day ring exact",         1, [.init(line: 1, quantity: "2")],   "goods",               "more than was sold"),
        ("day ring exact",         1, [.init(line: 1, quantity: "0")],   "goods",               "nothing"),
        ("day ring exact",         1, [.init(line: 2)],                  "goods",               "no such line"),
        ("day ring exact",         1, [.init(line: 0)],                  "goods",               "lines count from 1"),
        ("day ring exact",         1, [.init(line: .min)],               "goods",               "whatever is sent"),
        ("day ring exact",         1, [],                                "goods",               "no line at all"),
        ("day ring exact",         1, [.init(line: 1, quantity: "0.5")], "notAQuantity",        "half a piece"),
        ("day ring exact",         1, [.init(line: 1, quantity: "-1")],  "notAQuantity",        "less than nothing"),
        ("day ring exact",         1, [.init(line: 1, quantity: "99999999999999999999")], "notAQuantity", "more than there is of anything"),
        ("day ring exact",         9, nil,                               "receiptIsElsewhere",  "another till's receipt"),
        ("day ring exact ring",    1, nil,                               "counterIsTaken",      "a customer is being served"),
        ("day ring exact tomorrow", 1, nil,                              "returned 1 1.00 0.00", "on another day, by its number"),
    ]

    @Test(arguments: rows.indices)
    func `a till gives back what it has sold, and says why not`(_ index: Int) async throws {
        let row = Self.rows[index]
        let bench = try TestBench()
        let till = try await bench.till(try bench.journal())
        _ = await till.perform(events(row.before))
        #expect(word(try await ask(till, row.receipt, row.items)) == row.answer, "\(row.why)")
    }

    @Test func `nobody takes goods without saying why, or with a card's number in the words`()
        async throws
    {
        let bench = try TestBench()
        let till = try await bench.till(try bench.journal())
        _ = await till.perform(events("day ring exact"))
        let digits = String(repeating: "4 1", count: 8)
        for reason in ["", String(repeating: "sour ", count: 80), "card \(digits)"] {
            #expect(word(try await ask(till, 1, reason: reason)) == "groundsAreMissing")
        }
    }

    @Test func `two that give one thing back at once give it back once`() async throws {
        let bench = try TestBench()
        let journal = try bench.journal()
        let till = try await bench.till(journal)
        _ = await till.perform(events("day ring exact"))
        let number = ReceiptNumber(day: TestBench.day, number: 1)
        guard case .sale(let returns) = try await journal.returnable(number),
            let grounds = GoodsReturn.Grounds(reason: "too sour", clerk: "7")
        else {
            Issue.record("it is not there")
            return
        }
        let event = TillEvent.giveBack(returns, .giveBackAll, grounds)
        let words = await withTaskGroup(of: String.self) { counter in
            for _ in 0..<5 { counter.addTask { word(await till.perform(event)) } }
            return await counter.reduce(into: [:]) { $0[String($1.prefix(7)), default: 0] += 1 }
        }
        #expect(words == ["returne": 1, "storage": 4])
        #expect(try await till.dayReport()?.takings.returns == 1)
    }

    @Test func `a return's receipt says what, of which sale, for how much and why`() async throws {
        let bench = try TestBench()
        let till = try await bench.till(try bench.journal())
        _ = await till.perform(events("day member ring ring exact"))
        _ = try await ask(till, 1, [.init(line: 2)])
        let number = ReceiptNumber(day: TestBench.day, number: 2)
        let report = try #require(try await till.receipt(number))
        #expect(report.due == Money(minorUnits: -100))
        let text = (report.text ?? []).joined(separator: "\n")
        for words in ["RETURN", "298-3 #1", "298-3 #2", "米 rice", "Refund", "too sour", "***318"] {
            #expect(text.contains(words), "\(words) in\n\(text)")
        }
    }
}
