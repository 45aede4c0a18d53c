import Testing

/// How tests are written here: sentences that expect something, in release, without waiting.
struct TestHabitTests {
    /// Where a test may wait for real time to pass, and why nothing else will do.
    static let mayWait: [String: String] = [
        "Tests/BoardTests/SimulatedBoardTests.swift": "a twin needs a moment to take the bytes",
        "Tests/Conformance/ByteChannelConformance.swift": "a late answer is what is tested",
        "Tests/Conformance/Replug/Patience.swift": "asks a device again until it is back",
        "Tests/Conformance/Replug/ReplugTrial.swift": "what was closed goes in its own time",
        "Tests/Conformance/TwinAtHand.swift": "a twin needs a moment to take the bytes",
        "Tests/ChannelTests/Mocked/MockedPrinterTests.swift": "libusb lets go in its own time",
        "Tests/ChannelTests/TTYChannelTests.swift": "a kernel tty hangs up in its own time",
        "Tests/MockedMachine/PreloadedChild.swift": "a child process has to come up",
        "Tests/ProgramTests/Desk.swift": "asks a process again until it has come so far",
        "Tests/ProgramTests/Program.swift": "a child process has to come up",
        "Tests/ProgramTests/TechnicianBench.swift": "a port drops what came before it was opened",
    ]

    static func faults(in file: TreeFile) -> [Fault] {
        let code = file.code.joined(separator: "\n")
        var faults: [Fault] = []
        let expectations = ["#expect", "#require", "Issue.record", "confirmation(", "expectNone("]
        if code.hasToken("@Test"), !expectations.contains(where: code.hasToken) {
            faults.append(file.fault("tests without an expectation"))
        }
        for (index, line) in file.code.enumerated() {
            let line = line.drop(while: { $0 == " " })
            if line.hasToken("sleep("), mayWait[file.path] == nil {
                let what = "a test that sleeps; wait for what it waits for"
                faults.append(file.fault(what, line: index + 1))
            }
            if line.hasPrefix("@testable") || line.hasSuffix("import XCTest") {
                let what = "release has no @testable, and tests are Swift Testing's"
                faults.append(file.fault(what, line: index + 1))
            }
            if line.hasToken("@Test"), !isSentence(in: file.lines[index...].prefix(12)) {
                faults.append(file.fault("a test whose name is no sentence", line: index + 1))
            }
        }
        return faults
    }

    /// Whether the first function of `lines` has a name of more than one word, in backticks.
    static func isSentence(in lines: ArraySlice<Substring>) -> Bool {
        guard let line = lines.first(where: { $0.hasToken("func") }) else { return false }
        let name = line.split(separator: "`", omittingEmptySubsequences: false)
        return name.count >= 3 && name[1].contains(" ")
    }

    @Test func `every test is a sentence that expects something and does not sleep`() {
        expectNone(Tree.tests.flatMap(Self.faults))
    }

    @Test func `who may wait is still there`() {
        for path in Self.mayWait.keys {
            #expect(Tree.paths.contains(path), "\(path) may wait, but is gone")
        }
    }

    typealias Sample = (text: String, faults: Int, why: String)

    // swift-format-ignore
    static let samples: [Sample] = [
        ("@Test func `one is one`() { #expect(1 == 1) }",                     0, "as it should be"),
        ("@Test func `one is one`() { _ = 1 == 1 }",                          1, "expects nothing"),
        ("@Test func oneIsOne() { #expect(1 == 1) }",                         1, "no sentence"),
        ("@Test(arguments: [\n    1, 2,\n])\nfunc `a b`() { #expect(1 == 1) }", 0, "over some lines"),
        ("@Test func `a b`() async { try await Task.sleep(a); #expect(a) }",  1, "sleeps"),
        ("@Test func `a b`() { usleep(9); #expect(a) }",                      0, "another word"),
        ("@Test func `no sleep(`() { #expect(a) }",                           0, "only its name"),
        ("@testable import Retail",                                           1, "not in release"),
        ("struct Support {}",                                                 0, "no test in it"),
    ]

    @Test(arguments: samples)
    func `a bad habit is seen in a sample`(_ sample: Sample) {
        let file = TreeFile(path: "Tests/RetailTests/A.swift", text: sample.text)
        #expect(Self.faults(in: file).count == sample.faults)
    }
}
