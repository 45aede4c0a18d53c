import Testing

/// Small files and small functions: what does not fit on a screen does not fit in a head.
struct SizeTests {
    static let longestFile = 400
    static let medianFile = 120
    static let longestFunction = 70
    static let widestLine = 100

    static func faults(in file: TreeFile) -> [Fault] {
        var faults: [Fault] = []
        // The empty piece after the last line end is no line.
        let count = file.lines.count - (file.lines.last?.isEmpty == true ? 1 : 0)
        if count > longestFile {
            faults.append(file.fault("\(count) lines; \(longestFile) is the most"))
        }
        for (index, line) in file.lines.enumerated() where line.count > widestLine {
            // An address cannot be broken, and a table keeps its columns.
            guard !line.contains("://"), !file.isInTable(index) else { continue }
            let what = "\(line.count) columns; \(widestLine) is the most"
            faults.append(file.fault(what, line: index + 1))
        }
        for function in file.functions where function.length > longestFunction {
            let what = "\(function.length) lines in one function; \(longestFunction) is the most"
            faults.append(file.fault(what, line: function.line))
        }
        return faults
    }

    /// The middle value, the lower of two.
    static func median(_ values: [Int]) -> Int {
        values.isEmpty ? 0 : values.sorted()[(values.count - 1) / 2]
    }

    @Test func `no file is over 400 lines, no function over 70, no line over 100 columns`() {
        expectNone(Tree.sources.flatMap(Self.faults))
    }

    @Test func `half of all files have at most 120 lines`() {
        let files = Tree.sources.map { $0.lines.count - 1 }
        let functions = Tree.shipped.flatMap(\.functions).map(\.length)
        print(
            "MEASURED: \(files.count) Swift files, median \(Self.median(files)) lines, longest"
                + " \(files.max() ?? 0); \(functions.count) shipped functions, median"
                + " \(Self.median(functions)) lines, longest \(functions.max() ?? 0)"
        )
        #expect(Self.median(files) <= Self.medianFile)
    }

    static func function(lines: Int) -> String {
        "func f(a: Int = { 1 }()) {\n" + String(repeating: "    g()\n", count: lines - 2) + "}\n"
    }

    typealias Sample = (text: String, faults: Int, why: String)

    // swift-format-ignore
    static let samples: [Sample] = [
        (String(repeating: "\n", count: 400),                      0, "as long as may be"),
        (String(repeating: "\n", count: 401),                      1, "one line too long"),
        (function(lines: 70),                                      0, "as long as may be"),
        (function(lines: 71),                                      1, "one line too long"),
        ("struct A {\n" + function(lines: 71) + "}",               1, "inside a type"),
        ("/// " + String(repeating: "a", count: 96),               0, "as wide as may be"),
        ("/// " + String(repeating: "a", count: 97),               1, "one column too wide"),
        ("/// https://" + String(repeating: "a", count: 97),       0, "an address"),
        ("protocol P {\n    func f()\n    var a: Int { get }\n}" + String(repeating: "\n", count: 80),
                                                                   0, "a requirement has no body"),
    ]

    @Test(arguments: samples)
    func `what is too large is seen in a sample`(_ sample: Sample) {
        let file = TreeFile(path: "Sources/Retail/A.swift", text: sample.text)
        #expect(Self.faults(in: file).count == sample.faults)
    }

    @Test func `the median of an even count is the lower middle`() {
        #expect(Self.median([]) == 0)
        #expect(Self.median([9, 1, 5]) == 5)
        #expect(Self.median([4, 1, 3, 2]) == 2)
    }
}

extension TreeFile {
    /// Whether a line stands under `// swift-format-ignore`, in the table that it protects.
    func isInTable(_ index: Int) -> Bool {
        let isMark: (Substring) -> Bool = { $0.hasSuffix("// swift-format-ignore") }
        guard let mark = lines[...index].lastIndex(where: isMark) else { return false }
        let indent = lines[mark].prefix { $0 == " " }
        // The declaration under the mark ends where a line of its own indentation closes it.
        let end = lines[mark...].dropFirst(2).firstIndex {
            $0.hasPrefix(indent + "]") || $0.hasPrefix(indent + "}")
        }
        return index <= (end ?? mark + 1)
    }
}
