/// A declaration found in a file: what it declares, where, and whether a doc comment leads it.
struct Declaration {
    /// The word that declares it: `func`, `struct`, `var`.
    let keyword: String
    let line: Int
    let isPublic: Bool
    let isDocumented: Bool
    /// Whether it stands in a public protocol and asks something of whoever conforms.
    let isRequirement: Bool
}

extension TreeFile {
    private static let types: Set<String> = [
        "struct", "class", "enum", "actor", "protocol", "typealias",
    ]
    private static let members: Set<String> = [
        "func", "var", "let", "init", "subscript", "associatedtype", "deinit",
    ]
    private static let modifiers: Set<String> = [
        "public", "package", "internal", "fileprivate", "private", "open", "static", "final",
        "mutating", "nonmutating", "nonisolated", "indirect", "override", "convenience", "required",
        "lazy", "weak", "isolated", "consuming", "borrowing", "distributed", "prefix", "postfix",
        "infix",
    ]

    /// Every declaration that begins its own line.
    var declarations: [Declaration] {
        var found: [Declaration] = []
        var depth = 0
        var protocolBody: Int?
        for (index, line) in code.enumerated() {
            if let inside = protocolBody, depth < inside { protocolBody = nil }
            if let (keyword, isPublic) = Self.declaration(opening: line) {
                found.append(
                    Declaration(
                        keyword: keyword,
                        line: index + 1,
                        isPublic: isPublic,
                        isDocumented: isDocumented(index),
                        isRequirement: protocolBody == depth && Self.members.contains(keyword)
                    )
                )
                if keyword == "protocol", isPublic { protocolBody = depth + 1 }
            }
            for character in line {
                if character == "{" { depth += 1 }
                if character == "}" { depth -= 1 }
            }
        }
        return found
    }

    /// The lengths in lines of every function that has a body, from its first line to its `}`.
    var functions: [(line: Int, length: Int)] {
        declarations.compactMap { declaration in
            guard ["func", "init", "deinit", "subscript"].contains(declaration.keyword),
                let end = endOfBody(from: declaration.line - 1)
            else { return nil }
            return (declaration.line, end - declaration.line + 2)
        }
    }

    /// What a line declares, if it begins with a declaration.
    private static func declaration(opening line: Substring) -> (keyword: String, isPublic: Bool)? {
        var isPublic = false
        let isWord: (Character) -> Bool = { $0.isLetter || $0.isNumber || $0 == "@" || $0 == "_" }
        for word in line.split(whereSeparator: { !isWord($0) }).lazy.map(String.init) {
            if types.contains(word) || members.contains(word) {
                // `init` may also be called; a declaration has nothing but modifiers before it.
                return line.contains(".init") ? nil : (word, isPublic)
            }
            if word == "public" { isPublic = true }
            guard modifiers.contains(word) || word.hasPrefix("@") || word == "set" else {
                return nil
            }
            if word == "package", line.contains("import") { return nil }
        }
        return nil
    }

    /// Whether the lines above, attributes and formatter's marks aside, end in a doc comment.
    private func isDocumented(_ index: Int) -> Bool {
        for line in lines[..<index].reversed() {
            let text = line.drop(while: { $0 == " " })
            if text.hasPrefix("///") { return true }
            if text.hasPrefix("@") || text.hasPrefix("// swift-format-ignore") { continue }
            return false
        }
        return false
    }

    /// The index of the line with the `}` of the body that opens after `start`; nil without a body.
    private func endOfBody(from start: Int) -> Int? {
        var nesting = 0
        var depth = 0
        for index in start..<code.count {
            // A requirement has no body: the next declaration or the protocol's end comes first.
            if index > start, depth == 0, nesting == 0,
                Self.declaration(opening: code[index]) != nil
            {
                return nil
            }
            for character in code[index] {
                switch character {
                case "(", "[": nesting += 1
                case ")", "]": nesting -= 1
                case "{" where nesting == 0 || depth > 0: depth += 1
                case "}" where nesting == 0 || depth > 0:
                    depth -= 1
                    if depth <= 0 { return depth == 0 ? index : nil }
                default: break
                }
            }
        }
        return nil
    }
}
