import Testing

/// The tree's floors: a target names only those below it, and devices stay behind the HAL.
struct LayerTests {
    /// Every target, each above all that it may name.
    static let floors = [
        "StrictYAML", "StrictJSON",
        "HAL", "Wire", "CSerialPort", "CUSB", "CFreeType", "Symbols", "Glyphs", "Drivers",
        "Channels", "Traces", "Twins", "LineBench", "Supervision", "Diagnosis", "Boards",
        "Retail", "Loyalty", "Members", "Records", "SyncProtocol", "Identity", "PinnedTLS",
        "SecretFile", "DurableSQLite", "DeviceBook", "Journal", "Feeds", "Simulator", "Sync",
        "Till", "TillWeb", "CZlib", "TradeFolder", "Hub", "CPostgres", "DurablePostgres",
        "HubPostgres", "HubWeb", "CMalloc",
        "Replay", "Shop",
        "CommandKit",
        "till", "tilld", "tillhub", "bench", "fuzzer", "guest",
        "crashes", "autopsy", "cutter",
    ]

    static let hardware: Set = [
        "HAL", "Wire", "CSerialPort", "CUSB", "CFreeType", "Symbols", "Glyphs", "Drivers",
        "Channels", "Traces", "Twins", "LineBench", "Supervision", "Diagnosis", "Boards",
    ]

    /// Who may name a module that others must not, and why nobody else.
    static let reserved: [(module: String, to: Set<String>, why: String)] = [
        (
            "Drivers", ["Boards", "bench", "fuzzer"],
            "a board's file says which driver it is, and only Boards reads it"
        ),
        (
            "Boards", ["Replay", "Shop", "CommandKit", "till", "tilld", "bench", "guest"],
            "only what assembles a box knows its board"
        ),
        (
            "Channels", ["Boards", "Shop", "till", "tilld", "bench", "fuzzer", "guest"],
            "what sells does not know what a device hangs on"
        ),
        (
            "Twins", ["Replay", "Shop", "till", "bench", "guest"],
            "what sells cannot tell a twin from a device"
        ),
    ]

    static func faults(in file: TreeFile) -> [Fault] {
        guard !file.path.hasPrefix("Tests/"), let floor = floors.firstIndex(of: file.target) else {
            return []
        }
        return file.imports.compactMap { module, line in
            if let other = floors.firstIndex(of: module), other > floor {
                let what = "\(file.target) names \(module), which stands above it"
                return file.fault(what, line: line)
            }
            if hardware.contains(file.target), module != "StrictYAML", floors.contains(module),
                !hardware.contains(module)
            {
                return file.fault("hal knows no sale and no member, so not \(module)", line: line)
            }
            if let rule = reserved.first(where: { $0.module == module }),
                !rule.to.contains(file.target)
            {
                return file.fault("\(file.target) imports \(module); \(rule.why)", line: line)
            }
            return nil
        }
    }

    @Test func `no file names a layer above its own, and no till names a driver`() {
        expectNone(Tree.shipped.flatMap(Self.faults))
    }

    @Test func `every target has its floor`() {
        let targets = Set(Tree.shipped.map(\.target))
        expectNone(
            targets.subtracting(Self.floors).map {
                Fault(file: "Package.swift", line: nil, what: "give \($0) a floor in LayerTests")
            }
        )
    }

    typealias Sample = (path: String, text: String, faults: Int, why: String)

    // swift-format-ignore
    static let samples: [Sample] = [
        ("Sources/Retail/A.swift",    "import Loyalty",                1, "upward"),
        ("Sources/Till/A.swift",      "import Drivers",                1, "a driver outside Boards"),
        ("Sources/till/A.swift",      "@preconcurrency import Drivers", 1, "even in a program"),
        ("hal/Channels/A.swift",      "import Retail",                 1, "hardware that knows sales"),
        ("Sources/Till/A.swift",      "public import Twins",           1, "a till that knows its twin"),
        ("hal/Boards/A.swift",        "import Drivers\nimport StrictYAML", 0, "the one place"),
        ("Sources/Loyalty/A.swift",   "public import Retail",          0, "downward"),
        ("tools/bench/A.swift",       "import Replay",                 0, "what measures stands on top"),
        ("Tests/DriverTests/A.swift", "import Drivers",                0, "a test of drivers"),
    ]

    @Test(arguments: samples)
    func `an import against the arrows is seen in a sample`(_ sample: Sample) {
        let found = Self.faults(in: TreeFile(path: sample.path, text: sample.text))
        #expect(found.count == sample.faults)
    }
}
