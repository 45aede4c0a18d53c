import Foundation
import Testing

/// `till simulate`: the program, its words and its status.
struct SimulateCommandTests {
    @Test func `the same words bring the same output`() throws {
        let words = ["simulate", "--seed", "7", "--seeds", "6"]
        let first = try Program("till").run(words)
        #expect(first.status == 0, "\(first.output)\(first.errors)")
        #expect(first.output.contains("6 seeds, "))
        let side = try Program("till").run(words + ["--jobs", "3"])
        #expect(side.output == first.output, "however many run at a time")
        #expect(first.errors.contains("device-days a minute"), "how fast it was is said aside")
    }

    @Test func `the sums are told as JSON, with the pace`() throws {
        let outcome = try Program("till").run(["simulate", "--seeds", "2", "--json"])
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        let object = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
        let sums = try #require(object as? [String: Any])
        #expect(sums["seeds"] as? Int == 2)
        let pace = try #require(sums["pace"] as? [String: Any])
        for key in ["stepsPerMinute", "deviceDaysPerMinute", "seedsPerMinute"] {
            #expect(try #require(pace[key] as? Double) > 0, "\(key)")
        }
    }

    @Test func `a rule that is left out ends with the seed that shows it`() throws {
        let words = ["simulate", "--seeds", "50", "--faults", "clock-step"]
        #expect(try Program("till").run(words).status == 0)
        let outcome = try Program("till").run(words + ["--mutant", "neverTurnsItsClockBack"])
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("went back"))
        #expect(outcome.output.contains("again: till simulate --seed"))
        #expect(outcome.output.contains("1 seeds with violations"), "it ends with the first")
    }

    // swift-format-ignore
    static let mistakes: [(words: [String], says: String)] = [
        (["--faults", "flood"],  "there is no fault 'flood'"),
        (["--mutant", "kindly"], "there is no rule 'kindly'"),
        (["--tills", "0"],       "1 to 64 tills"),
        (["--jobs", "0"],        "1 to 64 jobs"),
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
