import Conformance
import Drivers
import HAL
import Synchronization
import Testing
import Twins

/// One document, one printer, and a mishap at one byte of the job.
struct PrintTrial: Sendable {
    typealias MakePrinter = @Sendable (any ByteChannel, HandClock) -> any ReceiptPrinter

    var seed: UInt64
    var documentClass = DocumentClass.receipt
    /// The mishaps, one after the other; each comes so many bytes after the one before.
    var mishaps: [(kind: Mishap, offset: Int)]
    /// What else ails its answers.
    var habits: Set<TwinFault> = []
    /// What a person does about a jam.
    var recovery = PrinterRecovery.resume
    var makePrinter: MakePrinter = { channel, clock in
        ESCPOSPrinter(channel: channel, columns: 48, proof: .quick(clock))
    }

    /// Brings `document` to paper as a till does: asked for again until it ends.
    func run(_ document: PrintDocument, lines: [String]) async -> PrintRecord {
        let (near, far) = MemoryChannel.pair()
        let isNoticed = mishaps.contains { $0.kind == .cutCable }
        let bench = TrialBench(
            cable: BreakableCable(near, isNoticed: isNoticed),
            // All of the paper, however often the job began anew: claims count it from the top.
            twin: PrinterTwin(seed: seed, roll: PaperRoll(keeping: .max))
        )
        for habit in habits { bench.twin.faults.set(habit) }
        let life = Task { await bench.twin.run(on: far) }
        let printer = makePrinter(bench.cable, bench.clock)
        bench.befall(mishaps[...], seed: seed, printer, recovery)
        let request = PrintRequest(document, as: documentClass, ticket: PrintTicket(7))
        let claims = Mutex<[PrintRecord.Claim]>([])
        var outcome: PrintEvidence?
        let end: Deadline = .now + .seconds(60)
        while outcome == nil, .now < end {
            outcome = try? await printer.print(request, by: .now + .milliseconds(300)) { evidence in
                let paper = bench.twin.roll.elements.count
                claims.withLock { $0.append(.init(evidence: evidence, paper: paper)) }
            }
            await Task.yield()
        }
        life.cancel()
        near.unplug()
        bench.isOver.withLock { $0 = true }
        return PrintRecord(
            lines: lines,
            documentClass: documentClass,
            claims: claims.withLock { $0 },
            outcome: outcome,
            paper: bench.twin.roll.elements.map(\.plainText)
        )
    }
}

/// The things of one trial that mishaps and persons lay hands on.
private final class TrialBench: Sendable {
    let cable: BreakableCable
    let twin: PrinterTwin
    let clock = HandClock()
    let isOver = Mutex(false)

    init(cable: BreakableCable, twin: PrinterTwin) {
        self.cable = cable
        self.twin = twin
    }

    /// Lets the first of `mishaps` happen, then a person help, then the next of them happen.
    func befall(
        _ mishaps: ArraySlice<(kind: Mishap, offset: Int)>,
        seed: UInt64,
        _ printer: any ReceiptPrinter,
        _ recovery: PrinterRecovery
    ) {
        guard let mishap = mishaps.first else { return }
        var random = SeededRandom(seed: seed &* 31 &+ UInt64(mishap.offset))
        let isBehind = Bool.random(using: &random)
        let backlog = isBehind ? Int.random(in: 0...min(600, mishap.offset), using: &random) : 0
        let patience = Int.random(in: 0...12, using: &random)
        let help: @Sendable () -> Void = { [self] in
            Task {
                for _ in 0..<patience { await Task.yield() }
                await self.help(mishap.kind, printer, recovery)
                befall(mishaps.dropFirst(), seed: seed, printer, recovery)
            }
        }
        if let plan = mishap.kind.plan(at: mishap.offset, backlog: backlog) {
            twin.plan(plan, onStrike: help)
        } else {
            cable.cut(after: mishap.offset, onCut: help)
        }
    }

    private func help(
        _ mishap: Mishap,
        _ printer: any ReceiptPrinter,
        _ recovery: PrinterRecovery
    ) async {
        clock.passMinute()
        switch mishap {
        case .powerCut, .powerCutAndHeldBytes: twin.faults.clear(.off)
        case .cutCable, .cutCableUnnoticed: cable.mend()
        case .paperOut: twin.faults.clear(.paperOut)
        case .coverOpen: twin.faults.clear(.coverOpen)
        case .cutterJam:
            while !isOver.withLock({ $0 }) {
                if (try? await printer.status(by: .now + .seconds(1))) == .fault { break }
                await Task.yield()
            }
            twin.faults.clear(.cutterJam)
            try? await printer.recover(recovery, by: .now + .seconds(1))
        }
    }
}

extension ESCPOSProof {
    /// Asks after milliseconds what a real one asks after a second; the clock is the trial's own.
    static func quick(_ clock: HandClock, fence: Fence = .processID) -> ESCPOSProof {
        ESCPOSProof(fence: fence, patience: .milliseconds(3), firstFence: 0, now: { clock.now })
    }
}
