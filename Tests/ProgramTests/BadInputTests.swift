import Foundation
import Testing

/// What a person at a counter or a bench gets wrong, and what the programs say to it.
@Suite(.serialized) struct BadInputTests {
    typealias Row = (program: String, words: [String], status: Int32, says: [String], why: String)

    static let r1 = "Sources/Shop/Programmes/r1.yaml"
    static let shop = "Sources/Shop/Trade"

    // swift-format-ignore
    static let rows: [Row] = [
        ("till", ["sell-everything"], 64, ["sell-everything"], "an unknown verb"),
        ("till", ["replay", "--trade", shop], 64, ["--programme"], "a missing option"),
        ("till", ["replay", "--trade", "/nowhere", "--programme", r1, "--data", "/tmp/none"], 65,
         ["sales.jsonl"], "a folder that is not there"),
        ("till", ["replay", "--trade", shop, "--programme", r1, "--data", "none",
                  "--speed", "fast"],
         64,
         ["--speed", "fast"], "a speed that is no number"),
        ("till", ["replay", "--trade", shop, "--programme", r1, "--data", "README.md/a/b"], 73,
         ["README.md/a/b", "--data"], "a folder that cannot be"),
        ("till", ["bench", "loopback", "/dev/ttyNONE"], 69, ["/dev/ttyNONE"], "no such port"),
        ("till", ["bench", "loopback", "/dev/null", "--formats", "9N1"], 64, ["9N1"], "no format"),
        ("till", ["doctor", "--board", "no-such-box"], 65, ["no-such-box"], "unknown board"),
        ("till", ["journal", "verify", "/nowhere.db"], 65, ["/nowhere"], "no such journal"),
        ("tillhub", ["report", "members", "--data", "/nowhere", "--as-of", "2017-06-01"], 65,
         ["/nowhere"], "a hub that is not there"),
        ("tillhub", ["report", "members", "--data", "/tmp", "--as-of", "June"], 64,
         ["June"], "a day that is none"),
        ("tillhub", ["import", "--data", "none", "--programme", "/nowhere.yaml"], 65,
         ["tillhub: ", "/nowhere.yaml", "--programme"], "a programme that is not there"),
        ("tillhub", ["import", "--data", "README.md/hub", "--programme", r1], 73,
         ["README.md/hub", "--data"], "a folder that cannot be"),
        ("tillhub", ["verify"], 64,
         ["--data", "--database"], "no store at all"),
        ("tillhub", ["verify", "--data", "/tmp", "--database", "postgresql://h/x"], 64,
         ["--data", "--database"], "two stores"),
        ("tillhub", ["verify", "--database", "hub.sqlite"], 65,
         ["postgresql://USER@HOST:PORT/DATABASE"], "a file for a server"),
        ("tillhub", ["verify", "--database", "postgresql://u:geheim@/x?host=/nowhere"], 69,
         ["postgresql://u@/nowhere/x", "cannot be reached"], "a server that is not there"),
        ("tillhub", ["db", "move", "--from", "/nowhere", "--to", "postgresql://h/x"], 65,
         ["/nowhere", "--from"], "nothing to move"),
    ]

    @Test(arguments: rows)
    func `a wrong word ends with its status and names what is wrong`(_ row: Row) throws {
        let outcome = try Program(row.program).run(row.words)
        #expect(outcome.status == row.status, "\(row.why): \(outcome.errors)")
        for word in row.says {
            #expect(outcome.errors.contains(word), "\(row.why): \(outcome.errors)")
        }
        #expect(!outcome.errors.contains("Fatal error"), "\(row.why)")
    }

    @Test func `an unknown key in a board names the nearest known one`() throws {
        let file = try changed("boards/simulated.yaml", "columns: 48", "colums: 48")
        defer { try? FileManager.default.removeItem(atPath: file) }
        let outcome = try Program("till").run(["doctor", "--board", file])
        #expect(outcome.status == 65)
        #expect(outcome.errors.contains("colums") && outcome.errors.contains("columns"))
    }

    @Test func `a replay makes its folder and those above it, for this user only`() throws {
        let home = try Home()
        let outcome = try Program("till").run([
            "replay", "--trade", Self.shop, "--programme", Self.r1, "--data", home.path + "/a/b",
            "--limit", "1",
        ])
        #expect(outcome.status == 0, "\(outcome.errors)")
        let facts = try FileManager.default.attributesOfItem(atPath: home.path + "/a/b")
        #expect(facts[.posixPermissions] as? Int == 0o700)
    }

    @Test(arguments: [
        ("till", ["replay", "--trade", shop, "--data", "none"]),
        ("tillhub", ["import", "--data", "none"]),
    ])
    func `an unknown key in a programme names the nearest known one`(
        _ program: String,
        _ words: [String]
    ) throws {
        let file = try changed(Self.r1, "unlisted:", "unlistd:")
        defer { try? FileManager.default.removeItem(atPath: file) }
        let outcome = try Program(program).run(words + ["--programme", file])
        #expect(outcome.status == 65)
        #expect(outcome.errors.contains("unlistd") && outcome.errors.contains("unlisted"))
        #expect(!FileManager.default.fileExists(atPath: "\(Program.root)/none"))
    }

    @Test func `a doctor without a bench says for each device what to do`() throws {
        let outcome = try Program("till").run(["doctor", "--board", "simulated", "--json"])
        #expect(outcome.status == 1)
        let report = try JSONDecoder().decode(Report.self, from: Data(outcome.output.utf8))
        #expect(report.findings.count == 5)
        for finding in report.findings {
            #expect(finding.verdict == "faulty" && finding.fix?.isEmpty == false)
        }
    }

    private struct Report: Decodable {
        struct Finding: Decodable {
            let role: String
            let verdict: String
            let fix: String?
        }

        let findings: [Finding]
    }

    /// A copy of a file of the repository with one word changed.
    private func changed(_ file: String, _ old: String, _ new: String) throws -> String {
        let text = try String(contentsOfFile: "\(Program.root)/\(file)", encoding: .utf8)
        try #require(text.contains(old))
        let copy = NSTemporaryDirectory() + "changed-\(UUID().uuidString).yaml"
        try text.replacing(old, with: new).write(toFile: copy, atomically: true, encoding: .utf8)
        return copy
    }
}
