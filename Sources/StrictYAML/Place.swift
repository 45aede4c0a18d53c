import Yams

/// A node of the file, where it stands, and the ledger that follows the decoding.
struct Place {
    let node: Node
    let path: String
    let ledger: KeyLedger

    /// Decodes one value here; whatever a type throws becomes a problem at this line.
    func decode<T: Decodable>(_ type: T.Type) throws(YAMLProblem) -> T {
        do {
            if let scalar = try scalar(type) { return scalar }
            return try T(from: StrictDecoder(place: self))
        } catch let problem as YAMLProblem {
            throw problem
        } catch let DecodingError.dataCorrupted(context) {
            let choices = choices(type).map { "`\(shown)` is none of \($0)" }
            throw problem(.wrongValue, choices ?? context.debugDescription)
        } catch {
            throw problem(.wrongValue, "\(error)")
        }
    }

    func problem(_ kind: YAMLProblem.Kind, _ message: String) -> YAMLProblem {
        let line = node.mark?.line ?? 0
        return YAMLProblem(kind, file: ledger.file, line: line, keyPath: path, message: message)
    }

    /// The place below under a mapping's key or a sequence's index.
    func below(_ node: Node, _ key: String) -> Place {
        let separator = path.isEmpty || key.hasPrefix("[") ? "" : "."
        return Place(node: node, path: path + separator + key, ledger: ledger)
    }

    func mapping() throws(YAMLProblem) -> Node.Mapping {
        guard let mapping = node.mapping else {
            throw problem(.wrongValue, "expected keys and values, found \(found)")
        }
        return mapping
    }

    func sequence() throws(YAMLProblem) -> Node.Sequence {
        guard let sequence = node.sequence else {
            throw problem(.wrongValue, "expected a list, found \(found)")
        }
        return sequence
    }

    /// What stands here, in words.
    var found: String {
        switch node {
        case .scalar: isNull ? "nothing" : "`\(shown)`"
        case .mapping: "keys and values"
        case .sequence: "a list"
        case .alias: "an alias"
        }
    }

    /// The scalar as it is written, cut to a length that fits a line.
    private var shown: String {
        let text = node.scalar?.string ?? ""
        return text.count > 40 ? "\(text.prefix(40))..." : text
    }

    /// The raw values of an enum with named cases.
    private func choices<T>(_ type: T.Type) -> String? {
        guard let type = type as? any CaseIterable.Type else { return nil }
        func all<C: CaseIterable>(_ type: C.Type) -> [String] {
            type.allCases.compactMap { ($0 as? any RawRepresentable)?.rawValue as? String }
        }
        let choices = all(type)
        return choices.isEmpty ? nil : choices.joined(separator: ", ")
    }
}
