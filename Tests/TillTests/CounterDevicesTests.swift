import Conformance
import Drivers
import HAL
import Retail
import Testing
import Till
import Twins

/// The chip card reader and the scale at the counter, as twins that speak their wire protocols.
struct CounterDevicesTests {
    private static let application: [UInt8] = [0xF0, 0x53, 0x55, 0x41, 0x4E]

    private func counter(_ till: Till, _ scale: CounterScale? = nil) -> Counter {
        let list = MemoryCatalogue(
            items: [
                ("690", item(21, price: 250)), ("210", item(31, unit: "kg", price: 1000)),
                ("220", item(32, unit: "m", price: 100)),
            ],
            cards: [("88800012345", MemberID(318))]
        )
        return Counter(
            till: till,
            catalogue: list,
            clock: SetTillClock(TestBench.time),
            scale: scale
        )
    }

    @Test(arguments: [SmartCardReaderTwin.Level.shortAPDU, .tpdu])
    func `a card on the chip reader says whose sale it is, once a visit`(
        _ level: SmartCardReaderTwin.Level
    ) async throws {
        let bench = try TestBench()
        let till = try await bench.till(try bench.journal())
        let counter = counter(till)
        let twin = SmartCardReaderTwin(level: level)
        try await withTwin(twin) { (channel: MemoryChannel) async throws in
            let profile: CCIDProfile = level == .tpdu ? .genericTPDU : .generic
            let tap = MemberCardTap(
                reader: CCIDReader(transport: CCIDStream(channel: channel), profile: profile),
                applet: ApplicationID(Self.application).map { .init(application: $0, file: 1) },
                isContactless: false
            )
            let following = Task { await counter.follow(tap) }
            defer { following.cancel() }
            #expect(try await counter.enter("690").accepted)
            twin.insert(
                MemberCardTwin(
                    application: Self.application,
                    file: 1,
                    number: "88800012345",
                    speaksT0: level == .tpdu
                )
            )
            #expect(await eventually { await till.basket?.member == MemberID(318) })
            #expect(try await counter.enter("CA").accepted)
            // The card still lies there: the next customer is somebody else.
            #expect(try await counter.enter("690").accepted)
            #expect(await till.basket?.member == nil)
            twin.remove()
            #expect(try await counter.enter("CA").message.hasPrefix("Receipt 2"))
        }
        await till.settle()
        #expect(await bench.printer.paper.count == 2)
    }

    @Test func `what is sold by weight is weighed when it is rung`() async throws {
        let bench = try TestBench()
        let till = try await bench.till(try bench.journal())
        let twin = ScaleTwin(seed: 3)
        try await withTwin(twin) { (channel: MemoryChannel) async throws in
            let scale = Toledo8217Scale(channel: channel, unit: .gram, pause: .milliseconds(1))
            let counter = counter(
                till,
                CounterScale(scale, sealedFor: .gram, patience: .seconds(2))
            )
            let empty = try await counter.enter("210")
            #expect(!empty.accepted && empty.message.contains("Nothing is on the scale"))
            // It swings at first.
            twin.put(415)
            #expect(try await counter.enter("210").accepted)
            let line = try #require(await till.basket?.lines.last)
            #expect(line.quantity == .measure(thousandths: 415, unit: "kg"))
            #expect(line.gross == Money(minorUnits: 415))
            // Two equal bags are two weighings; a typed weight is taken as it is.
            #expect(try await counter.enter("210").accepted)
            #expect(try await counter.enter("100*210").accepted)
            #expect(try await counter.enter("690").accepted, "pieces are not weighed")
            #expect(await till.basket?.lines.count == 4)
            twin.put(20_000)
            let heavy = try await counter.enter("210")
            #expect(!heavy.accepted && heavy.message.contains("Not weighed"))
            #expect(heavy.message.contains("1500*210 for 1.500 kg"))
            #expect(await till.basket?.lines.count == 4)
            #expect(try await counter.enter("CA").message.contains("due 11.80"))
        }
    }

    /// A scale that is never at rest, and must not be asked.
    private struct RestlessScale: Scale {
        func liveWeight(by deadline: Deadline) async throws(DeviceError) -> ScaleReading {
            .inMotion
        }

        func readWeight(by deadline: Deadline) async throws(DeviceError) -> Weighing {
            Issue.record("the scale was asked")
            throw DeviceError(.timeout, "it swings")
        }

        func zero(by deadline: Deadline) async throws(DeviceError) {}
        func tare(by deadline: Deadline) async throws(DeviceError) {}
        func clearTare(by deadline: Deadline) async throws(DeviceError) {}
    }

    // swift-format-ignore
    static let scales: [(unit: Weight.Unit, code: String, says: String, why: String)] = [
        (.gram,            "220", "220 is sold by m, and the scale weighs in kg: type its thousandths before the code, 1500*220 for 1.500 m.",   "cloth by the metre"),
        (.thousandthPound, "210", "210 is sold by kg, and the scale weighs in lb: type its thousandths before the code, 1500*210 for 1.500 kg.", "nothing is converted"),
    ]

    @Test(arguments: scales)
    func `what the scale does not measure is told at once, with the way to ring it`(
        _ row: (unit: Weight.Unit, code: String, says: String, why: String)
    ) async throws {
        let bench = try TestBench()
        let till = try await bench.till(try bench.journal())
        let scale = CounterScale(RestlessScale(), sealedFor: row.unit, patience: .seconds(60))
        let counter = counter(till, scale)
        let refused = try await counter.enter(row.code)
        #expect(!refused.accepted && refused.message == row.says)
        #expect(try await counter.enter("1500*\(row.code)").accepted)
        let line = try #require(await till.basket?.lines.last)
        #expect(line.quantity == .measure(thousandths: 1500, unit: row.code == "220" ? "m" : "kg"))
    }
}
