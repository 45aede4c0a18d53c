import Testing

/// The targets that decide and never act: time and chance come to them as arguments.
///
/// They are HAL, Symbols, Diagnosis, StrictJSON, Retail, Loyalty, Members, Records, SyncProtocol,
/// Identity, Simulator and crashes.
struct PurityTests {
    /// What each pure target may import besides the pure targets below it.
    static let pure: [String: Set<String>] = [
        "HAL": [],
        "Symbols": ["HAL"],
        "Diagnosis": ["HAL"],
        "StrictJSON": [],
        "Retail": [],
        "Loyalty": ["Retail"],
        "Members": ["Retail", "Loyalty", "Foundation", "FoundationEssentials"],
        "Records": ["HAL", "Retail", "Loyalty", "StrictJSON", "Crypto"],
        "SyncProtocol": ["Retail", "Loyalty", "Records", "Foundation", "FoundationEssentials"],
        "Identity": ["Records", "Crypto"],
        "Simulator": ["Retail", "Loyalty", "Records", "SyncProtocol"],
        "crashes": [],
    ]

    /// Words that reach for a clock, chance, a file, a socket or the process.
    static let forbidden = [
        ".now", "Date(", "ContinuousClock", "SuspendingClock", "Task.sleep", "sleep(", "Timer",
        "clock_gettime", "gettimeofday",
        ".random", "randomElement", "shuffle(", "shuffled(", "SystemRandomNumberGenerator", "UUID(",
        "arc4random", "hashValue",
        "FileManager", "FileHandle", "fopen", "contentsOfFile", "readLine",
        "Data(contentsOf", "String(contentsOf",
        "socket(", "URLSession", "getenv", "ProcessInfo", "Process", "DispatchQueue", "Thread",
    ]

    static func faults(in file: TreeFile) -> [Fault] {
        guard let allowed = pure[file.target] else { return [] }
        let imports = file.imports.filter { !allowed.contains($0.module) }.map {
            file.fault("\(file.target) is pure and does not import \($0.module)", line: $0.line)
        }
        let words = file.code.enumerated().flatMap { index, line in
            // The instant is a value, given by whoever has the clock.
            let line = line.replacing("ContinuousClock.Instant", with: "Deadline")
            return forbidden.filter { line.hasToken($0) }.map {
                file.fault(
                    "`\($0)` in \(file.target), where time and chance arrive as arguments",
                    line: index + 1
                )
            }
        }
        return imports + words
    }

    @Test func `the pure targets use no clock, no chance, no file and no socket`() {
        for target in Self.pure.keys {
            #expect(Tree.shipped.contains { $0.target == target }, "\(target) has no source")
        }
        expectNone(Tree.shipped.flatMap(Self.faults))
    }

    typealias Sample = (path: String, text: String, faults: Int, why: String)

    // swift-format-ignore
    static let samples: [Sample] = [
        ("Sources/Retail/A.swift",  "let at = ContinuousClock.now",             2, "reads a clock"),
        ("Sources/Retail/A.swift",  "let at = Date()",                          1, "reads the wall clock"),
        ("Sources/Retail/A.swift",  "let n = Int.random(in: 0..<9)",            1, "asks for chance"),
        ("Sources/Retail/A.swift",  "let h = name.hashValue",                   1, "differs from run to run"),
        ("Sources/Retail/A.swift",  "import Foundation",                        1, "not even Foundation"),
        ("Sources/Loyalty/A.swift", "public import struct Journal.Entry",       1, "imports what acts"),
        ("Sources/Records/A.swift", "FileManager.default.remove(a)",            1, "touches a file"),
        ("hal/HAL/A.swift",         "try await Task.sleep(for: .seconds(1))",   2, "waits"),
        ("hal/HAL/A.swift",         "typealias Deadline = ContinuousClock.Instant", 0, "an instant is a value"),
        ("Sources/Retail/A.swift",  "// Date() belongs to the till",            0, "a comment"),
        ("Sources/Retail/A.swift",  "let text = \"Date()\"",                    0, "a string"),
        ("Sources/Retail/A.swift",  "let text = \"\\(Date())\"",                1, "code inside a string"),
        ("Sources/Retail/A.swift",  "let nowhere = shop.nowhere",               0, "a word that begins so"),
        ("Sources/Till/A.swift",    "let at = ContinuousClock.now",             0, "the till has the clock"),
    ]

    @Test(arguments: samples)
    func `reaching outside is seen in a sample`(_ sample: Sample) {
        let found = Self.faults(in: TreeFile(path: sample.path, text: sample.text))
        #expect(found.count == sample.faults)
    }
}
