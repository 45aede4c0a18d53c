import Foundation
import Hub
import Loyalty
import Members
import Records
import Retail
import SyncProtocol
import TestSupport
import Testing
import TradeFolder

/// A month of trade through the hub, against the answers that come with it, and what it costs.
///
/// Every sale goes through one till for each place, with as many records a sale as a real till
/// writes.
struct MonthTests {
    @Test(.enabled(if: MonthFolder.path != nil, Comment(rawValue: MonthFolder.absence)))
    func `a month is taken in and reported as the answers say`() async throws {
        let path = try #require(MonthFolder.path)
        let tills = try Self.tills(path)
        let home = try TestFolder()
        let hub = HubCore(
            store: try SQLiteHubStore(path: home.file),
            admission: .anyone,
            clock: { 0 }
        )
        try await hub.adopt(.r1, text: "id: r1")
        try await hub.importMembers(TradeFolder(path: path).members().rows.map(\.member))

        let start = Self.processorSeconds()
        let records = try await Self.ingest(tills, hub)
        print(
            "took in \(records) records in \(Self.processorSeconds() - start) s of processor time"
        )

        let warm = try TradeFolder(path: path).openingHistories()
        for day in ["2017-06-01", "2017-07-16", "2018-05-16"] {
            let asOf = BusinessDay(day)
            for (file, opening) in [("member_cold", []), ("member_warm", warm)] {
                let report = try await hub.report(.members, asOf: asOf, opening: opening)
                let expected = try Self.expected(path, file, columns: report.columns)
                let rows = expected.filter { $0.hasPrefix(day) }
                #expect(Self.firstDifference(Self.rows(report), rows) == nil, "\(file) \(day)")
            }
        }
        try await Self.checkSums(hub, path)
        let census = try await hub.census()
        #expect(census.setAside + census.deferred + census.differences == 0)
        #expect(try await hub.store.verifyChains().isWhole)
        print("reported and verified: \(Self.processorSeconds() - start) s altogether")
    }

    private static func checkSums(_ hub: HubCore, _ path: String) async throws {
        let files: [(HubReport.Name, String)] = [
            (.storeDays, "store_day"), (.tillDays, "till_day"), (.departments, "department"),
        ]
        for (name, file) in files {
            let report = try await hub.report(name, asOf: nil)
            let expected = try expected(path, file, columns: report.columns)
            #expect(firstDifference(rows(report), expected) == nil, "\(file)")
        }
    }

    /// One till for each place, with a ring for each line and the sale itself.
    private static func tills(_ path: String) throws -> [TestTill] {
        let folder = TradeFolder(path: path)
        let products = Dictionary(
            try folder.products().rows.map { ($0.product, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        var tills: [Place: TestTill] = [:]
        for line in try folder.sales() {
            let sale = try line.get()
            let number = UInt32(tills.count + 1)
            let fresh = TestTill(number, store: sale.place.store, till: sale.place.till)
            tills[sale.place, default: fresh].ring(sale, products)
        }
        return tills.values.sorted { $0.device < $1.device }
    }

    private static func ingest(_ tills: [TestTill], _ hub: HubCore) async throws -> Int {
        let endpoint = HubEndpoint(hub)
        return try await withThrowingTaskGroup(of: Int.self) { group in
            for till in tills {
                group.addTask {
                    _ = try await hub.welcome(till.hello).get()
                    for first in stride(from: 0, to: till.records.count, by: 256) {
                        let part = till.records[first..<min(first + 256, till.records.count)]
                        let answer = await endpoint.handle(
                            path: HubPath.journal,
                            body: Upload(Array(part)).encoded()
                        )
                        #expect(answer.status == 200)
                    }
                    return till.records.count
                }
            }
            return try await group.reduce(0, +)
        }
    }

    /// The columns of an expected file that rule set R1 fills.
    private static func expected(
        _ path: String,
        _ file: String,
        columns: [String]
    ) throws -> [String] {
        let unpacking = Process()
        let pipe = Pipe()
        unpacking.executableURL = URL(fileURLWithPath: "/bin/gzip")
        unpacking.arguments = ["-dc", "\(path)/expected/\(file).csv.gz"]
        unpacking.standardOutput = pipe
        try unpacking.run()
        let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let lines = text.split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        let indices = columns.compactMap { column in lines[0].firstIndex { $0 == column } }
        #expect(indices.count == columns.count, "\(columns) in \(lines[0])")
        return lines.dropFirst().map { line in indices.map { line[$0] }.joined(separator: ",") }
    }

    private static func rows(_ report: HubReport) -> [String] {
        report.rows.map { $0.map(\.csv).joined(separator: ",") }
    }

    private static func firstDifference(_ rows: [String], _ expected: [String]) -> String? {
        if rows.count != expected.count { return "\(rows.count) rows, not \(expected.count)" }
        return zip(rows, expected).first { $0 != $1 }.map { "\($0) is not \($1)" }
    }

    private static func processorSeconds() -> Double {
        Double(clock()) / 1_000_000
    }
}

extension TestTill {
    /// A sale of a trade folder: a record for the member, each line and the tender, and the sale.
    fileprivate mutating func ring(_ sale: TradeSale, _ products: [Int64: TradeProduct]) {
        let name = name()
        var draft = SaleDraft(
            sale: name,
            place: place,
            receipt: sale.receipt,
            day: sale.day.description,
            member: sale.member?.number,
            lines: sale.lines.map { $0.item(products[$0.product]) },
            programme: .r1
        )
        draft.reference = sale.reference
        draft.at = sale.at
        if let member = sale.member {
            state(.basket(BasketFact(sale: name, event: .identify(member))))
        }
        for line in draft.lines { state(.basket(BasketFact(sale: name, event: .ring(line)))) }
        for tender in draft.tenders {
            state(.basket(BasketFact(sale: name, event: .tender(tender))))
        }
        state(.saleCompleted(draft.sold))
    }
}
