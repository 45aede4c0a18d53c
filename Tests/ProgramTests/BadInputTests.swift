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
        ("till", ["doctor", "--level", "7"], 64, ["--level", "1 to 6"], "no such rung"),
        ("till", ["doctor", "--json", "--qr"], 64, ["--qr-file"], "two things on one output"),
        ("till", ["doctor", "--qr-file", "a.gif"], 64, ["a.gif", ".png"], "no such picture"),
        ("till", ["devices", "test"], 64, ["role"], "which device?"),
        ("till", ["devices", "test", "scaner"], 64, ["scaner", "`scanner`"], "a misspelt role"),
        ("till", ["devices", "test", "toaster"], 64, ["toaster", "receipt-printer"], "no role"),
        ("till", ["devices", "identify", "scale"], 64, ["simulated", "has no scale", "scanner"],
         "a role that the board does not fill"),
        ("till", ["devices", "identify", "--seconds", "0"], 64, ["--seconds"], "no time at all"),
        ("till", ["devices", "record", "toaster", "--to", "/tmp/none"], 65, ["toaster", "scale"],
         "no such role"),
        ("till", ["devices", "record", "cash-drawer", "--to", "/tmp/none"], 65, ["cash-drawer"],
         "a role without a wire"),
        ("till", ["devices", "record", "scanner", "--to", "README.md"], 73, ["README.md", "new file"],
         "a file that is there"),
        ("till", ["devices", "play", "README.md", "--bench", "/tmp", "--as", "x"], 65,
         ["README.md", "suanpan-trace 1"], "no trace"),
        ("till", ["journal", "verify", "/nowhere.db"], 65, ["/nowhere"], "no such journal"),
        ("till", ["receipts", "list", "--port", "1"], 69, ["127.0.0.1:1", "--port"], "no till there"),
        ("till", ["receipts", "show", "May"], 64, ["May"], "a receipt that is none"),
        ("till", ["receipts", "reprint", "2017-02-30/1"], 64, ["2017-02-30"], "a day that is none"),
        ("till", ["receipts", "list", "--limit", "0"], 64, ["--limit"], "a list of nothing"),
        ("tillhub", ["report", "members", "--data", "/nowhere", "--as-of", "2017-06-01"], 65,
         ["/nowhere"], "a hub that is not there"),
        ("tillhub", ["report", "members", "--data", "/tmp", "--as-of", "June"], 64,
         ["June"], "a day that is none"),
        ("tillhub", ["import", "--data", "none", "--programme", "/nowhere.yaml"], 65,
         ["tillhub: ", "/nowhere.yaml", "--programme"], "a programme that is not there"),
        ("tillhub", ["import", "--data", "README.md/hub", "--programme", r1], 73,
         ["README.md/hub", "--data"], "a folder that cannot be"),
        ("tillhub", ["audit", "--data", "/nowhere"], 65,
         ["/nowhere"], "nothing is there to audit"),
        ("tillhub", ["verify"], 64,
         ["--data", "--database"], "no store at all"),
        ("tillhub", ["verify", "--data", "/tmp", "--database", "postgresql://h/x"], 64,
         ["--data", "--database"], "two stores"),
        ("tillhub", ["verify", "--database", "hub.sqlite"], 65,
         ["postgresql://USER@HOST:PORT/DATABASE"], "a file for a server"),
        ("tillhub", ["verify", "--database", "postgresql://u:geheim@/x?host=/nowhere"], 69,
         ["postgresql://u@/nowhere/x", "cannot be reached"], "a server that is not there"),
        ("tillhub", ["serve", "--database", "postgresql://h/x", "--programme", r1], 64,
         ["--key"], "a hub on a server that cannot show who it is"),
        ("tillhub", ["serve", "--data", "/tmp/x", "--unpaired", "--host", "0.0.0.0"], 64,
         ["--unpaired", "--host"], "a door that is open to the street"),
        ("tillhub", ["revoke", "x", "--data", "/nowhere"], 64, ["x"], "a device that is none"),
        ("till", ["pair", "7K3M-9QXD", "--hub", "http://127.0.0.1:1", "--data", "/tmp/x"], 65,
         ["16 letters"], "half a code"),
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
            #expect(finding.rungs.map(\.level) == [1] && finding.rungs[0].verdict == "broken")
        }
    }

    private struct Report: Decodable {
        struct Finding: Decodable {
            let role: String
            let verdict: String
            let fix: String?
            let rungs: [Rung]
        }

        struct Rung: Decodable {
            let level: Int
            let verdict: String
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
