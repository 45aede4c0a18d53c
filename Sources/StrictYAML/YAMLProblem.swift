/// What is wrong with a YAML file, in one line for the person who wrote it.
///
///     counter-a1.yaml:14: receipt-printer.colums: unknown key; did you mean `columns`?
public struct YAMLProblem: Error, Equatable, Sendable {
    /// What went wrong, for a program; people read `message`.
    public enum Kind: Sendable {
        /// The text is not YAML.
        case syntax
        /// A key that nobody asked for.
        case unknownKey
        /// The same key twice in one place.
        case duplicateKey
        /// A key that has to be there is not.
        case missingKey
        /// A value of the wrong type, or outside what is allowed.
        case wrongValue
        /// The file cannot be read.
        case unreadable
    }

    /// What went wrong.
    public let kind: Kind
    /// The file as the caller named it.
    public let file: String
    /// The line, from 1; 0 when the problem is the file as a whole.
    public let line: Int
    /// The keys from the top down, as `receipt-printer.channel.baud`; empty for the whole file.
    public let keyPath: String
    /// What is wrong, and what would be right.
    public let message: String

    /// A problem in `file`.
    public init(_ kind: Kind, file: String, line: Int, keyPath: String, message: String) {
        self.kind = kind
        self.file = file
        self.line = line
        self.keyPath = keyPath
        self.message = message
    }
}

extension YAMLProblem: CustomStringConvertible {
    public var description: String {
        let place = line > 0 ? "\(file):\(line)" : file
        return keyPath.isEmpty ? "\(place): \(message)" : "\(place): \(keyPath): \(message)"
    }
}
