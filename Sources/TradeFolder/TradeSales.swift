internal import StrictJSON

/// The sales of a folder in the order of the file, each good or the problem of its line.
///
/// It is read as it is walked, once; a second walk needs a second reader.
public struct TradeSales: Sequence, IteratorProtocol {
    private var lines: LineReader
    private let limits: TradeLimits

    init(_ lines: LineReader, limits: TradeLimits) {
        self.lines = lines
        self.limits = limits
    }

    /// The next sale or problem, nil after the last line.
    ///
    /// Lines with nothing on them are passed over.
    public mutating func next() -> Result<TradeSale, TradeProblem>? {
        do throws(TradeProblem) {
            while let line = try lines.next() {
                if !line.bytes.isEmpty { return .success(try sale(line)) }
            }
            return nil
        } catch {
            return .failure(error)
        }
    }

    private func sale(_ line: LineReader.Line) throws(TradeProblem) -> TradeSale {
        do throws(FieldFault) {
            return try TradeSale(try json(line.bytes), limits: limits)
        } catch {
            throw error.at(lines.file, line.number)
        }
    }

    private func json(_ bytes: [UInt8]) throws(FieldFault) -> SaleLine {
        do {
            return try SaleLine(try JSONValue(parsing: bytes))
        } catch {
            let fix = error.isSyntax ? "write one sale as one JSON object a line" : error.fix
            throw FieldFault(error.field, error.what, fix)
        }
    }
}
