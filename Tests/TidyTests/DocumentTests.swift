import Testing

/// The documents tell of everything there is, and of nothing that is not.
struct DocumentTests {
    /// The folders under `place` that hold a target.
    static func targetFolders(_ paths: [String]) -> [String] {
        let folders = paths.compactMap { path -> String? in
            let parts = path.split(separator: "/")
            guard parts.count > 2, parts[0] == "Sources" || parts[0] == "hal" else { return nil }
            return String(parts[1])
        }
        return Set(folders).sorted()
    }

    /// The names that a document leaves out, each in the form in which it would stand there.
    static func missing(
        _ names: [String],
        from file: String,
        text: String,
        as form: (String) -> String
    ) -> [Fault] {
        names.filter { !text.hasToken(form($0)) }.map {
            Fault(file: file, line: nil, what: "does not name \(form($0))")
        }
    }

    /// What is wrong with the name and the parts of a decision.
    static func decisionFaults(_ file: TreeFile) -> [Fault] {
        let name = file.path.split(separator: "/").last ?? ""
        var faults: [Fault] = []
        if name.wholeMatch(of: #/\d{4}(-[a-z0-9]+)+\.md/#) == nil {
            faults.append(file.fault("a decision is named NNNN-title.md"))
        }
        for part in ["# ", "## Context", "## Decision", "## What we gave up"]
        where !file.lines.contains(where: { $0.hasPrefix(part) }) {
            faults.append(file.fault("a decision has a part `\(part)`"))
        }
        return faults
    }

    static func boardFaults(_ file: TreeFile) -> [Fault] {
        let header = file.lines.prefix { $0.hasPrefix("#") }
        let words = header.joined().split(whereSeparator: { " #".contains($0) })
        return words.count >= 5 ? [] : [file.fault("a board begins by saying which box it is")]
    }

    /// The links of a document that lead nowhere in the tree.
    static func linkFaults(_ file: TreeFile, paths: [String]) -> [Fault] {
        let folder = file.path.split(separator: "/").dropLast().map(String.init)
        return file.text.matches(of: #/\]\(([^)#\s]+)[^)]*\)/#).compactMap { match in
            let link = match.output.1
            guard !link.contains("://"), !link.hasPrefix("mailto:") else { return nil }
            var parts = folder
            for part in link.split(separator: "/") where part != "." {
                if part == ".." { _ = parts.popLast() } else { parts.append(String(part)) }
            }
            let path = parts.joined(separator: "/")
            let isThere = paths.contains { $0 == path || $0.hasPrefix(path + "/") }
            return isThere ? nil : file.fault("links to \(link), which is not there")
        }
    }

    @Test func `README's tree names every target's folder`() {
        let text = Tree.text(of: "README.md") ?? ""
        let folders = Self.targetFolders(Tree.paths)
        expectNone(Self.missing(folders, from: "README.md", text: text) { "\($0)/" })
        let sample = Self.targetFolders(["Sources/Till/A.swift", "hal/HAL/B.swift", "docs/c/d.md"])
        #expect(sample == ["HAL", "Till"])
        #expect(Self.missing(sample, from: "a.md", text: "Till/", as: { "\($0)/" }).count == 1)
    }

    @Test func `HACKING names every program under tools`() {
        let programs = Tree.files.filter { $0.path.hasPrefix("tools/") && $0.text.hasPrefix("#!") }
        let text = Tree.text(of: "docs/HACKING.md") ?? ""
        expectNone(Self.missing(programs.map(\.path), from: "docs/HACKING.md", text: text) { $0 })
        #expect(Self.missing(["tools/x"], from: "a.md", text: "tools/xy", as: { $0 }).count == 1)
    }

    @Test func `every decision is named NNNN-title and has its three parts`() {
        let decisions = Tree.files.filter { $0.path.hasPrefix("docs/decisions/") }
        expectNone(decisions.flatMap(Self.decisionFaults))
        let numbers = decisions.compactMap { $0.path.split(separator: "/").last?.prefix(4) }
        #expect(Set(numbers).count == numbers.count, "two decisions have one number")
        let text = "# T\n## Context\n## Decision\n"
        let sample = TreeFile(path: "docs/decisions/1-Title.md", text: text)
        #expect(Self.decisionFaults(sample).count == 2)
    }

    @Test func `every board begins by saying which box it is`() {
        expectNone(
            Tree.files.filter { $0.path.hasPrefix("boards/") && $0.path.hasSuffix(".yaml") }
                .flatMap(Self.boardFaults)
        )
        let sample = TreeFile(path: "boards/a.yaml", text: "board:\n  vendor: generic\n")
        #expect(Self.boardFaults(sample).count == 1)
    }

    @Test func `every link of a document leads to something`() {
        let documents = Tree.files.filter { $0.path.hasSuffix(".md") }
        expectNone(documents.flatMap { Self.linkFaults($0, paths: Tree.paths) })
        let sample = TreeFile(path: "docs/a.md", text: "[b](../b.md) [c](c.md#d) [e](https://f)")
        #expect(Self.linkFaults(sample, paths: ["b.md"]).count == 1)
    }
}
