import Boards
import Conformance
import HAL
import Supervision
import Testing
import Twins

/// A card's token: the same while it should be, another when it should be another.
struct CardTokenTests {
    private var soon: Deadline { .now + .seconds(5) }

    /// A number that no bank has given and no member has.
    private let number = "62220" + String(repeating: "1", count: 11)

    private let twin = CardReaderTwin()

    private func keep(_ bench: ReplugBench, key: UInt8? = nil) async throws -> KeptDevices {
        var bytes = key.map { [UInt8](repeating: $0, count: CardKey.length) } ?? []
        return try await bench.keep(
            """
            card-reader:
              driver: serial-card-reader
              channel: { bench: device }
              timeout-ms: 30000
            """,
            cardKey: CardKey(erasing: &bytes)
        )
    }

    private func token(_ kept: KeptDevices) async throws -> IdentifiedCard {
        let reader = try #require(kept.devices.cardReader)
        twin.show(number: number)
        return try await reader.swipe(by: soon).card
    }

    @Test(arguments: [UInt8?.none, 5])
    func `a card has the same token after its reader was unplugged and came back`(
        _ key: UInt8?
    ) async throws {
        let bench = try ReplugBench(twin, as: "device")
        let kept = try await keep(bench, key: key)
        let before = try await token(kept)
        for round in 1...3 {
            await bench.unplug()
            let reader = try #require(kept.devices.cardReader)
            await #expect(throws: DeviceError.self) { try await reader.swipe(by: soon) }
            try bench.plug()
            try await appear("arrival") { bench.arrivalCount > round }
            #expect(try await token(kept) == before, "round \(round)")
        }
        #expect(before.member == nil)
    }

    typealias Row = (first: UInt8?, second: UInt8?, areSame: Bool, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        (nil, nil, false, "without a key each run has its own"),
        (5,   nil, false, "a box with a key and one without"),
        (5,   6,   false, "boxes of two shops"),
        (5,   5,   true,  "one box twice, or two of a shop that has one key"),
    ]

    @Test(arguments: rows)
    func `tokens of two runs are the same when their key is`(_ row: Row) async throws {
        var tokens: Set<IdentifiedCard> = []
        for key in [row.first, row.second] {
            let bench = try ReplugBench(twin, as: "device")
            tokens.insert(try await token(try await keep(bench, key: key)))
        }
        #expect((tokens.count == 1) == row.areSame, "\(row.why)")
    }
}
