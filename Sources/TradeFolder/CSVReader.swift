/// The records of one CSV file as RFC 4180 has it, with the quotes taken off.
///
/// A quoted field may hold commas, doubled quotes and line ends. A quote that is never closed would
/// swallow the lines after it, so a record over several lines has to be right as a whole: it has as
/// many fields as the header and at most `linesInRecord` lines. Else its first line is the broken
/// one, and reading goes on with its second.
package struct CSVReader {
    /// The most lines that one record may have.
    package static let linesInRecord = 16

    /// The file's name inside its folder.
    package var file: String { lines.file }
    /// How many fields every record has; set by the first.
    package private(set) var width: Int?

    private var lines: LineReader
    private let limits: TradeLimits
    /// Lines, and problems met in their place, that were looked at for the record before and are
    /// not part of it.
    private var pending: ArraySlice<Result<LineReader.Line, TradeProblem>> = []

    package init(_ lines: LineReader, limits: TradeLimits) {
        self.lines = lines
        self.limits = limits
    }

    /// The next record, nil after the last.
    ///
    /// Lines with nothing on them are passed over.
    ///
    /// - Throws: for a broken line and for a fault of the file. Asking again goes on after it.
    package mutating func next() throws(TradeProblem) -> CSVRecord? {
        var line = try nextLine()
        while let empty = line, empty.bytes.isEmpty {
            line = try nextLine()
        }
        guard var line else { return nil }
        if line.number == 1, line.bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            line.bytes.removeFirst(3)
        }
        do {
            let record = try record(from: line)
            width = width ?? record.count
            return record
        } catch {
            throw error.at(file, line.number)
        }
    }

    private mutating func nextLine() throws(TradeProblem) -> LineReader.Line? {
        if let line = pending.popFirst() { return try line.get() }
        return try lines.next()
    }

    private mutating func record(from line: LineReader.Line) throws(FieldFault) -> CSVRecord {
        guard line.bytes.contains(0x22) else {
            return try checked(.init(unquoted: line.bytes, line: line.number))
        }
        var text = line.bytes
        var taken: ArraySlice<Result<LineReader.Line, TradeProblem>> = []
        do throws(FieldFault) {
            while true {
                if let record = try CSVRecord(quoted: text, line: line.number) {
                    return try checked(record)
                }
                guard taken.count < Self.linesInRecord - 1, text.count <= limits.lineBytes,
                    let next = lookAhead(&taken)
                else { throw FieldFault(nil, "has a quote that is not closed", "close it with \"") }
                text.append(0x0A)
                text += next.bytes
            }
        } catch {
            pending = taken + pending
            throw error
        }
    }

    /// Takes one more line for the record at hand; nil when there is none.
    private mutating func lookAhead(
        _ taken: inout ArraySlice<Result<LineReader.Line, TradeProblem>>
    ) -> LineReader.Line? {
        do throws(TradeProblem) {
            guard let line = try nextLine() else { return nil }
            taken.append(.success(line))
            return line
        } catch {
            taken.append(.failure(error))
            return nil
        }
    }

    private func checked(_ record: CSVRecord) throws(FieldFault) -> CSVRecord {
        guard record.count <= limits.fields else {
            throw FieldFault(nil, "has more than \(limits.fields) fields", "check its commas")
        }
        guard let width, record.count != width else { return record }
        throw FieldFault(
            nil,
            "has \(record.count) fields where the header has \(width)",
            "quote fields that hold a comma, and leave none out"
        )
    }
}

/// The fields of one record, without copying each.
package struct CSVRecord {
    /// The line on which it begins.
    package let line: Int
    private let bytes: [UInt8]
    /// Where each field ends in `bytes`, and with it where the next begins.
    private let ends: [Int]
    /// How many bytes lie between two fields.
    private let gap: Int

    /// How many fields it has.
    package var count: Int { ends.count }

    /// The bytes of one field.
    package subscript(field: Int) -> ArraySlice<UInt8> {
        bytes[(field == 0 ? 0 : ends[field - 1] + gap)..<ends[field]]
    }

    /// A record without any quote: its fields are where its commas are.
    fileprivate init(unquoted bytes: [UInt8], line: Int) {
        self.line = line
        self.bytes = bytes
        gap = 1
        var ends: [Int] = []
        ends.reserveCapacity(16)
        for (index, byte) in bytes.enumerated() where byte == 0x2C {
            ends.append(index)
        }
        ends.append(bytes.count)
        self.ends = ends
    }

    /// A record with quotes; nil when the text ends within a quoted field.
    fileprivate init?(quoted text: [UInt8], line: Int) throws(FieldFault) {
        self.line = line
        gap = 0
        var bytes: [UInt8] = []
        var ends: [Int] = []
        var index = 0
        while true {
            if index < text.count, text[index] == 0x22 {
                let end = Self.unquote(text, from: index + 1, into: &bytes)
                guard let end else { return nil }
                index = end
                guard index == text.count || text[index] == 0x2C else {
                    throw Self.stray("after the end of a quoted field")
                }
            } else {
                let end = text[index...].firstIndex(of: 0x2C) ?? text.count
                guard !text[index..<end].contains(0x22) else {
                    throw Self.stray("within a field that is not quoted")
                }
                bytes += text[index..<end]
                index = end
            }
            ends.append(bytes.count)
            guard index < text.count else { break }
            index += 1
        }
        self.bytes = bytes
        self.ends = ends
    }

    /// Appends the text of a quoted field and says where it ended; nil when it did not.
    private static func unquote(
        _ text: [UInt8],
        from start: Int,
        into bytes: inout [UInt8]
    ) -> Int? {
        var index = start
        while let quote = text[index...].firstIndex(of: 0x22) {
            bytes += text[index..<quote]
            guard quote + 1 < text.count, text[quote + 1] == 0x22 else { return quote + 1 }
            bytes.append(0x22)
            index = quote + 2
        }
        return nil
    }

    private static func stray(_ place: String) -> FieldFault {
        FieldFault(nil, "has a quote \(place)", "quote the whole field and double its quotes")
    }
}
