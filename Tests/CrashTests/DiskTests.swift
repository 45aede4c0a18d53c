import Testing
import crashes

/// What may be on a disk after a power cut, and what has to be.
struct DiskTests {
    /// A disk with a confirmed file `a` of two sectors of `0`, and what comes then.
    private static func disk(_ events: [DiskEvent]) -> Disk {
        var disk = Disk()
        let start: [DiskEvent] = [
            .link(name: "a", file: 1), .write(file: 1, at: 0, bytes: sectors("00")),
            .sync(file: 1, before: 2),
        ]
        for event in start + events { disk.take(event) }
        return disk
    }

    /// Sectors full of a character each.
    static func sectors(_ text: String) -> [UInt8] {
        text.utf8.flatMap { [UInt8](repeating: $0 == 0x2E ? 0 : $0, count: 512) }
    }

    /// A file, a character a sector; `.` for zeros, `?` for a sector that is not of one piece.
    static func text(_ bytes: [UInt8]?) -> String {
        guard let bytes else { return "-" }
        return stride(from: 0, to: bytes.count, by: 512).map { start in
            let sector = Set(bytes[start..<min(start + 512, bytes.count)])
            guard let byte = sector.first, sector.count == 1 else { return "?" }
            return byte == 0 ? "." : String(UnicodeScalar(byte))
        }.joined()
    }

    /// The files `a` that power cuts of a kind leave, of many seeds.
    private static func outcomes(_ events: [DiskEvent], _ kind: CrashState.Kind) -> Set<String> {
        let disk = disk(events)
        return Set(
            (0..<UInt64(400)).map { seed in
                let state = CrashState(boundary: disk.count, kind: kind, seed: seed)
                return text(disk.folder(state.choice(on: disk))["a"])
            }
        )
    }

    typealias Row = (events: [DiskEvent], kind: CrashState.Kind, outcomes: Set<String>, why: String)

    private static let one = DiskEvent.write(file: 1, at: 0, bytes: sectors("11"))
    private static let two = DiskEvent.write(file: 1, at: 512, bytes: sectors("22"))
    private static let far = DiskEvent.write(file: 1, at: 1536, bytes: sectors("3"))

    // swift-format-ignore
    static let rows: [Row] = [
        ([one],                             .dropped,      ["00"],                   "nothing is confirmed"),
        ([one],                             .kept,         ["11"],                   "all of it had reached the disk"),
        ([one, .sync(file: 1, before: 4)],  .dropped,      ["11"],                   "a sync confirms"),
        ([one, .sync(file: 1, before: 3)],  .dropped,      ["00"],                   "not what it does not cover"),
        ([one, .sync(file: 9, before: 4)],  .dropped,      ["00"],                   "nor another file"),
        ([one],                             .tornAtEnd,    ["00", "10"],             "the first sectors"),
        ([one],                             .tornAtStart,  ["00", "01"],             "the last sectors"),
        ([one],                             .tornAnywhere, ["00", "01", "10", "11"], "any of them"),
        ([one, two],                        .tornAtEnd,    ["11", "12"],             "the write before is whole"),
        ([one, two],                        .overtaken,    ["022"],                  "the last one alone"),
        ([one, two],                        .someWrites,   ["00", "11", "022", "122"], "each whole or not at all"),
        ([one, two],                        .someSectors,
            ["00", "01", "10", "11", "02", "12", "002", "012", "102", "112", "022", "122"], "any sector of any write"),
        ([far],                             .someWrites,   ["00", "00.3"],           "a hole is zeros"),
        ([far],                             .grown,        ["00.."],                 "longer, without its bytes"),
        ([.resize(file: 1, to: 512)],       .dropped,      ["00"],                   "the cut has not happened"),
        ([.resize(file: 1, to: 512)],       .kept,         ["0"],                    "it has"),
        ([.resize(file: 1, to: 0), one],    .someWrites,   ["00", "", "11"],         "cut off and written anew"),
        ([.unlink(name: "a")],              .dropped,      ["00"],                   "the name is still there"),
        ([.unlink(name: "a")],              .kept,         ["-"],                    "it is gone"),
        ([.unlink(name: "a"), .syncNames(before: 4)], .dropped, ["-"],               "gone for good"),
    ]

    @Test(arguments: rows)
    func `what is not confirmed may be there or not, sector by sector`(_ row: Row) {
        let found = Self.outcomes(row.events, row.kind)
        #expect(found == row.outcomes, "\(row.why)")
    }

    @Test func `two writes into one sector are there in their order`() {
        let small = DiskEvent.write(file: 1, at: 0, bytes: Array("ab".utf8))
        let next = DiskEvent.write(file: 1, at: 2, bytes: Array("cd".utf8))
        let disk = Self.disk([small, next])
        let heads: [String] = (0..<UInt64(100)).map { seed in
            let state = CrashState(boundary: 5, kind: .someSectors, seed: seed)
            let bytes = disk.folder(state.choice(on: disk))["a"] ?? []
            return String(decoding: bytes.prefix(5), as: UTF8.self)
        }
        #expect(Set(heads) == ["00000", "ab000", "abcd0"], "never the second without the first")
    }

    typealias NameRow = (events: [DiskEvent], names: Set<String>, why: String)

    private static let made = DiskEvent.link(name: "b", file: 2)

    // swift-format-ignore
    static let names: [NameRow] = [
        ([made],                                                         ["a"],      "a name that nobody confirmed"),
        ([made, .sync(file: 2, before: 4)],                              ["a", "b"], "a new file's sync confirms its name"),
        ([made, .sync(file: 1, before: 4)],                              ["a"],      "another file's does not"),
        ([made, .syncNames(before: 4)],                                  ["a", "b"], "the folder's sync does"),
        ([made, .sync(file: 2, before: 3)],                              ["a"],      "not one that began before"),
        ([.unlink(name: "a"), .link(name: "a", file: 2), .sync(file: 2, before: 5)], ["a"], "one name for another file"),
    ]

    @Test(arguments: names)
    func `a name lasts when its folder or its new file was synced`(_ row: NameRow) {
        let disk = Self.disk(row.events)
        let state = CrashState(boundary: disk.count, kind: .dropped, seed: 0)
        #expect(Set(disk.folder(state.choice(on: disk)).keys) == row.names, "\(row.why)")
    }

    @Test func `changes of one name keep their order`() {
        let disk = Self.disk([.unlink(name: "a"), .link(name: "a", file: 2)])
        let found = Set(
            (0..<UInt64(100)).map { seed in
                let state = CrashState(boundary: 5, kind: .someWrites, seed: seed)
                return Self.text(disk.folder(state.choice(on: disk))["a"])
            }
        )
        #expect(found == ["00", "-", ""], "the old file, none, the new one")
    }
}
