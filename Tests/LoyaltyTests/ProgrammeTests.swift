import Foundation
import Loyalty
import Retail
import StrictYAML
import Testing

struct ProgrammeTests {
    @Test(arguments: [(id: "r1", version: 1), (id: "wanjia", version: 2)])
    func `a shipped programme is read, is valid and is named after its file`(
        _ row: (id: String, version: Int)
    ) throws {
        let id = row.id
        let programme = try Self.shipped(id)
        try programme.validate()
        #expect(programme.id == id)
        #expect(programme.pinned == ProgrammeVersion(id: id, version: row.version))
    }

    @Test func `r1 says what rule set R1 says`() throws {
        let programme = try Self.shipped("r1")
        #expect(programme.earn.points == 1)
        #expect(programme.earn.per == Money(minorUnits: 100))
        #expect(programme.earn.classes == ["excluded": 0, "standard": 1, "double": 2])
        #expect(programme.earn.unlisted == 1)
        #expect(programme.lots.validDays == 365)
        #expect(programme.tiers.windowDays == 365)
        #expect(programme.tiers.levels.map(\.name) == ["base", "silver", "gold", "platinum"])
        #expect(programme.tiers.levels.map(\.spend.minorUnits) == [0, 25_000, 100_000, 300_000])
        #expect(programme.lifecycle == plain.lifecycle)
        #expect(programme.rfm.bins == 5)
    }

    // swift-format-ignore
    static let wanjia: [(sale: String, points: Points, why: String)] = [
        ("standard:1990",                 19, "one point a yuan"),
        ("excluded:29900",                 0, "烟酒不积分"),
        ("excluded:50000 standard:100",    1, "礼品卡不积分"),
        ("double:1990",                   39, "生鲜双倍,先乘后取整"),
    ]

    @Test(arguments: wanjia)
    func `wanjia counts as its comments say`(
        _ row: (sale: String, points: Points, why: String)
    ) throws {
        #expect(try Self.shipped("wanjia").accrual(for: lines(row.sale)).points == row.points)
    }

    @Test func `wanjia takes points for money, and r1 does not`() throws {
        let rule = try #require(try Self.shipped("wanjia").redeem)
        #expect(rule.value(of: 700) == Money(minorUnits: 700), "a hundred points a yuan")
        #expect((rule.smallest, rule.step, rule.sharePercent) == (100, 100, 50))
        #expect(rule.earns == nil)
        #expect(try Self.shipped("r1").redeem == nil)
    }

    @Test func `wanjia names its tiers in Chinese`() throws {
        let tiers = try Self.shipped("wanjia").tiers
        #expect(tiers.levels.map(\.name) == ["普通会员", "银卡会员", "金卡会员", "钻石会员"])
        #expect(tiers.tier(forSpend: Money(minorUnits: 199_999)).name == "普通会员")
        #expect(tiers.tier(forSpend: Money(minorUnits: 200_000)).name == "银卡会员")
    }

    @Test func `lots without valid-days never go`() throws {
        let text = try Self.text("wanjia")
        let endless = text.replacing("valid-days: 365", with: "{}")
        let programme = try StrictYAML.decode(Programme.self, from: endless, file: "wanjia.yaml")
        #expect(programme.lots.validDays == nil)
        try programme.validate()
    }

    typealias Misspelling = (right: String, wrong: String, path: String, says: String)

    // swift-format-ignore
    static let misspellings: [Misspelling] = [
        ("unlisted:",   "unlistd:",    "earn.unlistd",           "unlisted"),
        ("valid-days:", "valid-day:",  "lots.valid-day",         "valid-days"),
        ("bins:",       "bin:",        "rfm.bin",                "bins"),
        ("lifecycle:",  "livecycle:",  "livecycle",              "lifecycle"),
        ("points: 1",   "points: 1.5", "earn.points",            "whole number"),
        ("excluded: 0", "excluded: no", "earn.classes.excluded", "whole number"),
    ]

