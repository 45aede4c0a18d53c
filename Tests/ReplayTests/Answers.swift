import Foundation
import Hub
import Members
import TradeFolder

/// The rows of an expected file, in the columns that a report has.
struct Answers {
    let rows: [String]

    init(_ trade: String, _ name: String, columns: [String]) throws {
        let folder = TradeFolder(path: trade + "/expected")
        var reader = CSVReader(try folder.lines(of: "\(name).csv"), limits: folder.limits)
        var header: [String]?
        var kept: [Int] = []
        var rows: [String] = []
        while let record = try reader.next() {
            let fields = (0..<record.count).map { String(decoding: record[$0], as: UTF8.self) }
            guard header != nil else {
                header = fields
                kept =
                    columns.isEmpty
                    ? Array(fields.indices) : columns.compactMap { fields.firstIndex(of: $0) }
                continue
            }
            rows.append(kept.map { fields[$0] }.joined(separator: ","))
        }
        self.rows = rows
    }

    /// The first column's values, each once, in order.
    var days: [String] {
        var seen: [String] = []
        for row in rows {
            let day = String(row.prefix { $0 != "," })
            if seen.last != day { seen.append(day) }
        }
        return seen
    }
}

extension HubReport {
    /// The rows as lines of CSV, without the head.
    var lines: [String] {
        csv.split(separator: "\n").dropFirst().map(String.init)
    }
}

/// Seeds for runs that chance decides; `SUANPAN_SEED` repeats one.
enum Seeds {
    static func some(_ count: Int) -> [UInt64] {
        let named = ProcessInfo.processInfo.environment["SUANPAN_SEED"].flatMap(UInt64.init)
        let seeds = named.map { [$0] } ?? (0..<count).map { _ in UInt64.random(in: 1...999_999) }
        print("SEED \(seeds)")
        return seeds
    }
}
