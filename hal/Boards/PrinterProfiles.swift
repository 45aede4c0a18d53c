public import Drivers
public import StrictYAML

/// Profiles of printers as files: `printers/NAME.yaml` in the folder of the boards.
///
/// Adding one file adds a model. It is read as strictly as a board: a fact without a source, a
/// misspelt key or a width that no paper has stops the technician who wrote it.
extension PrinterProfile {
    /// Reads the profile at `path`.
    ///
    /// - Throws: Where in the file something is wrong, and what would be right.
    public static func load(_ path: String) throws(YAMLProblem) -> PrinterProfile {
        try PrinterProfile(text: try Board.readFile(path), file: path)
    }

    /// Reads a profile from the text of its file; `file` is what problems call it.
    ///
    /// - Throws: Where in the file something is wrong, and what would be right.
    public init(text: String, file: String) throws(YAMLProblem) {
        self = try StrictYAML.decode(PrinterProfile.self, from: text, file: file)
        guard let (key, message) = firstProblem else { return }
        throw YAMLProblem(.wrongValue, file: file, line: 0, keyPath: key, message: message)
    }

    /// The profile that a board's `entry` asks for, with what it says itself over it.
    static func of(_ entry: PrinterEntry, board file: String) throws(YAMLProblem) -> PrinterProfile
    {
        func problem(_ key: String, _ message: String) -> YAMLProblem {
            let path = "receipt-printer.\(key)"
            return YAMLProblem(.wrongValue, file: file, line: 0, keyPath: path, message: message)
        }
        guard let name = entry.profile else {
            guard let columns = entry.columns else {
                throw problem("columns", "without a profile a printer needs its columns")
            }
            guard let characters = entry.characters else {
                throw problem("characters", "without a profile a printer needs its characters")
            }
            return .generic(columns: columns, characters: characters)
        }
        guard !name.isEmpty, !name.contains("/"), !name.hasPrefix(".") else {
            throw problem("profile", "a profile's name is one plain word")
        }
        let path = folder(of: file) + "printers/\(name).yaml"
        do throws(YAMLProblem) {
            let profile = try load(path)
            return profile.overriding(columns: entry.columns, characters: entry.characters)
        } catch  where error.kind == .unreadable {
            throw problem("profile", "there is no \(path)")
        }
    }

    /// Everything up to the last slash of `path`, and that too.
    private static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    }
}
