import Foundation
import Loyalty
import Members
import Retail
import StrictYAML
import TestSupport
import TradeFolder

/// A month of real-shaped trade with its expected answers, where this machine has one.
struct Month {
    let folder: TradeFolder
    let programme: Programme

    /// The month that this machine has; nil without one.
    static func find() throws -> Month? {
        guard let path = MonthFolder.path else { return nil }
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let file = root.appending(path: "Sources/Shop/Programmes/r1.yaml")
        let text = try String(contentsOf: file, encoding: .utf8)
        let programme = try StrictYAML.decode(Programme.self, from: text, file: "r1.yaml")
        try programme.validate()
        return Month(folder: TradeFolder(path: path), programme: programme)
    }

    /// The catalogue by product number.
    func catalogue() throws -> [Int64: TradeProduct] {
        Dictionary(try folder.products().rows.map { ($0.product, $0) }) { first, _ in first }
    }

    /// Whether the month comes with its expected answers.
    var hasAnswers: Bool {
        FileManager.default.fileExists(atPath: folder.path + "/expected")
    }

    /// The lines of an expected file without the columns of rule set R2.
    func expected(_ name: String) throws -> [String] {
        let expected = TradeFolder(path: folder.path + "/expected", limits: folder.limits)
        var reader = CSVReader(try expected.lines(of: name), limits: folder.limits)
        var kept: [Int] = []
        var rows: [String] = []
        while let record = try reader.next() {
            let fields = (0..<record.count).map { String(decoding: record[$0], as: UTF8.self) }
            if rows.isEmpty {
                kept = fields.indices.filter { !fields[$0].hasPrefix("r2") }
            }
            rows.append(kept.map { fields[$0] }.joined(separator: ","))
        }
        return rows
    }

    /// What is known of every member from the sales alone.
    func histories(catalogue: [Int64: TradeProduct]) throws -> [MemberHistory] {
        var days: [MemberID: [MemberDay]] = [:]
        for member in try folder.members().rows {
            days[member.member] = []
        }
        for result in try folder.sales() {
            let sale = try result.get()
            let items = sale.lines.map { $0.item { catalogue[$0] } }
            guard let member = sale.member else { continue }
            let day = MemberDay(
                day: sale.day,
                sales: 1,
                due: SaleTotals(items).due,
                points: programme.accrual(for: items).points
            )
            days[member, default: []].append(day)
        }
        return days.map { MemberHistory(member: $0.key, days: $0.value) }
    }

    /// What is known from before the month.
    func opening() throws -> [MemberHistory] {
        let rows = try folder.openingHistory().rows
        return Dictionary(grouping: rows, by: \.member).map { member, rows in
            let days = rows.map {
                MemberDay(day: $0.day, sales: $0.sales, due: $0.due, points: $0.points)
            }
            return MemberHistory(member: member, days: days)
        }
    }
}
