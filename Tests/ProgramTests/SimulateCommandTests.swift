import Testing

/// `till simulate`: the program, its words and its status.
struct SimulateCommandTests {
    @Test func `the same words bring the same output`() throws {
        let words = ["simulate", "--seed", "7", "--seeds", "3", "--json"]
        let first = try Program("till").run(words)
        #expect(first.status == 0, "\(first.output)\(first.errors)")
        #expect(first.output.contains("\"seeds\" : 3"))
        #expect(try Program("till").run(words).output == first.output)
        #expect(first.errors.contains("seeds, "), "how fast it was goes to the error output")
    }

    @Test func `a rule that is left out ends with the seed that shows it`() throws {
        let words = ["simulate", "--seeds", "50", "--faults", "clock-step"]
        #expect(try Program("till").run(words).status == 0)
        let outcome = try Program("till").run(words + ["--mutant", "neverTurnsItsClockBack"])
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("went back"))
        #expect(outcome.output.contains("again: till simulate --seed"))
    }

    // swift-format-ignore
    static let mistakes: [(words: [String], says: String)] = [
        (["--faults", "flood"],  "there is no fault 'flood'"),
        (["--mutant", "kindly"], "there is no rule 'kindly'"),
        (["--tills", "0"],       "1 to 64 tills"),
    ]

    @Test(arguments: mistakes)
    func `a word that it does not know is told with those that it does`(
        _ row: (words: [String], says: String)
    ) throws {
        let outcome = try Program("till").run(["simulate"] + row.words)
        #expect(outcome.status == 64)
        #expect(outcome.errors.contains(row.says), "\(outcome.errors)")
    }
}
