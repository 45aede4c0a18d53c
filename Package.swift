// swift-tools-version: 6.2
import PackageDescription

// One line a target, grouped by folder. Arrows point down the page and never back.

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

/// A library of the package: `name` in the folder `path`.
func library(
    _ name: String,
    in path: String,
    uses dependencies: [Target.Dependency] = [],
    resources: [Resource]? = nil,
    exclude: [String] = []
) -> Target {
    .target(
        name: name,
        dependencies: dependencies,
        path: "\(path)/\(name)",
        exclude: exclude,
        resources: resources,
        swiftSettings: settings
    )
}

/// A program: it reads its configuration, assembles the parts and runs them.
func program(
    _ name: String,
    at path: String,
    uses dependencies: [Target.Dependency],
    exclude: [String] = []
) -> Target {
    .executableTarget(
        name: name,
        dependencies: dependencies,
        path: path,
        exclude: exclude,
        swiftSettings: settings
    )
}

/// The specification of one target, or of several that only make sense together.
func tests(_ name: String, uses dependencies: [Target.Dependency]) -> Target {
    .testTarget(
        name: name,
        dependencies: dependencies,
        path: "Tests/\(name)",
        swiftSettings: settings
    )
}

extension Target.Dependency {
    static let grdb = product(name: "GRDB", package: "GRDB.swift")
    static let hummingbird = product(name: "Hummingbird", package: "hummingbird")
    static let hummingbirdCore = product(name: "HummingbirdCore", package: "hummingbird")
    static let hummingbirdTLS = product(name: "HummingbirdTLS", package: "hummingbird")
    static let httpClient = product(name: "AsyncHTTPClient", package: "async-http-client")
    static let arguments = product(name: "ArgumentParser", package: "swift-argument-parser")
    static let logging = product(name: "Logging", package: "swift-log")
    static let crypto = product(name: "Crypto", package: "swift-crypto")
    static let lifecycle = product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
    static let unixSignals = product(name: "UnixSignals", package: "swift-service-lifecycle")
    static let httpTypes = product(name: "HTTPTypes", package: "swift-http-types")
    static let nioCore = product(name: "NIOCore", package: "swift-nio")
    static let nioHTTP1 = product(name: "NIOHTTP1", package: "swift-nio")
    static let nioSSL = product(name: "NIOSSL", package: "swift-nio-ssl")
    static let nioPosix = product(name: "NIOPosix", package: "swift-nio")
    static let yams = product(name: "Yams", package: "Yams")
}

