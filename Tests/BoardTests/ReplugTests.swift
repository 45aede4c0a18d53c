import Boards
import Conformance
import HAL
import Supervision
import Testing
import Twins

/// Unplug and replug, two hundred times over: a device that comes back is at work again by itself.
struct ReplugTests {
    typealias Row = (name: String, make: @Sendable () -> any ReplugSubject, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        ("printer",          { PrinterSubject() },         "in the middle of a receipt"),
        ("drawer",           { DrawerSubject() },          "while the till waits for it to open"),
        ("display",          { DisplaySubject() },         "right behind a line"),
        ("scanner",          { ScannerSubject() },         "in the middle of a code"),
        ("stripe reader",    { StripeReaderSubject() },    "in the middle of a card"),
        ("scale",            { ScaleSubject() },           "while its plate swings"),
        ("payment terminal", { PaymentTerminalSubject() }, "while a customer pays"),
        ("chip card reader", { ChipReaderSubject() },      "while the card works"),
    ]

    @Test(arguments: rows)
    func `a device pulled out two hundred times in its work is back within two seconds`(
        _ row: Row
    ) async throws {
        let rounds = 200
        let subject = row.make()
        let report = try await Self.trial(subject, rounds: rounds)
        print("MEASURED: \(row.name) pulled \(row.why): \(report)")
        #expect(report.faults == [])
        try subject.check(rounds)
    }

    static func trial(_ subject: any ReplugSubject, rounds: Int) async throws -> ReplugReport {
        let bench = try ReplugBench(subject.twin, as: "device")
        let kept = try await bench.keep(subject.entry(on: "{ bench: device }"))
        let devices = kept.devices
        let trial = ReplugTrial(rounds: rounds) { round in
            try await subject.begin(round, devices)
            await bench.unplug()
            try await subject.end(round, devices)
        } plug: { _ in
            try bench.plug()
        } isBack: { round in
            try await appear("arrival") { bench.arrivalCount > round }
            try await subject.prove(round, devices)
        }
        let report = try await trial.run()
        guard report.faults.isEmpty else { return report }
        let book = MemoryRoleBook()
        try await kept.record(in: book)
        let counts = await book.statistics().values.map { $0[.onlineTransitionCount] }
        #expect(counts == [rounds], "the book counts each time that it came back")
        return report
    }

    /// A scanner that leaks, and works as it should otherwise.
    private struct LeakySubject: ReplugSubject {
        private let leaky: LeakyTwin
        private let scanner: ScannerSubject

        init(_ vice: LeakyTwin.Vice) {
            leaky = LeakyTwin(vice)
            scanner = ScannerSubject(leaky.scanner)
        }

        var twin: any Twin { leaky }

        func entry(on channel: String) -> String { scanner.entry(on: channel) }

        func begin(_ round: Int, _ devices: Devices) async throws {
            try await scanner.begin(round, devices)
        }

        func end(_ round: Int, _ devices: Devices) async throws {
            try await scanner.end(round, devices)
        }

        func prove(_ round: Int, _ devices: Devices) async throws {
            try await scanner.prove(round, devices)
        }
    }

    typealias Leak = (vice: LeakyTwin.Vice, fault: ReplugReport.Fault.Kind, why: String)

    // swift-format-ignore
    static let leaks: [Leak] = [
        (.keepsFiles,   .files,   "a descriptor a round"),
        (.keepsThreads, .threads, "a thread a round"),
        (.keepsMemory,  .memory,  "half a megabyte a round"),
    ]

    @Test(arguments: leaks)
    func `a device that leaks is found out`(_ leak: Leak) async throws {
        let report = try await Self.trial(LeakySubject(leak.vice), rounds: 30)
        #expect(report.faults.map(\.kind).contains(leak.fault), "\(report.faults)")
    }

    @Test func `a device that is late, or never back, is found out`() async throws {
        var time = ContinuousClock.now
        let late = ReplugTrial(
            rounds: 2,
            now: { time },
            unplug: { _ in },
            plug: { _ in },
            isBack: { _ in time += .milliseconds(2001) }
        )
        #expect(try await late.run().faults.map(\.kind) == [.late, .late])
        let gone = ReplugTrial(
            rounds: 2,
            unplug: { _ in },
            plug: { _ in },
            isBack: { round in try must(round < 2, "gone for good") }
        )
        #expect(
            try await gone.run().faults.map(\.description) == ["notBack: round 2: gone for good"]
        )
    }
}
