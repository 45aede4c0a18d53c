import Yams

/// Writes down, for each mapping of the file, which keys the decoded types asked for.
///
/// That is how the decoder knows the known keys with no list a type: what is in the file and was
/// asked for by nobody is unknown.
final class KeyLedger {
    private struct Page {
        let mapping: Node.Mapping
        var asked: Set<String> = []
        /// Whether some type that looked at the mapping has a coding key of that name.
        var hasCodingKey: [(String) -> Bool] = []
    }

    let file: String
    private var pages: [String: Page] = [:]

    init(file: String) {
        self.file = file
    }

    /// Opens a mapping for a type whose coding keys are `Key`.
    func open<Key: CodingKey>(_ mapping: Node.Mapping, at path: String, for key: Key.Type) {
        pages[path, default: Page(mapping: mapping)].hasCodingKey.append { name in
            Key(stringValue: name) != nil
        }
    }

    /// Notes that a type asked for `key`.
    func ask(for key: String, at path: String) {
        pages[path]?.asked.insert(key)
    }

    /// The first key in the file that nobody asked for, after everything was decoded.
    func unaskedKey() -> YAMLProblem? {
        firstUnknown { page, key in page.asked.contains(key) }
    }

    /// The first key in the file that no coding key is named like, after decoding has failed.
    ///
    /// A misspelt key makes its right name a missing key; the misspelling is the better news.
    func foreignKey() -> YAMLProblem? {
        firstUnknown { page, key in
            page.asked.contains(key) || page.hasCodingKey.contains { $0(key) }
        }
    }

    private func firstUnknown(unless isKnown: (Page, String) -> Bool) -> YAMLProblem? {
        var first: YAMLProblem?
        for (path, page) in pages {
            for (key, _) in page.mapping {
                let name = key.string ?? "?"
                if isKnown(page, name) { continue }
                let line = key.mark?.line ?? 0
                if let first, first.line <= line { continue }
                first = YAMLProblem(
                    .unknownKey,
                    file: file,
                    line: line,
                    keyPath: path.isEmpty ? name : "\(path).\(name)",
                    message: suggestion(for: name, among: page.asked)
                )
            }
        }
        return first
    }
}
