import Testing

/// The project speaks of itself alone, and keeps no key.
struct SecretTests {
    /// Folders of machines that people write on, put together here so as not to find itself.
    static let workplaces = ["work", "farm", "lanes", "root", "home"].map { "/" + $0 + "/" }

    /// What stands in every secret that is known here; a line without any is not looked at twice.
    static let signs = [
        "PRIVATE KEY", "AKIA", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "passw", "Passw", "PASSW",
        "ecret", "SECRET", "api", "API",
    ]

    static func faults(in file: TreeFile) -> [Fault] {
        guard (workplaces + signs).contains(where: file.text.hasBytes) else { return [] }
        return file.lines.enumerated().flatMap { index, line in
            guard (workplaces + signs).contains(where: line.hasBytes) else { return [Fault]() }
            let places = workplaces.filter { namesPlace($0, in: line) }.map {
                file.fault("names a place on somebody's machine: \($0)", line: index + 1)
            }
            guard holdsSecret(line) else { return places }
            return places + [file.fault("looks like a secret", line: index + 1)]
        }
    }

    /// Whether `place` begins a path in the line: `../home/` and `example.com/work/` do not.
    static func namesPlace(_ place: String, in line: Substring) -> Bool {
        var rest = line
        while let found = rest.firstRange(of: place) {
            let before = line[..<found.lowerBound].last ?? " "
            if !(before.isLetter || before.isNumber || "._-}~*/".contains(before)) { return true }
            rest = line[found.upperBound...]
        }
        return false
    }

    static func holdsSecret(_ line: Substring) -> Bool {
        line.contains(#/-----BEGIN [A-Z ]*PRIVATE KEY/#)
            || line.contains(#/\b(AKIA[0-9A-Z]{16}|gh[pousr]_[0-9A-Za-z]{30})/#)
            || line.contains(#/(?i)\b(password|passwd|secret|api_?key)\b *[:=] *"[^"\\ ]{8,}"/#)
    }

    @Test func `nothing names a workplace or holds a secret`() {
        expectNone(Tree.files.filter { $0.path != "Package.resolved" }.flatMap(Self.faults))
    }

    typealias Sample = (text: String, faults: Int, why: String)

    // swift-format-ignore
    static let samples: [Sample] = [
        ("cd /" + "work/main",                           1, "somebody's machine"),
        ("path: \"/" + "lanes/house\"",                  1, "in quotes"),
        ("let a = \"file:///" + "home/me\"",             0, "an address"),
        ("see https://example.com/" + "work/a",          0, "a place on the web"),
        ("cd ../" + "home/",                             0, "not from the root"),
        ("-----BEGIN EC " + "PRIVATE KEY-----",          1, "a key"),
        ("let password = \"" + "correcthorse\"",         1, "a password"),
        ("let token = \"AKIA" + "ABCDEFGHIJKLMNOP\"",    1, "a cloud's key"),
        ("the password: it is asked for at the counter", 0, "only the word"),
    ]

    @Test(arguments: samples)
    func `a workplace or a secret is seen in a sample`(_ sample: Sample) {
        let found = Self.faults(in: TreeFile(path: "docs/a.md", text: sample.text))
        #expect(found.count == sample.faults)
    }
}
