import Journal
import Loyalty
import Records
import Retail
import SampleTrade
import Testing
import Till

/// Which rules a basket earns by when the shop's programme changes while people buy.
struct ProgrammeTests {
    /// R1 with `points` for each full 1.00.
    static func r1(_ version: Int, points: Int64) -> Programme {
        var rules = Programme.r1
        rules.version = version
        rules.earn.points = Points(points)
        return rules
    }

    typealias Row = (before: String, after: String, programmes: String, points: String, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        ("day",                              "member ring exact",   "r1@2",      "2",   "the next basket"),
        ("day member ring",                  "ring exact",          "r1@1",      "2",   "one that has begun"),
        ("day member ring total cash:50",    "exact",               "r1@1",      "1",   "one that is half paid"),
        ("day member ring",                  "exact member ring exact", "r1@1 r1@2", "1 2", "one after the other"),
        ("day member ring suspend",          "member ring exact resume exact", "r1@2 r1@1", "2 1", "one that is parked"),
        ("day member ring void",             "member ring exact",   "r1@2",      "2",   "one that is given up"),
        ("day member ring exact",            "member ring exact",   "r1@1 r1@2", "1 2", "one that is over stays as it is"),
    ]

    @Test(arguments: rows)
    func `a basket earns by the rules that it began by`(_ row: Row) throws {
        var machine = TillMachine(place: TestBench.place, programme: .r1)
        var sales: [CompletedSale] = []
        var name: UInt64 = 0
        func play(_ notation: String) {
            for event in events(notation) {
                let decision = machine.handle(event, at: SetTillClock(TestBench.time).read()) {
                    name += 1
                    return OperationID(milliseconds: 1, chance: (name, name))
                }
                for case (.saleCompleted(let sale), _) in decision.facts { sales.append(sale) }
            }
        }
        play(row.before)
        machine.go(by: Self.r1(2, points: 2))
        play(row.after)
        let programmes = sales.map { $0.accrual?.programme.description ?? "none" }
        let points = sales.map { $0.accrual?.accrual.points.description ?? "none" }
        #expect(programmes == row.programmes.split(separator: " ").map(String.init), "\(row.why)")
        #expect(points == row.points.split(separator: " ").map(String.init), "\(row.why)")
    }

    @Test func `the page shows the points that the receipt will have`() async throws {
        let bench = try TestBench()
        let till = try await bench.till(try bench.journal())
        _ = await till.perform(events("day member ring"))
        await till.go(by: Self.r1(2, points: 2))
        #expect(try await till.status().programme == "r1@2")
        #expect(try await till.status().pointsEarned == 1)
        _ = await till.perform(events("exact member ring"))
        #expect(try await till.status().pointsEarned == 2)
    }

    @Test func `what comes back in part is counted by the rules of its sale`() async throws {
        let bench = try TestBench()
        let till = try await bench.till(try bench.journal())
        let sweet = TillEvent.ring(line("糖 sweet", 10))
        _ = await till.perform(events("day member ring") + [sweet] + events("exact"))
        await till.go(by: Self.r1(2, points: 9))
        let request = ReturnRequest(
            items: [.init(line: 1)],
            reason: "too sour",
            clerk: "7"
        )
        let number = ReceiptNumber(day: TestBench.day, number: 1)
        let answer = try await till.giveBack(request, of: number)
        guard case .returned(let goods) = answer else {
            Issue.record("\(answer)")
            return
        }
        // 1.10 earned a point and 0.10 earns none; by its share of the money, rounded down, the
        // point would stay.
        #expect(goods.points == 1)
    }
}
