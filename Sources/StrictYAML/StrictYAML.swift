import Yams

/// Decodes the YAML that people write, and refuses whatever it would have to guess at.
///
/// A board or a programme with a misspelt key must not run with a default in silence. So an unknown
/// key, a duplicate key, a missing key and a value of the wrong type are each an error that names
/// the file, the line and the key. Numbers are not taken for text nor text for numbers: `007` as
/// text wants quotes. `yes` and `no` are text; the two truth values are `true` and `false`.
public enum StrictYAML {
    /// Decodes `text`, which came from `file`.
    public static func decode<T: Decodable>(
        _ type: T.Type,
        from text: String,
        file: String
    ) throws(YAMLProblem) -> T {
        let root = try compose(text, file: file)
        let ledger = KeyLedger(file: file)
        let place = Place(node: root, path: "", ledger: ledger)
        let value: T
        do throws(YAMLProblem) {
            value = try place.decode(type)
        } catch {
            throw error.kind == .missingKey ? ledger.foreignKey() ?? error : error
        }
        if let unknown = ledger.unaskedKey() { throw unknown }
        return value
    }

    private static func compose(_ text: String, file: String) throws(YAMLProblem) -> Node {
        func problem(_ kind: YAMLProblem.Kind, _ line: Int, _ message: String) -> YAMLProblem {
            YAMLProblem(kind, file: file, line: line, keyPath: "", message: message)
        }
        do {
            if let node = try Yams.compose(yaml: text) { return node }
        } catch let YamlError.duplicatedKeysInMapping(duplicates, context) {
            let name = duplicates.first ?? "?"
            let line = secondLine(of: name, in: text, from: context.mark.line)
            throw problem(.duplicateKey, line, "the key `\(name)` stands here twice")
        } catch let YamlError.scanner(_, message, mark, _) {
            throw problem(.syntax, mark.line, "not YAML: \(message)")
        } catch let YamlError.parser(_, message, mark, _) {
            throw problem(.syntax, mark.line, "not YAML: \(message)")
        } catch let YamlError.composer(_, message, mark, _) {
            throw problem(.syntax, mark.line, "not YAML: \(message)")
        } catch {
            throw problem(.syntax, 0, "not YAML: unreadable characters")
        }
        throw problem(.missingKey, 0, "the file is empty")
    }

    /// The line on which `key` stands for the second time in the mapping that begins at `start`.
    ///
    /// Yams tells only where the mapping begins. In block style the two stand equally far in; in
    /// flow style on one line there is nothing better to say than where it begins.
    private static func secondLine(of key: String, in text: String, from start: Int) -> Int {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        var indent: Int?
        for (index, line) in lines.enumerated() where index + 1 >= start {
            let content = line.drop { $0 == " " }
            guard content.hasPrefix("\(key):") || content.hasPrefix("\"\(key)\":") else { continue }
            let depth = line.count - content.count
            if indent == depth { return index + 1 }
            indent = indent ?? depth
        }
        return start
    }
}
