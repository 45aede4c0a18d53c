/// What is wrong at one place of a trade folder, and what to do about it.
///
/// It concerns one line: the lines before and after it are read all the same.
public struct TradeProblem: Error, Hashable, Sendable {
    /// The file's name inside the folder.
    public var file: String
    /// The line, counted from 1; nil when it is about the file as a whole.
    public var line: Int?
    /// The field: a column, or a path as `lines[2].qty`; nil when it is about the whole line.
    public var field: String?
    /// What is wrong there.
    public var what: String
    /// What would be right.
    public var fix: String

    /// A problem of these facts.
    public init(file: String, line: Int?, field: String?, what: String, fix: String) {
        self.file = file
        self.line = line
        self.field = field
        self.what = what
        self.fix = fix
    }
}

extension TradeProblem: CustomStringConvertible {
    /// `sales.jsonl.gz:17: lines[2].qty: 1.5 is not a whole number; write pieces, or thousandths`.
    public var description: String {
        let place = line.map { "\(file):\($0)" } ?? file
        return [place, field, "\(what); \(fix)"].compactMap(\.self).joined(separator: ": ")
    }
}

/// What is wrong with one field, before anyone has said in which line of which file.
struct FieldFault: Error, Hashable {
    var field: String?
    var what: String
    var fix: String

    init(_ field: String?, _ what: String, _ fix: String) {
        self.field = field
        self.what = what
        self.fix = fix
    }

    func at(_ file: String, _ line: Int?) -> TradeProblem {
        TradeProblem(file: file, line: line, field: field, what: what, fix: fix)
    }
}