    @Test(arguments: misspellings)
    func `a misspelt programme is refused by name, with what was meant`(
        _ row: Misspelling
    ) throws {
        let text = try Self.text("r1")
        try #require(text.contains(row.right))
        let wrong = text.replacing(row.right, with: row.wrong, maxReplacements: 1)
        let problem = try #require(throws: YAMLProblem.self) {
            try StrictYAML.decode(Programme.self, from: wrong, file: "r1.yaml")
        }
        #expect(problem.keyPath == row.path)
        #expect(problem.message.contains(row.says))
        #expect(problem.line > 0)
    }

    typealias Fault = (field: String, change: @Sendable (inout Programme) -> Void)

    // swift-format-ignore
    static let faults: [Fault] = [
        ("id",                          { $0.id = "" }),
        ("id",                          { $0.id = "1r" }),
        ("id",                          { $0.id = "r-1" }),
        ("id",                          { $0.id = "R1" }),
        ("id",                          { $0.id = "会员" }),
        ("version",                     { $0.version = 0 }),
        ("name",                        { $0.name = "" }),
        ("earn.points",                 { $0.earn.points = 0 }),
        ("earn.points",                 { $0.earn.points = 1001 }),
        ("earn.per",                    { $0.earn.per = .zero }),
        ("earn.per",                    { $0.earn.per = Money(minorUnits: -100) }),
        ("earn.classes.two",            { $0.earn.classes["two"] = -1 }),
        ("earn.classes.two",            { $0.earn.classes["two"] = 51 }),
        ("earn.unlisted",               { $0.earn.unlisted = -1 }),
        ("lots.valid-days",             { $0.lots.validDays = 0 }),
        ("tiers.window-days",           { $0.tiers.windowDays = 0 }),
        ("tiers.window-days",           { $0.tiers.windowDays = 40_000 }),
        ("tiers.levels",                { $0.tiers.levels = [] }),
        ("tiers.levels[0].spend",       { $0.tiers.levels[0].spend = Money(minorUnits: 1) }),
        ("tiers.levels[0].name",        { $0.tiers.levels[0].name = "" }),
        ("tiers.levels[1].name",        { $0.tiers.levels.append(Tier(name: "base", spend: Money(minorUnits: 1))) }),
        ("tiers.levels[1].spend",       { $0.tiers.levels.append(Tier(name: "gold", spend: .zero)) }),
        ("lifecycle.new-days",          { $0.lifecycle.newDays = 0 }),
        ("lifecycle.at-risk-days",      { $0.lifecycle.atRiskDays = -1 }),
        ("lifecycle.dormant-days",      { $0.lifecycle.dormantDays = 30 }),
        ("lifecycle.lost-days",         { $0.lifecycle.lostDays = 90 }),
        ("lifecycle.won-back-gap-days", { $0.lifecycle.wonBackGapDays = 0 }),
        ("lifecycle.won-back-days",     { $0.lifecycle.wonBackDays = 36_501 }),
        ("rfm.bins",                    { $0.rfm.bins = 0 }),
        ("redeem.points",               { $0.redeem = redeeming(points: 0) }),
        ("redeem.points",               { $0.redeem = redeeming(points: 1_000_001) }),
        ("redeem.worth",                { $0.redeem = redeeming(worth: 0) }),
        ("redeem.smallest",             { $0.redeem = redeeming(smallest: 0) }),
        ("redeem.smallest",             { $0.redeem = redeeming(smallest: 150) }),
        ("redeem.step",                 { $0.redeem = redeeming(step: 0) }),
        ("redeem.step",                 { $0.redeem = redeeming(worth: 33, smallest: 150, step: 50) }),
        ("redeem.share-percent",        { $0.redeem = redeeming(share: 0) }),
        ("redeem.share-percent",        { $0.redeem = redeeming(share: 101) }),
    ]

    @Test(arguments: faults.indices)
    func `a wrong field is named, with what to write instead`(row: Int) throws {
        var programme = plain
        try programme.validate()
        Self.faults[row].change(&programme)
        let error = try #require(throws: ProgrammeError.self) { try programme.validate() }
        #expect(error.faults.map(\.field) == [Self.faults[row].field])
        #expect(error.description.hasPrefix(Self.faults[row].field + ": "))
    }

    @Test func `all faults are told at once, in the order of the file`() throws {
        var programme = plain
        programme.version = 0
        programme.earn.per = .zero
        programme.rfm.bins = 0
        let error = try #require(throws: ProgrammeError.self) { try programme.validate() }
        #expect(error.faults.map(\.field) == ["version", "earn.per", "rfm.bins"])
        #expect(error.description.split(separator: "\n").count == 3)
    }

    // swift-format-ignore
    static let versions: [(text: String, version: ProgrammeVersion?)] = [
        ("r1@1",      ProgrammeVersion(id: "r1", version: 1)),
        ("wanjia@12", ProgrammeVersion(id: "wanjia", version: 12)),
        ("r1",        nil),
        ("r1@",       nil),
        ("@1",        nil),
        ("r1@0",      nil),
        ("r1@01",     nil),
        ("r1@+1",     nil),
        ("r1@1@2",    nil),
        ("",          nil),
    ]

    @Test(arguments: versions)
    func `a pinned version is written as its id and number`(
        _ row: (text: String, version: ProgrammeVersion?)
    ) throws {
        #expect(ProgrammeVersion(row.text) == row.version)
        let json = Data("[\"\(row.text)\"]".utf8)
        guard let version = row.version else {
            #expect(throws: DecodingError.self) {
                try JSONDecoder().decode([ProgrammeVersion].self, from: json)
            }
            return
        }
        #expect(version.description == row.text)
        #expect(try JSONDecoder().decode([ProgrammeVersion].self, from: json) == [version])
        #expect(try JSONEncoder().encode([version]) == json)
    }

    @Test func `a programme comes back from its JSON, kebab-case keys and all`() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let json = try encoder.encode(plain)
        #expect(try JSONDecoder().decode(Programme.self, from: json) == plain)
        let text = String(decoding: json, as: UTF8.self)
        #expect(text.contains("\"lots\":{\"valid-days\":365}"))
        #expect(text.contains("\"per\":100,\"points\":1"))
    }

    private static func text(_ id: String) throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let file = root.appending(path: "Sources/Shop/Programmes/\(id).yaml")
        return try String(contentsOf: file, encoding: .utf8)
    }

    private static func shipped(_ id: String) throws -> Programme {
        try StrictYAML.decode(Programme.self, from: text(id), file: "\(id).yaml")
    }
}
