import Testing

/// What others may use is explained where it is declared.
struct DocumentationTests {
    static let types: Set = ["struct", "class", "enum", "actor", "protocol", "typealias"]

    static func faults(in file: TreeFile) -> [Fault] {
        file.declarations.filter { !$0.isDocumented }.compactMap { declaration in
            if declaration.isPublic, types.contains(declaration.keyword) {
                let what = "a public \(declaration.keyword) without a doc comment"
                return file.fault(what, line: declaration.line)
            }
            if declaration.isRequirement {
                let what = "a requirement that does not say what it asks for"
                return file.fault(what, line: declaration.line)
            }
            return nil
        }
    }

    @Test func `every public type and protocol requirement has a doc comment`() {
        expectNone(Tree.shipped.flatMap(Self.faults))
    }

    typealias Sample = (text: String, faults: Int, why: String)

    // swift-format-ignore
    static let samples: [Sample] = [
        ("public struct A {}",                                          1, "no comment"),
        ("/// An A.\npublic struct A {}",                               0, "a comment"),
        ("/// An A.\n@frozen\npublic struct A {}",                      0, "an attribute between"),
        ("// An A.\npublic enum A {}",                                  1, "not a doc comment"),
        ("extension A {\n    public enum B {}\n}",                      1, "nested"),
        ("/// P.\npublic protocol P {\n    func f()\n}",                1, "a bare requirement"),
        ("/// P.\npublic protocol P {\n    /// F.\n    func f()\n}",    0, "a requirement explained"),
        ("/// P.\npublic protocol P {\n    var a: Int { get }\n}",      1, "a bare property"),
        ("/// P.\npublic protocol P {}\nextension P {\n    func f() {}\n}", 0, "no requirement"),
        ("struct A {}\nprotocol P {\n    func f()\n}",                  0, "nobody else sees it"),
    ]

    @Test(arguments: samples)
    func `an unexplained declaration is seen in a sample`(_ sample: Sample) {
        let file = TreeFile(path: "Sources/Retail/A.swift", text: sample.text)
        #expect(Self.faults(in: file).count == sample.faults)
    }
}
