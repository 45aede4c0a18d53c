import Foundation
import Testing

/// Something in the tree that breaks a rule of the house, said so that a person can mend it.
struct Fault: CustomStringConvertible {
    let file: String
    let line: Int?
    let what: String

    var description: String {
        line.map { "\(file):\($0): \(what)" } ?? "\(file): \(what)"
    }
}

/// One file of the tree, with its path from the root.
struct TreeFile: Sendable {
    let path: String
    let text: String
    /// The lines as they are written.
    let lines: [Substring]
    /// The lines without comments and string contents; those of `lines`, if it is no Swift.
    let code: [Substring]

    init(path: String, text: String) {
        self.path = path
        self.text = text
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard path.hasSuffix(".swift") else {
            code = lines
            return
        }
        code = SourceText.code(of: text).split(separator: "\n", omittingEmptySubsequences: false)
    }

    /// The target that the file belongs to: `Retail` for `Sources/Retail/Money.swift`.
    ///
    /// Under `tools` programs lie within each other; a folder with a capital is part of one.
    var target: String {
        let folders = path.split(separator: "/").dropLast()
        if folders.first == "tools" {
            return folders.last { $0.first?.isUppercase == false }.map(String.init) ?? ""
        }
        return folders.dropFirst().first.map(String.init) ?? ""
    }

    /// The modules it imports, and where.
    var imports: [(module: String, line: Int)] {
        code.enumerated().compactMap { index, line in
            let words = line.split(whereSeparator: { " \t.".contains($0) })
            guard let start = words.prefix(4).firstIndex(of: "import") else { return nil }
            let kinds: Set<Substring> = [
                "struct", "class", "enum", "protocol", "typealias", "func", "let", "var",
            ]
            return words[(start + 1)...].first { !kinds.contains($0) }
                .map { (String($0), index + 1) }
        }
    }

    /// A fault of this file.
    func fault(_ what: String, line: Int? = nil) -> Fault {
        Fault(file: path, line: line, what: what)
    }
}

/// The working tree that this test was compiled from.
enum Tree {
    /// The folder that holds Package.swift.
    static let root: URL = {
        var folder = URL(filePath: #filePath).deletingLastPathComponent()
        while !FileManager.default.fileExists(atPath: folder.appending(path: "Package.swift").path),
            folder.path != "/"
        {
            folder.deleteLastPathComponent()
        }
        return folder
    }()

    /// Every file that a person may have written, by path.
    static let paths: [String] = {
        guard let found = FileManager.default.enumerator(atPath: root.path) else { return [] }
        var paths: [String] = []
        for case let path as String in found {
            let name = path.split(separator: "/").last ?? ""
            if name.hasPrefix(".build") || [".git", "__pycache__", "node_modules"].contains(name) {
                found.skipDescendants()
            } else if found.fileAttributes?[.type] as? FileAttributeType == .typeRegular {
                paths.append(path)
            }
        }
        return paths.sorted()
    }()

    /// Every file that is text.
    static let files: [TreeFile] = paths.compactMap { path in
        guard let bytes = FileManager.default.contents(atPath: root.appending(path: path).path),
            let text = String(validating: bytes, as: UTF8.self)
        else { return nil }
        return TreeFile(path: path, text: text)
    }

    /// Every Swift file but Package.swift.
    static let sources = files.filter { $0.path.hasSuffix(".swift") && $0.path.contains("/") }

    /// The Swift files of the tests.
    static let tests = sources.filter { $0.path.hasPrefix("Tests/") }

    /// The Swift files that ship or measure: all that are no tests.
    static let shipped = sources.filter { !$0.path.hasPrefix("Tests/") }

    /// The text of a file, or nil when there is none.
    static func text(of path: String) -> String? {
        files.first { $0.path == path }?.text
    }
}

/// Fails with all faults in one list, in their own words.
func expectNone(_ faults: [Fault], sourceLocation: SourceLocation = #_sourceLocation) {
    guard !faults.isEmpty else { return }
    let list = faults.map(\.description).joined(separator: "\n")
    Issue.record("\(list)", sourceLocation: sourceLocation)
}
