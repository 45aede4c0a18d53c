import Foundation
import Loyalty
import Members
import Retail
import Testing
import TradeFolder

/// Rule set R1 over a month of trade against its expected answers: every sale, every member on
/// three days, every store's and till's day, every department.
///
/// It is computed here straight from the files, so a difference is one of reading or of counting.
@Suite(.serialized)
struct MonthTests {
    /// The month; nil, after saying so, when this machine has none, or none with answers.
    private func month(for what: String, needsAnswers: Bool = true) throws -> Month? {
        guard let month = try Month.find() else {
            print("SKIPPED: \(what) because no trade folder was found")
            return nil
        }
        guard month.hasAnswers || !needsAnswers else {
            print("SKIPPED: \(what) because the trade folder has no expected answers")
            return nil
        }
        return month
    }

    @Test func `every file of the month is read without a problem`() throws {
        guard let month = try month(for: "the month's files", needsAnswers: false) else { return }
        var clock = ContinuousClock.now
        func lap(_ what: String) {
            print("\(what) in \(clock.duration(to: .now))")
            clock = .now
        }
        let products = try month.folder.products()
        lap("\(products.rows.count) products")
        let stores = try month.folder.stores()
        let members = try month.folder.members()
        let opening = try month.folder.openingHistory()
        lap("\(opening.rows.count) opening days, \(members.rows.count) members")
        var sales = 0
        var problems: [TradeProblem] = []
        for result in try month.folder.sales() {
            switch result {
            case .success: sales += 1
            case .failure(let problem): problems.append(problem)
            }
        }
        lap("\(sales) sales")
        problems += products.problems + stores.problems + members.problems + opening.problems
        #expect(problems == [])
        #expect(sales > 0)
        #expect(!stores.rows.isEmpty)
    }

    @Test func `every sale's due, weighted sum and points are as expected`() throws {
        guard let month = try month(for: "the month's sales") else { return }
        let catalogue = try month.catalogue()
        var rows = ["sale,member,due,weighted,r1_points"]
        for result in try month.folder.sales() {
            let sale = try result.get()
            let items = sale.lines.map { $0.item { catalogue[$0] } }
            let accrual = month.programme.accrual(for: items)
            let due = SaleTotals(items).due.minorUnits
            let member = sale.member?.description ?? ""
            let weighted = accrual.weighted.minorUnits
            rows.append("\(sale.reference),\(member),\(due),\(weighted),\(accrual.points)")
        }
        expectSame(rows, try month.expected("sale_cold.csv"))
    }

    @Test(arguments: ["cold", "warm"])
    func `every member stands as expected on all three days`(start: String) throws {
        guard let month = try month(for: "the month's members, \(start)") else { return }
        let histories = try month.histories(catalogue: month.catalogue())
        let opening = start == "warm" ? try month.opening() : []
        let expected = try month.expected("member_\(start).csv")
        let days = Set(expected.dropFirst().map { String($0.prefix(10)) }).sorted()

        var rows = [MemberRow.columns(of: month.programme).joined(separator: ",")]
        for day in days {
            let asOf = try #require(BusinessDay(day))
            let table = memberRows(
                histories: histories,
                opening: opening,
                asOf: asOf,
                programme: month.programme
            )
            rows += table.map { $0.values.map(\.csv).joined(separator: ",") }
        }
        expectSame(rows, expected)
    }

    @Test func `every store's day, till's day and department is as expected`() throws {
        guard let month = try month(for: "the month's stores, tills, departments") else { return }
        let catalogue = try month.catalogue()
        var books = MonthBooks()
        for result in try month.folder.sales() {
            let sale = try result.get()
            books.add(sale, sale.lines.map { $0.item { catalogue[$0] } }, by: month.programme)
        }
        expectSame(books.storeDays, try month.expected("store_day.csv"))
        expectSame(books.tillDays, try month.expected("till_day.csv"))
        expectSame(books.departments, try month.expected("department.csv"))
    }

    /// Compares line by line, so that a failure shows the first few lines that differ and not all.
    private func expectSame(_ rows: [String], _ expected: [String]) {
        #expect(rows.count == expected.count)
        #expect(rows.count > 1, "there is nothing to compare")
        let differing = zip(rows, expected).filter { $0 != $1 }.prefix(5)
        #expect(differing.map(\.0) == differing.map(\.1))
    }
}