let package = Package(
    name: "suanpan",
    products: [
        .executable(name: "till", targets: ["till"]),
        .executable(name: "tilld", targets: ["tilld"]),
        .executable(name: "tillhub", targets: ["tillhub"]),
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(
            url: "https://github.com/swift-server/swift-service-lifecycle",
            from: "2.13.0"
        ),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // hal/: what the hardware can do, and how; knows no sale and no member.
        library("HAL", in: "hal"),
        library("Wire", in: "hal", uses: ["HAL"]),
        .systemLibrary(
            name: "CSerialPort",
            path: "hal/C/CSerialPort",
            pkgConfig: "libserialport",
            providers: [.apt(["libserialport-dev"])]
        ),
        .systemLibrary(
            name: "CUSB",
            path: "hal/C/CUSB",
            pkgConfig: "libusb-1.0",
            providers: [.apt(["libusb-1.0-0-dev"])]
        ),
        .systemLibrary(
            name: "CFreeType",
            path: "hal/C/CFreeType",
            pkgConfig: "freetype2",
            providers: [.apt(["libfreetype-dev"])]
        ),
        library("Symbols", in: "hal", uses: ["HAL"]),
        library("Glyphs", in: "hal", uses: ["HAL", "CFreeType"]),
        library("Drivers", in: "hal", uses: ["HAL", "Wire", "Symbols", .crypto]),
        library("Channels", in: "hal", uses: ["HAL", "Wire", "CSerialPort", "CUSB"]),
        library("Traces", in: "hal", uses: ["HAL"]),
        library("Twins", in: "hal", uses: ["HAL", "Wire", "Traces"]),
        library("LineBench", in: "hal", uses: ["HAL"]),
        library("Supervision", in: "hal", uses: ["HAL", "Wire"]),
        library("Diagnosis", in: "hal", uses: ["HAL"]),
        library(
            "Boards",
            in: "hal",
            uses: [
                "HAL", "Glyphs", "Drivers", "Channels", "Traces", "Supervision", "Diagnosis",
                "StrictYAML",
            ]
        ),

        // Sources/: what a till and a hub do; devices are known only through HAL.
        library("StrictYAML", in: "Sources", uses: [.yams]),
        library("StrictJSON", in: "Sources"),
        library("Retail", in: "Sources"),
        library("Loyalty", in: "Sources", uses: ["Retail"]),
        library("Members", in: "Sources", uses: ["Retail", "Loyalty"]),
        library(
            "Records",
            in: "Sources",
            uses: ["HAL", "Retail", "Loyalty", "StrictJSON", .crypto]
        ),
        library("SyncProtocol", in: "Sources", uses: ["Retail", "Loyalty", "Records"]),
        library("Identity", in: "Sources", uses: ["Records", .crypto]),
        library("PinnedTLS", in: "Sources", uses: ["Identity", .nioCore, .nioSSL]),
        library("SecretFile", in: "Sources"),
        library("DurableSQLite", in: "Sources", uses: [.grdb]),
        library(
            "DeviceBook",
            in: "Sources",
            uses: ["HAL", "Supervision", "SecretFile", "DurableSQLite", .grdb]
        ),
        library(
            "Journal",
            in: "Sources",
            uses: [
                "HAL", "Retail", "Loyalty", "Records", "SyncProtocol", "DurableSQLite", .grdb,
            ]
        ),
        library(
            "Feeds",
            in: "Sources",
            uses: ["Records", "SyncProtocol", "DurableSQLite", .grdb]
        ),
        library(
            "Simulator",
            in: "Sources",
            uses: ["Retail", "Loyalty", "Records", "SyncProtocol"]
        ),
        library(
            "Sync",
            in: "Sources",
            uses: [
                "Retail", "Loyalty", "Records", "Identity", "PinnedTLS", "Journal",
                "DurableSQLite", "SyncProtocol", "Feeds",
                .httpClient, .nioCore, .nioHTTP1, .nioSSL, .logging,
            ]
        ),
        library(
            "Till",
            in: "Sources",
            uses: [
                "HAL", "Retail", "Loyalty", "Records", "SyncProtocol", "DurableSQLite", "Journal",
                "Feeds", .grdb, .logging,
            ]
        ),
        library(
            "TillWeb",
            in: "Sources",
            uses: ["Retail", "DurableSQLite", "Till", .hummingbird, .httpTypes, .nioCore, .logging]
        ),
        .systemLibrary(name: "CMalloc", path: "Sources/CMalloc"),
        .systemLibrary(
            name: "CZlib",
            path: "Sources/CZlib",
            pkgConfig: "zlib",
            providers: [.apt(["zlib1g-dev"])]
        ),
        library("TradeFolder", in: "Sources", uses: ["Retail", "Loyalty", "StrictJSON", "CZlib"]),
        library(
            "Hub",
            in: "Sources",
            uses: [
                "StrictYAML", "Retail", "Loyalty", "Members", "Records", "SyncProtocol", "Identity",
                "TradeFolder", "DurableSQLite", .grdb, .crypto,
            ]
        ),
        .systemLibrary(
            name: "CPostgres",
            path: "Sources/CPostgres",
            pkgConfig: "libpq",
            providers: [.apt(["libpq-dev"])]
        ),
        library("DurablePostgres", in: "Sources", uses: ["CPostgres"]),
        library(
            "HubPostgres",
            in: "Sources",
            uses: [
                "Retail", "Loyalty", "Records", "SyncProtocol", "Identity", "DurableSQLite",
                "DurablePostgres", "Hub",
            ]
        ),
        library(
            "HubWeb",
            in: "Sources",
            uses: [
                "Retail", "Hub", "SyncProtocol", "Identity", "PinnedTLS", .hummingbird,
                .hummingbirdCore, .hummingbirdTLS, .nioCore, .nioSSL, .logging,
            ]
        ),
        library(
            "Replay",
            in: "Sources",
            uses: [
                "HAL", "Twins", "Boards", "Retail", "Loyalty", "Records", "DurableSQLite",
                "Journal", "Sync", "Till", "TradeFolder", "Hub", "CMalloc", .logging,
            ]
        ),
        library(
            "Shop",
            in: "Sources",
            uses: [
                "HAL", "Symbols", "Twins", "Retail", "TradeFolder", .hummingbird, .httpTypes,
                .httpClient, .nioCore,
                .nioPosix, .nioHTTP1, .logging,
            ],
            resources: [.copy("Trade"), .copy("Page"), .copy("Programmes")]
        ),

        // The three programs.
        library(
            "CommandKit",
            in: "Sources",
            uses: [
                "HAL", "Traces", "Boards", "Loyalty", "StrictYAML", "Records", "Identity",
                "SecretFile", "DurableSQLite", .arguments,
            ]
        ),
        program(
            "till",
            at: "Sources/till",
            uses: [
                "HAL", "Symbols", "Channels", "Traces", "Twins", "LineBench", "Diagnosis", "Boards",
                "Retail", "Loyalty", "StrictYAML", "Records", "DurableSQLite", "Journal",
                "SyncProtocol", "Identity", "SecretFile", "Simulator", "Sync", "Till", "TillWeb",
                "TradeFolder", "Replay", "Shop", "CommandKit", .arguments, .httpClient, .nioCore,
                .nioHTTP1,
            ]
        ),
        program(
            "tilld",
            at: "Sources/tilld",
            uses: [
                "HAL", "Traces", "Supervision", "Boards", "Retail", "Loyalty", "StrictYAML",
                "Records", "DurableSQLite", "DeviceBook", "Journal", "SyncProtocol", "Identity",
                "SecretFile", "Feeds", "Sync", "Till", "TillWeb", "TradeFolder", "CommandKit",
                .arguments, .lifecycle, .unixSignals, .logging,
            ]
        ),
        program(
            "tillhub",
            at: "Sources/tillhub",
            uses: [
                "Retail", "Loyalty", "Members", "Records", "DurableSQLite", "DurablePostgres",
                "SyncProtocol", "Identity", "SecretFile", "TradeFolder", "Hub", "HubPostgres",
                "HubWeb", "Sync", "CommandKit", .arguments, .lifecycle, .unixSignals, .logging,
            ]
        ),

        // tools/: measured, never shipped.
        program(
            "bench",
            at: "tools/bench",
            uses: [
                "HAL", "Symbols", "Glyphs", "Drivers", "Channels", "Twins", "LineBench", "Boards",
                "Retail", "Loyalty", "Records", "Journal", "SyncProtocol", "Sync", "Hub",
                "DurablePostgres", "HubPostgres", "Till", "TradeFolder", "Replay", "CommandKit",
                "MockedMachine", .arguments, .grdb, .logging,
            ],
            exclude: [
                "README.md", "autopsy", "brokers.sh", "crashes", "cutter", "devices", "fuzz",
                "fuzzer", "guest", "hubs", "month", "oracle", "powercut", "programs.py", "readers",
                "readers.sh", "run", "shopfloor.py", "vm",
            ]
        ),
        library("crashes", in: "tools/bench"),
        library(
            "autopsy",
            in: "tools/bench",
            uses: [
                "Retail", "Loyalty", "Records", "SyncProtocol", "DurableSQLite", "DeviceBook",
                "Journal", "Feeds", "Till", .grdb, .logging,
            ]
        ),
        program(
            "cutter",
            at: "tools/bench/cutter",
            uses: [
                "Retail", "Loyalty", "Shop", "CommandKit", "crashes", "autopsy", .arguments, .grdb,
            ]
        ),
        program(
            "fuzzer",
            at: "tools/bench/fuzzer",
            uses: [
                "HAL", "Drivers", "Channels", "Traces", "StrictJSON", "Retail", "Loyalty",
                "Records", "SyncProtocol", "Identity",
            ]
        ),
        program(
            "guest",
            at: "tools/bench/guest",
            uses: [
                "HAL", "Wire", "Channels", "Twins", "Supervision", "Boards", "Conformance",
            ],
            exclude: ["carve.py", "host.py", "start.sh"]
        ),

        // Tests/: one specification a target, and what several of them need.
        library("TestSupport", in: "Tests"),
        library("SampleTrade", in: "Tests", uses: ["Retail", "Loyalty"]),
        library("Conformance", in: "Tests", uses: ["HAL", "Twins", "Boards"]),
        library("MockedMachine", in: "Tests", uses: ["HAL", "Wire", "Twins"]),
        tests("HALTests", uses: ["HAL", "TestSupport"]),
        tests(
            "DriverTests",
            uses: [
                "HAL", "Wire", "Symbols", "Glyphs", "Drivers", "Channels", "Twins", "TestSupport",
                "Conformance",
            ]
        ),
        tests("DiagnosisTests", uses: ["HAL", "Symbols", "Diagnosis"]),
        tests(
            "PaymentTests",
            uses: [
                "HAL", "Wire", "Drivers", "Channels", "Twins", "Supervision", "Retail", "Loyalty",
                "Records", "DurableSQLite", "Journal", "Till", "Conformance", "TestSupport",
                "SampleTrade", .grdb, .logging,
            ]
        ),
        tests(
            "LineBenchTests",
            uses: ["HAL", "Channels", "Twins", "LineBench", "MockedMachine"]
        ),
        tests(
            "ChannelTests",
            uses: ["HAL", "Wire", "Channels", "Twins", "MockedMachine", "Conformance"]
        ),
        tests(
            "TraceTests",
            uses: [
                "HAL", "Drivers", "Traces", "Twins", "TestSupport", "Conformance",
            ]
        ),
        tests(
            "BoardTests",
            uses: [
                "HAL", "Drivers", "Channels", "Twins", "Supervision", "Diagnosis", "Boards",
                "StrictYAML", "Conformance",
            ]
        ),
        tests("BootTests", uses: []),
        tests("StrictYAMLTests", uses: ["StrictYAML"]),
        tests("StrictJSONTests", uses: ["StrictJSON", "TestSupport"]),
        tests("RetailTests", uses: ["Retail", "TestSupport"]),
        tests("LoyaltyTests", uses: ["Retail", "Loyalty", "StrictYAML", "TestSupport"]),
        tests("MembersTests", uses: ["Retail", "Loyalty", "Members", "TestSupport"]),
        tests(
            "RecordsTests",
            uses: ["HAL", "Retail", "Loyalty", "Records", "TestSupport", "SampleTrade"]
        ),
        tests("IdentityTests", uses: ["Records", "Identity", "TestSupport"]),
        tests("SecretFileTests", uses: ["SecretFile"]),
        tests("DurableSQLiteTests", uses: ["DurableSQLite", .grdb]),
        tests(
            "DeviceBookTests",
            uses: ["HAL", "Supervision", "SecretFile", "DurableSQLite", "DeviceBook"]
        ),
        tests(
            "JournalTests",
            uses: [
                "HAL", "Retail", "Loyalty", "Records", "SyncProtocol", "DurableSQLite", "Journal",
                "TestSupport", .grdb,
            ]
        ),
        tests(
            "FeedsTests",
            uses: [
                "Retail", "Records", "SyncProtocol", "DurableSQLite", "Feeds", "TestSupport",
            ]
        ),
        tests(
            "SyncProtocolTests",
            uses: [
                "Retail", "Loyalty", "Records", "StrictJSON", "SyncProtocol", "Identity",
                "TestSupport",
            ]
        ),
        tests(
            "SimulatorTests",
            uses: ["Loyalty", "Records", "SyncProtocol", "Simulator", "TestSupport"]
        ),
        tests(
            "CrashTests",
            uses: [
                "Retail", "Loyalty", "Records", "SyncProtocol", "DurableSQLite", "Journal", "Feeds",
                "Till", "TestSupport", "SampleTrade", "crashes", "autopsy", .grdb, .logging,
            ]
        ),
        tests(
            "SyncTests",
            uses: [
                "HAL", "Retail", "Loyalty", "Records", "SyncProtocol", "Identity", "DurableSQLite",
                "Journal", "Feeds", "Simulator", "Sync", "Till", "Hub", "DurablePostgres",
                "HubPostgres", "HubWeb", "PinnedTLS", "TestSupport", "SampleTrade", .nioCore,
                .nioPosix, .nioSSL, .logging,
            ]
        ),
        tests(
            "TillTests",
            uses: [
                "HAL", "Wire", "Drivers", "Twins", "Retail", "Loyalty", "Records", "SyncProtocol",
                "DurableSQLite", "Journal", "Till", "Conformance", "TestSupport", "SampleTrade",
                .grdb, .logging,
            ]
        ),
        tests(
            "TradeFolderTests",
            uses: [
                "Retail", "Loyalty", "Members", "StrictYAML", "CZlib", "TradeFolder", "TestSupport",
            ]
        ),
        tests(
            "HubTests",
            uses: [
                "Retail", "Loyalty", "Members", "Records", "SyncProtocol", "Identity",
                "DurableSQLite", "DurablePostgres", "TradeFolder", "Hub", "HubPostgres",
                "TestSupport", .grdb,
            ]
        ),
        tests(
            "ReplayTests",
            uses: [
                "Boards", "Retail", "Loyalty", "Members", "StrictYAML", "Journal", "TradeFolder",
                "Hub", "Replay", "TestSupport",
            ]
        ),
        tests(
            "ShopTests",
            uses: [
                "HAL", "Twins", "Retail", "Loyalty", "StrictYAML", "TradeFolder", "Shop", .nioCore,
                .nioPosix,
            ]
        ),
        tests(
            "ProgramTests",
            uses: ["HAL", "Twins", "TestSupport", "till", "tilld", "tillhub", "cutter"]
        ),
        tests("TidyTests", uses: []),
    ]
)
