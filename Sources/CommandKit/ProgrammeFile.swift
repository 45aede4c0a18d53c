public import ArgumentParser
internal import FoundationEssentials
public import Loyalty
internal import StrictYAML

/// A programme as an owner writes it, read strictly: its rules and its text.
public struct ProgrammeFile: Sendable {
    /// Where it is.
    public let path: String
    /// The rules.
    public let rules: Programme
    /// The file's text, as a hub keeps it.
    public let text: String

    /// Reads the file at `path`; on a fault, says which key is wrong and ends the program.
    public init(path: String) throws(ExitCode) {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw Failure.data("\(path): cannot be read; give a programme with --programme FILE")
        }
        self.path = path
        text = String(decoding: bytes, as: UTF8.self)
        do throws(YAMLProblem) {
            rules = try StrictYAML.decode(Programme.self, from: text, file: path)
        } catch {
            throw Failure.data("\(error)")
        }
        do throws(ProgrammeError) {
            try rules.validate()
        } catch {
            throw Failure.data("\(path): \(error)")
        }
    }
}
