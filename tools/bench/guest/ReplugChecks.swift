import Boards
import Conformance
import HAL
import Supervision
import Synchronization
import Twins

/// Every plug pulled again and again in the middle of work, under the keepers that a till has.
enum ReplugChecks {
    typealias Row = (name: String, make: @Sendable () async throws -> Bench, promise: String)
    typealias Bench = (subject: any ReplugSubject, port: ReplugPort)

    // swift-format-ignore
    static let rows: [Row] = [
        ("usb-printer", { try await on(ReplugPort.usbPrinter, PrinterSubject()) },    "a printer pulled out in a receipt prints the next"),
        ("drawer",      { try await on(ReplugPort.usbPrinter, DrawerSubject()) },     "a drawer opens behind a printer that was pulled out"),
        ("ftdi",        { try await on(ReplugPort.adapter, DisplaySubject()) },       "a display pulled out shows its picture again by itself"),
        ("acm",         { try await on(ReplugPort.acmThatSpeaks, ScannerSubject()) }, "a scanner pulled out loses no code that it reads after"),
        ("stripe",      { try await on(ReplugPort.acmThatSpeaks, StripeReaderSubject()) }, "a stripe reader pulled out reads the next card"),
        ("uart.scale",  { try await on(ReplugPort.uart, ScaleSubject()) },            "a scale whose 16550 was taken out weighs again"),
        ("terminal",    { try await on(ReplugPort.acm, PaymentTerminalSubject()) },   "a terminal pulled out in a payment charges once"),
        ("ccid",        { try await chipReader() },                                   "a chip card reader pulled out in a command reads on"),
    ]

    static let all =
        rows.map { row in
            Check("\(row.name).replug", row.promise) { setting in
                try await run(try await row.make(), setting.rounds)
            }
        } + [
            Check("wedge.replug", "a scanner that types, pulled out, is back and is grabbed again")
            {
                setting in
                try await wedge(setting.rounds)
            }
        ]

    private static func on(
        _ port: (any Twin) async throws -> ReplugPort,
        _ subject: any ReplugSubject
    ) async throws -> Bench {
        (subject, try await port(subject.twin))
    }

    private static func chipReader() async throws -> Bench {
        let bench = try await CardBench.shared.value
        return (ChipReaderSubject(bench.twin), try await ReplugPort.cardReader(bench))
    }

    private static func run(_ bench: Bench, _ rounds: Int) async throws -> String {
        let (subject, port) = bench
        let arrivals = Arrivals()
        let board = try TestBoard.with(subject.entry(on: port.channel) + "\n")
        let kept = await TestBoard.keep(board) { _, event in arrivals.note(event) }
        let devices = kept.devices
        try await arrivals.wait(for: 1)
        let trial = ReplugTrial(rounds: rounds) { round in
            try await subject.begin(round, devices)
            try port.unplug()
            try await subject.end(round, devices)
        } plug: { _ in
            try await port.plug()
        } isBack: { round in
            try await arrivals.wait(for: round + 1)
            try await subject.prove(round, devices)
        }
        defer { try? port.unplug() }
        let outcome = try await outcome(trial)
        try subject.check(rounds)
        return outcome
    }

    /// A till listens all the time, and so learns of the plug; the next code comes all the same.
    private static func wedge(_ rounds: Int) async throws -> String {
        let bench = try await WedgeBench()
        let arrivals = Arrivals()
        let scanner = try await bench.keep { _, event in arrivals.note(event) }
        return try await outcome(
            ReplugTrial(rounds: rounds) { round in
                let listening = Task { try? await scanner.scan(by: .now + .seconds(10)) }
                defer { listening.cancel() }
                try bench.gadget.unplug()
                try await arrivals.waitForLoss(round)
            } plug: { _ in
                try await bench.gadget.plug()
                try await Ports.appear(WedgeBench.path)
            } isBack: { round in
                try await arrivals.wait(for: round + 1)
                let code = "69012345\(10_000 + round)"
                try await bench.type(code)
                let scanned = try await scanner.scan(by: .now + ReplugTrial.patience)
                try require(scanned.text == code, "scanned \(scanned.text), not \(code)")
            }
        )
    }

    /// What was measured; throws `Broken` when the device was not back, or left something behind.
    private static func outcome(_ trial: ReplugTrial) async throws -> String {
        let report = try await trial.run()
        let faults = report.faults.map(\.description).joined(separator: "; ")
        try require(faults.isEmpty, faults)
        return report.description
    }
}

/// How often a device came and went, as its keeper reports it.
final class Arrivals: Sendable {
    private let counts = Mutex((came: 0, left: 0))

    func note(_ event: DeviceEvent) {
        counts.withLock { counts in
            switch event {
            case .arrived: counts.came += 1
            case .left: counts.left += 1
            case .recognised, .lacks: return
            }
        }
    }

    /// Waits until it has come `count` times.
    func wait(for count: Int) async throws {
        try await eventually(for: "arrival \(count)", within: ReplugTrial.patience) {
            counts.withLock { $0.came >= count }
        }
    }

    /// Waits until it has gone `count` times.
    func waitForLoss(_ count: Int) async throws {
        try await eventually(for: "loss \(count)", within: ReplugTrial.patience) {
            counts.withLock { $0.left >= count }
        }
    }
}
