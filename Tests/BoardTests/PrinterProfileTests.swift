import Boards
import Drivers
import HAL
import StrictYAML
import Testing

struct PrinterProfileTests {
    @Test(arguments: Profiles.names)
    func `every profile of the repo loads and names its sources`(_ name: String) throws {
        let profile = try Profiles.load(name)
        #expect(!profile.models.isEmpty)
        let sources = [
            profile.columns.provenance, profile.codePages.provenance, profile.raster.provenance,
        ]
        for source in sources {
            switch source {
            case .documented(let text), .probed(let text), .assumed(let text):
                #expect(!text.isEmpty)
            }
        }
        // Whatever it says, it prints.
        let encoder = ESCPOSEncoder(profile: profile)
        #expect(throws: Never.self) { try encoder.encode(PrintDocument([.text("中é"), .cut])) }
    }

    /// What is drawn for a line stands under what is printed: font A is 12 dots wide, whatever the
    /// paper, and a head has few dots that no column covers.
    @Test(arguments: Profiles.names)
    func `the columns of a model are as wide as its font`(_ name: String) throws {
        let profile = try Profiles.load(name)
        #expect(profile.dots.value / profile.columns.value == 12)
        #expect(profile.dots.value - profile.columns.value * 12 < 12)
    }

    @Test func `every file of the folder is tried`() {
        #expect(Set(Profiles.names).count == 7)
        #expect(printerFiles() == Profiles.names.map { "\($0).yaml" })
    }

    @Test func `a claim that was withdrawn is not made`() throws {
        #expect(try Profiles.load("rongta-rp80").processID.value == false)
        #expect(try Profiles.load("star-escpos").status.value == .star)
        #expect(try Profiles.load("epson-tm-t20iii").processID.isCertain)
        #expect(try Profiles.load("clone-58").qrCode.value == false)
    }

    private func text(_ edit: (String) -> String) throws -> String {
        let path = "\(boardsFolder)/printers/clone-58.yaml"
        return edit(try fileText(path))
    }

    typealias Row = (old: String, new: String, says: String, why: String)

    // swift-format-ignore
    static let refusals: [Row] = [
        ("columns: { is: 32,", "colums: { is: 32,",   "p.yaml:5: colums: unknown key; did you mean `columns`?", "a misspelt key"),
        ("columns: { is: 32, documented:", "columns: { is: 32, told:", "expected exactly one of documented, probed, assumed", "no source"),
        ("columns: { is: 32,", "columns: { is: 320,", "p.yaml: columns: expected 16 to 96", "no such paper"),
        ("is: gbk", "is: big5",                       "`big5` is none of none, gb2312, gbk, gb18030", "no such font"),
        ("cp1252: 16", "cp1252: 17",                  "p.yaml: code-pages: two pages have the same number", "a number twice"),
        ("cp1252: 16", "cp1259: 16",                  "cp1259: unknown key", "no such page"),
        ("cp1252: 16", "cp1252: 256",                 "expected a whole number from 0 to 255", "one byte"),
        ("band-rows: { is: 64", "band-rows: { is: 2048", "p.yaml: band-rows: expected 24 to 1023", "a band too high"),
        ("dots: { is: 384", "dots: { is: 200",        "p.yaml: dots: a cell is at least 8 dots wide", "cells too narrow"),
    ]

    @Test(arguments: refusals)
    func `a profile that cannot be meant is refused`(_ row: Row) throws {
        let edited = try text { $0.replacing(row.old, with: row.new) }
        let problem = #expect(throws: YAMLProblem.self) {
            try PrinterProfile(text: edited, file: "p.yaml")
        }
        let said = problem?.description ?? ""
        #expect(said.contains(row.says), "\(row.why): \(said)")
    }

    static let head = "board: { vendor: v, revision: a, arch: x86_64 }\n"

    private func board(_ printer: String) throws -> Board {
        let entry = "receipt-printer: { driver: escpos-printer, channel: { bench: p }, \(printer) }"
        let file = "\(boardsFolder)/b.yaml"
        return try Board(name: "b", text: Self.head + entry, file: file)
    }

    @Test func `a board takes a profile and says what differs`() throws {
        let plain = try board("profile: epson-tm-t20iii, timeout-ms: 1").printerProfile
        #expect(plain?.columns.value == 48 && plain?.chinese.value == ChineseFont.none)
        let changed = try board(
            "profile: epson-tm-t20iii, columns: 42, characters: gb18030, timeout-ms: 1"
        ).printerProfile
        #expect(changed?.columns.value == 42 && changed?.dots.value == 504)
        #expect(changed?.chinese.value == .gb18030)
    }

    @Test func `a board without a profile says columns and characters itself`() throws {
        let profile = try board("columns: 32, characters: gbk, timeout-ms: 1").printerProfile
        #expect(profile == .generic(columns: 32, characters: .gbk))
    }

    // swift-format-ignore
    static let badBoards: [(printer: String, says: String, why: String)] = [
        ("profile: epson-tm-t21, timeout-ms: 1",   "receipt-printer.profile: there is no ", "no such file"),
        ("profile: ../simulated, timeout-ms: 1",   "receipt-printer.profile: a profile's name is one plain word", "out of the folder"),
        ("characters: gbk, timeout-ms: 1",         "receipt-printer.columns: without a profile a printer needs its columns", "no width"),
        ("columns: 32, timeout-ms: 1",             "receipt-printer.characters: without a profile a printer needs its characters", "no font"),
    ]

    @Test(arguments: badBoards)
    func `a board with half a printer is refused`(
        _ row: (printer: String, says: String, why: String)
    ) {
        let problem = #expect(throws: YAMLProblem.self) { try board(row.printer) }
        #expect(problem?.description.contains(row.says) == true)
    }
}
