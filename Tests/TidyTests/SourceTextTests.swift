import Testing

/// What counts as code, with `~` for a blank to make blanks visible in the table.
struct SourceTextTests {
    typealias Row = (text: String, code: String, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        ("a // b",                   "a ~~~~",                    "a comment"),
        ("a /* b /* c */ d */ e",    "a ~~~~~~~~~~~~~~~~~ e",     "block comments nest"),
        ("a \"b // c\" d",           "a ~~~~~~~~ d",              "no comment inside a string"),
        ("\"a\\\"b\" c",             "~~~~~~ c",                  "an escaped quote"),
        ("\"a\\(b(\"c\"))d\" e",     "~~~(b(~~~))~~ e",           "what is interpolated is code"),
        ("#\"a\"b\"# c",             "~~~~~~~ c",                 "a raw string"),
        ("#\"\\(a)\\#(b)\"# c",      "~~~~~~~~(b)~~ c",           "a raw string's interpolation"),
        ("\"\"\"\na \"b\"\n\"\"\" c", "~~~\n~~~~~\n~~~ c",        "a string of several lines"),
        ("`a \"b` c",                "`____` c",                  "a name between backticks"),
        ("#/a\"b/# c",               "~~~~~~~ c",                 "a regex"),
        ("a / b / c #if",            "a / b / c #if",             "division, and a directive"),
        ("\"open",                   "~~~~~",                     "a string that does not end"),
    ]

    @Test(arguments: rows)
    func `comments and strings are blanked and code is kept`(_ row: Row) {
        let code = SourceText.code(of: row.text)
        #expect(code == row.code.replacing("~", with: " "))
    }

    @Test func `imports are read in every form`() {
        let text = """
            import A
            public import B
            @preconcurrency package import struct C.D
            #if canImport(E)
                import E.F
            #endif
            // import G
            let important = 1
            """
        let found = TreeFile(path: "Sources/X/A.swift", text: text).imports
        #expect(found.map(\.module) == ["A", "B", "C", "E"])
        #expect(found.map(\.line) == [1, 2, 3, 5])
    }

    @Test func `a file knows its target`() {
        let paths = ["Sources/Till/A/B.swift", "hal/HAL/A.swift", "tools/bench/main.swift"]
        #expect(paths.map { TreeFile(path: $0, text: "").target } == ["Till", "HAL", "bench"])
    }
}
