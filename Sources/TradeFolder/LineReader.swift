/// The lines of one file, one after the other, without their line ends.
///
/// A line longer than the limit is reported and skipped, and takes no memory while it is. At a
/// fault of the file itself the lines read so far are good, the fault is reported, and nothing
/// follows.
package struct LineReader {
    /// One line and where it stands.
    package struct Line {
        /// Counted from 1.
        package var number: Int
        /// What it holds, the line end left out.
        package var bytes: [UInt8]
    }

    /// The file's name inside its folder.
    package var file: String { source.name }

    private let source: ByteFile
    private let limit: Int
    private var buffer: [UInt8] = []
    /// Where the part of `buffer` begins that was not handed out.
    private var start = 0
    private var number = 0
    private var isAtEnd = false

    init(_ source: ByteFile, limits: TradeLimits) {
        self.source = source
        limit = limits.lineBytes
    }

    /// The next line, nil after the last.
    ///
    /// - Throws: for a line that is too long, and for a fault of the file. Asking again goes on
    ///   after it.
    package mutating func next() throws(TradeProblem) -> Line? {
        guard let range = try nextRange() else { return nil }
        var end = range.upperBound
        if end > range.lowerBound, buffer[end - 1] == 0x0D { end -= 1 }
        return Line(number: number, bytes: Array(buffer[range.lowerBound..<end]))
    }

    /// Where the next line stands in the buffer.
    private mutating func nextRange() throws(TradeProblem) -> Range<Int>? {
        var searched = start
        var isTooLong = false
        while true {
            if let end = buffer[searched...].firstIndex(of: 0x0A) {
                defer { start = end + 1 }
                number += 1
                guard !isTooLong, end - start <= limit else { throw tooLong() }
                return start..<end
            }
            if buffer.count - start > limit {
                isTooLong = true
                start = buffer.count
            }
            buffer.removeSubrange(..<start)
            start = 0
            searched = buffer.count
            guard try more() else { break }
        }
        guard isTooLong || !buffer.isEmpty else { return nil }
        defer { start = buffer.count }
        number += 1
        guard !isTooLong else { throw tooLong() }
        return 0..<buffer.count
    }

    /// Reads a block; false at the end.
    private mutating func more() throws(TradeProblem) -> Bool {
        guard !isAtEnd else { return false }
        do {
            isAtEnd = try !source.append(to: &buffer)
        } catch {
            isAtEnd = true
            buffer = []
            start = 0
            throw error.at(file, number + 1)
        }
        return !isAtEnd
    }

    private func tooLong() -> TradeProblem {
        FieldFault(nil, "is longer than \(limit) bytes", "check for a missing line end")
            .at(file, number)
    }
}
