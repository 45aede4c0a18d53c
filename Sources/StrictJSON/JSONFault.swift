/// Why bytes are not the JSON that they should be: where, what, and what would be right.
///
/// It never repeats a text of the value, which may be somebody's name.
public struct JSONFault: Error, Hashable, Sendable {
    private enum Reason: Hashable {
        case syntax(byte: Int, found: UInt8?, asked: String)
        case missing
        case kind(found: String, asked: String)
        case value(what: String, fix: String)
    }

    private let reason: Reason
    private var path: [String] = []

    private init(_ reason: Reason) {
        self.reason = reason
    }

    /// From `byte` on, counted from 0, it is no JSON at all: `asked` should be there.
    static func syntax(at byte: Int, found: UInt8?, asked: String) -> JSONFault {
        JSONFault(.syntax(byte: byte, found: found, asked: asked))
    }

    /// A field that has to be there is not.
    @usableFromInline static let missing = JSONFault(.missing)

    /// The value is of another kind than was asked for.
    @usableFromInline
    static func kind(_ found: JSONValue, asked: String) -> JSONFault {
        JSONFault(.kind(found: found.noun, asked: asked))
    }

    /// The value is of the right kind and still none that can be used.
    public static func value(_ what: String, fix: String) -> JSONFault {
        JSONFault(.value(what: what, fix: fix))
    }

    /// The same fault, told by whoever holds the value under `key`.
    public func under(_ key: String) -> JSONFault {
        var fault = self
        fault.path.insert(key, at: 0)
        return fault
    }

    /// The same fault, told by whoever holds the value as element `index`.
    @usableFromInline
    func under(_ index: Int) -> JSONFault {
        under("[\(index)]")
    }

    /// The value at fault: `lines[2].qty`; nil for the whole.
    public var field: String? {
        if case .syntax = reason { return nil }
        guard let first = path.first else { return nil }
        return path.dropFirst().reduce(first) { $0 + ($1.hasPrefix("[") ? $1 : "." + $1) }
    }

    /// Whether it is no JSON at all.
    public var isSyntax: Bool {
        if case .syntax = reason { true } else { false }
    }

    /// What is wrong.
    public var what: String {
        switch reason {
        case .syntax(let byte, let found, let asked):
            "is not JSON at byte \(byte + 1), where \(Self.name(found)) is not \(asked)"
        case .missing: "is missing"
        case .kind(let found, let asked): "\(found) is not \(asked)"
        case .value(let what, _): what
        }
    }

    /// What would be right.
    public var fix: String {
        switch reason {
        case .syntax: "write it as JSON"
        case .missing: "add it"
        case .kind(_, let asked): "write \(asked)"
        case .value(_, let fix): fix
        }
    }

    /// `lines[2].qty: a text is not a whole number`.
    public var sentence: String {
        "\(field ?? "body"): \(what)"
    }

    private static func name(_ found: UInt8?) -> String {
        guard let found else { return "the end" }
        guard (0x21...0x7E).contains(found) else { return "byte \(found)" }
        return "'\(Unicode.Scalar(found))'"
    }
}
