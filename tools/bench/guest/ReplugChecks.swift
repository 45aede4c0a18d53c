import Boards
import HAL
import Supervision
import Synchronization
import Twins

/// Every plug pulled again and again, under the keepers that a till has.
enum ReplugChecks {
    static let all = [
        Check("usb-printer.replug", "a printer pulled out at rest or in a job prints again") {
            setting in
            try await printer(setting)
        },
        Check("acm.replug", "a scanner pulled out loses no code that it reads after") { setting in
            let counter = try await CounterBench()
            let arrivals = Arrivals()
            let scanner = try await counter.devices { arrivals.note($0, $1) }.scanner
            let plugs = (counter.scannerGadget, SerialChecks.scannerPath)
            return try await rounds(setting, scanner, arrivals, plugs) { code in
                counter.scanner.scan(code)
            }
        },
        Check("wedge.replug", "a scanner that types, pulled out, is back and is grabbed again") {
            setting in
            let bench = try await WedgeBench()
            let arrivals = Arrivals()
            let scanner = try await bench.keep { arrivals.note($0, $1) }
            let plugs = (bench.gadget, WedgeBench.path)
            return try await rounds(setting, scanner, arrivals, plugs) { code in
                try await bench.type(code)
            }
        },
        Check("ftdi.replug", "a display pulled out shows its picture again by itself") { setting in
            let counter = try await CounterBench()
            let arrivals = Arrivals()
            let display = try await counter.devices { arrivals.note($0, $1) }.display
            let adapter = counter.adapter
            let line = TextWidth.pad("龙井茶 68.00", to: 20)
            try await display.show([line], by: .now + .seconds(5))
            return try await ReplugTrial(rounds: setting.rounds) { round in
                try adapter.unplug()
                try await arrivals.waitForLoss(of: .customerDisplay, round)
                // What lost its power shows nothing.
                counter.display.faults.set(.off)
                counter.display.faults.clear(.off)
            } plug: { _ in
                try adapter.plug()
                try await Ports.appear(adapter.path)
            } isBack: { round in
                try await arrivals.wait(for: .customerDisplay, round + 1)
                try await eventually(for: "the picture") { counter.display.lines.first == line }
            }.run()
        },
    ]

    /// A till listens all the time, and so learns of the plug; the next code comes all the same.
    private static func rounds(
        _ setting: Setting,
        _ scanner: any Scanner,
        _ arrivals: Arrivals,
        _ plugs: (gadget: Gadget, path: String),
        scan: @escaping (String) async throws -> Void
    ) async throws -> String {
        try await ReplugTrial(rounds: setting.rounds) { round in
            let listening = Task { try? await scanner.scan(by: .now + .seconds(10)) }
            defer { listening.cancel() }
            try plugs.gadget.unplug()
            try await arrivals.waitForLoss(of: .scanner, round)
        } plug: { _ in
            try await plugs.gadget.plug()
            try await Ports.appear(plugs.path)
        } isBack: { round in
            try await arrivals.wait(for: .scanner, round + 1)
            let code = "69012345\(10_000 + round)"
            try await scan(code)
            let scanned = try await scanner.scan(by: .now + ReplugTrial.patience)
            try require(scanned.text == code, "scanned \(scanned.text), not \(code)")
        }.run()
    }

    private static func printer(_ setting: Setting) async throws -> String {
        let bench = try await PrinterBench()
        let printer = try await bench.keep()
        var random = SeededRandom(seed: setting.seed)
        let trial = ReplugTrial(rounds: setting.rounds) { round in
            if round.isMultiple(of: 2) {
                let moment = Int.random(in: 0...150, using: &random)
                try await pullInAJob(bench, printer, round, after: .milliseconds(moment))
            } else {
                try bench.gadget.unplug()
                let error = await fault { () throws(DeviceError) in
                    _ = try await printer.status(by: .now + .seconds(2))
                }
                try require(error != nil, "a printer that is gone answered")
            }
        } plug: { _ in
            try await bench.gadget.plug()
        } isBack: { round in
            try await eventually(for: "an answer", within: ReplugTrial.patience) {
                (try? await printer.status(by: .now + .seconds(1))) != nil
            }
            try await PrinterChecks.print("\(round)", PrintTicket(UInt32(2 * round)), printer)
            try TestReceipt.verify("\(round)", on: bench.twin.roll)
        }
        return try await trial.run()
    }

    /// A receipt on its way to a slow printer, and the plug out after `moment`.
    private static func pullInAJob(
        _ bench: PrinterBench,
        _ printer: any ReceiptPrinter,
        _ round: Int,
        after moment: Duration
    ) async throws {
        bench.twin.faults.set(.slow)
        let job = Task {
            await fault { () throws(DeviceError) in
                let ticket = PrintTicket(UInt32(2 * round + 1))
                try await PrinterChecks.print("pulled", lines: 200, ticket, printer)
            }
        }
        try await Task.sleep(for: moment)
        let began = ContinuousClock.now
        try bench.gadget.unplug()
        let error = await job.value
        let took = ContinuousClock.now - began
        // A transfer in the middle of the cable may break before the kernel tells that it is out.
        let kinds: Set<DeviceError.Kind?> = [.noHardware, .failure]
        try require(kinds.contains(error?.kind), "the job ended with \(error, default: "a proof")")
        let isBegun = bench.twin.roll.current.contains { $0.plainText == "pulled" }
        try require(
            !isBegun || error?.mayHaveRun == true,
            "half a receipt is on paper, and the error says that none is"
        )
        try require(took < .seconds(2), "the job ended after \(took)")
        // A printer that lost its power has forgotten the rest of the job.
        bench.twin.faults.set(.off)
        bench.twin.faults.clear(.off)
        bench.twin.faults.clear(.slow)
    }
}

/// How often each device came and went, as the keepers report it.
final class Arrivals: Sendable {
    private let counts = Mutex<[DeviceRole: (came: Int, left: Int)]>([:])

    func note(_ role: DeviceRole, _ event: DeviceEvent) {
        counts.withLock { counts in
            var count = counts[role] ?? (0, 0)
            switch event {
            case .arrived: count.came += 1
            case .left: count.left += 1
            case .recognised: return
            }
            counts[role] = count
        }
    }

    /// Waits until `role` has come `count` times.
    func wait(for role: DeviceRole, _ count: Int) async throws {
        try await eventually(for: "\(role.rawValue)", within: ReplugTrial.patience) {
            counts.withLock { ($0[role]?.came ?? 0) >= count }
        }
    }

    /// Waits until `role` has gone `count` times.
    func waitForLoss(of role: DeviceRole, _ count: Int) async throws {
        try await eventually(for: "no \(role.rawValue)", within: ReplugTrial.patience) {
            counts.withLock { ($0[role]?.left ?? 0) >= count }
        }
    }
}
