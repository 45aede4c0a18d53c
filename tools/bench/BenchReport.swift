internal import FoundationEssentials

/// One line of the account: what was measured, and what was aimed at.
struct BenchRow: Encodable {
    /// What was measured.
    let name: String
    /// In what: `ms`, `us`, `x`, `sales/s`, `MB/s`, `MB`, `%`.
    let unit: String
    /// The middle of all samples.
    let median: Double
    /// What 99 of 100 samples do not exceed; nil where a handful of samples has none.
    let p99: Double?
    /// How many samples there are.
    let samples: Int
    /// The aim; nil for what is there to compare with.
    let aim: Aim?
    /// What else there is to know.
    let note: String?

    /// Where the median should lie.
    enum Aim: Encodable {
        case atMost(Double)
        case atLeast(Double)

        func isMet(by value: Double) -> Bool {
            switch self {
            case .atMost(let limit): value <= limit
            case .atLeast(let limit): value >= limit
            }
        }
    }

    /// Whether the aim is met; nil without one.
    var isMet: Bool? { aim?.isMet(by: median) }

    /// A row of these samples.
    init(_ name: String, _ samples: Samples, aim: Aim? = nil, note: String? = nil) {
        self.init(
            name,
            samples.median,
            "ms",
            p99: samples.p99,
            samples: samples.milliseconds.count,
            aim: aim,
            note: note
        )
    }

    /// A row of one figure.
    init(
        _ name: String,
        _ median: Double,
        _ unit: String,
        p99: Double? = nil,
        samples: Int,
        aim: Aim? = nil,
        note: String? = nil
    ) {
        self.name = name
        self.unit = unit
        self.median = median
        self.p99 = p99
        self.samples = samples
        self.aim = aim
        self.note = note
    }

    private enum Key: String, CodingKey {
        case name
        case unit
        case median
        case p99
        case samples
        case atMost
        case atLeast
        case met
        case note
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(name, forKey: .name)
        try container.encode(unit, forKey: .unit)
        try container.encode(median, forKey: .median)
        try container.encodeIfPresent(p99, forKey: .p99)
        try container.encode(samples, forKey: .samples)
        switch aim {
        case .atMost(let limit): try container.encode(limit, forKey: .atMost)
        case .atLeast(let limit): try container.encode(limit, forKey: .atLeast)
        case nil: break
        }
        try container.encodeIfPresent(isMet, forKey: .met)
        try container.encodeIfPresent(note, forKey: .note)
    }
}

/// The account of one run.
struct BenchReport: Encodable {
    let machine: Machine
    let loadBefore: LoadAverage
    let loadAfter: LoadAverage
    let trade: String
    let rows: [BenchRow]
    /// What could not be measured here, and why.
    let skipped: [String]

    /// For machines: sorted keys, indented.
    var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        do {
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        } catch {
            preconditionFailure("a report holds nothing that JSON cannot say: \(error)")
        }
    }

    /// For people: a table.
    var text: String {
        var lines = [
            machine.text,
            "load average \(loadBefore.text) before, \(loadAfter.text) after; trade \(trade)",
            "",
            Self.line(["", "median", "p99", "samples", "aim", ""]),
        ]
        for row in rows {
            lines.append(Self.line(Self.cells(row)))
            if let note = row.note { lines.append("    " + note) }
        }
        lines += skipped.map { "skipped: " + $0 }
        return lines.joined(separator: "\n")
    }

    private static func cells(_ row: BenchRow) -> [String] {
        let aim =
            switch row.aim {
            case .atMost(let limit): "≤ \(limit.short) \(row.unit)"
            case .atLeast(let limit): "≥ \(limit.short) \(row.unit)"
            case nil: ""
            }
        return [
            row.name, "\(row.median.short) \(row.unit)", row.p99?.short ?? "", "\(row.samples)",
            aim,
            row.isMet.map { $0 ? "met" : "NOT MET" } ?? "",
        ]
    }

    private static func line(_ cells: [String]) -> String {
        let widths = [48, 15, 10, 9, 15, 0]
        var text = ""
        for (index, (cell, width)) in zip(cells, widths).enumerated() {
            let room = String(repeating: " ", count: max(0, width - cell.count))
            text += index == 0 || index > 3 ? cell + room + " " : room + cell + " "
        }
        return String(text.reversed().drop { $0 == " " }.reversed())
    }
}

extension Double {
    /// With as many decimals as a person can use.
    var short: String {
        guard isFinite else { return "-" }
        let decimals = magnitude < 10 ? 1000.0 : magnitude < 100 ? 100 : magnitude < 1000 ? 10 : 1
        let rounded = (self * decimals).rounded() / decimals
        return decimals == 1 ? "\(Int64(rounded))" : "\(rounded)"
    }
}
