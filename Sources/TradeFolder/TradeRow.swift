/// One record of a table with named columns, and how its fields are read.
struct TradeRow {
    let record: CSVRecord
    let columns: [String: Int]

    /// The text in `column`, which may be empty.
    func text(_ column: String) throws(FieldFault) -> String {
        guard let index = columns[column] else { return "" }
        guard let text = String(utf8: record[index]) else {
            throw FieldFault(column, "is not UTF-8", "save the file as UTF-8")
        }
        return text
    }

    /// The text in `column`.
    func word(_ column: String) throws(FieldFault) -> String {
        let text = try text(column)
        guard !text.isEmpty else { throw FieldFault(column, "is empty", "fill it in") }
        return text
    }

    /// The text in `column`; nil when it is empty or the table has no such column.
    func wordIfAny(_ column: String) throws(FieldFault) -> String? {
        let text = try text(column)
        return text.isEmpty ? nil : text
    }

    /// The whole number in `column`.
    func integer(_ column: String, in range: ClosedRange<Int64>) throws(FieldFault) -> Int64 {
        guard let index = columns[column], let number = Int64(digits: record[index]) else {
            let text = try text(column)
            throw FieldFault(column, "'\(text)' is not a whole number", "write digits only")
        }
        guard range.contains(number) else { throw .outside(column, number, range) }
        return number
    }

    /// What `read` makes of the text in `column`.
    func value<Value>(
        _ column: String,
        like sample: String,
        _ read: (String) -> Value?
    ) throws(FieldFault) -> Value {
        let text = try text(column)
        guard let value = read(text) else {
            throw FieldFault(column, "'\(text)' is not understood", "write it as \(sample)")
        }
        return value
    }
}

extension FieldFault {
    /// A number that no shop means.
    static func outside(
        _ field: String,
        _ number: Int64,
        _ range: ClosedRange<Int64>
    ) -> FieldFault {
        FieldFault(
            field,
            "\(number) is out of bounds",
            "write a number from \(range.lowerBound) to \(range.upperBound)"
        )
    }
}

/// A kind of row that a CSV file of the folder holds.
protocol TradeRecord: Sendable {
    /// The columns without which no row makes sense. Others may be there, in any order.
    static var columns: [String] { get }
    /// The column that tells rows apart, the first of `columns`; nil when rows may repeat.
    var key: Int64? { get }

    /// Reads one row.
    init(_ row: TradeRow, limits: TradeLimits) throws(FieldFault)
}

extension TradeFolder {
    /// All rows of one CSV file.
    ///
    /// - Throws: when the file is not there, or its header lacks a column.
    func table<Record: TradeRecord>(
        _ name: String,
        as type: Record.Type
    ) throws(TradeProblem) -> TradeTable<Record> {
        var reader = CSVReader(try lines(of: name), limits: limits)
        let columns = try header(&reader, needs: Record.columns)
        var table = TradeTable<Record>()
        var seen: [Int64: Int] = [:]
        while true {
            do throws(TradeProblem) {
                guard let record = try reader.next() else { return table }
                do throws(FieldFault) {
                    let row = try Record(TradeRow(record: record, columns: columns), limits: limits)
                    try note(row.key, on: record.line, in: &seen, Record.columns[0])
                    table.rows.append(row)
                } catch {
                    throw error.at(reader.file, record.line)
                }
            } catch {
                table.problems.append(error)
            }
        }
    }

    /// Checks that no earlier row has the same key.
    private func note(
        _ key: Int64?,
        on line: Int,
        in seen: inout [Int64: Int],
        _ column: String
    ) throws(FieldFault) {
        guard let key, let earlier = seen.updateValue(line, forKey: key) else { return }
        seen[key] = earlier
        throw FieldFault(
            column,
            "\(key) is on line \(earlier) already",
            "keep one of the two lines"
        )
    }

    /// Reads the first record as the names of the columns.
    private func header(
        _ reader: inout CSVReader,
        needs required: [String]
    ) throws(TradeProblem) -> [String: Int] {
        guard let record = try reader.next() else {
            let line = required.joined(separator: ",")
            throw FieldFault(nil, "is empty", "begin with the line \(line)").at(reader.file, nil)
        }
        var columns: [String: Int] = [:]
        for index in 0..<record.count {
            let name = String(decoding: record[index], as: UTF8.self)
            guard columns.updateValue(index, forKey: name) == nil else {
                throw FieldFault(name, "is the name of two columns", "give each its own")
                    .at(reader.file, record.line)
            }
        }
        for name in required where columns[name] == nil {
            let known = columns.keys.sorted().joined(separator: ", ")
            throw FieldFault(name, "is missing from the header (\(known))", "add the column")
                .at(reader.file, record.line)
        }
        return columns
    }
}
