import Conformance
import Drivers
import HAL
import Testing
import Twins

/// A mishap behind every byte of a receipt: what is said of it is true, and what is printed again
/// is marked.
struct PrintEvidenceTests {
    /// A receipt of sixty lines, no two alike.
    static let long = PrintDocument(
        (1...60).map { number in
            switch number % 5 {
            case 0: .text("第\(number)行 龙井茶 明前", TextStyle(isBold: true))
            case 1: .qrCode("https://example.com/item/\(number)")
            default: .row(left: "Item \(number) 牛奶", right: "\(number).50")
            }
        } + [.feed(lines: 2), .cut]
    )

    /// A voucher of twelve lines.
    static let voucher = PrintDocument(
        (1...12).map { .row(left: "Voucher line \($0)", right: "\($0)") } + [.cut]
    )

    /// What `document` looks like on paper, and how many bytes it takes to print it.
    static func sample(_ document: PrintDocument) async throws -> (lines: [String], bytes: Int) {
        let twin = PrinterTwin()
        let clock = HandClock()
        try await withTwin(twin) { channel in
            let printer = ESCPOSPrinter(channel: channel, columns: 48, proof: .quick(clock))
            try await printer.print(document, ticket: PrintTicket(7), by: soon)
        }
        let lines = twin.roll.elements.map(\.plainText).filter { $0 != "" && $0 != "[cut]" }
        #expect(Set(lines).count == document.visibleLines)
        return (lines, twin.receivedBytes)
    }

    /// Runs `trials`, many at a time, for each waits for milliseconds now and then.
    static func faults(
        in trials: [PrintTrial],
        _ document: PrintDocument,
        _ lines: [String]
    ) async -> [(trial: PrintTrial, faults: [String], record: PrintRecord)] {
        await withTaskGroup(of: (PrintTrial, [String], PrintRecord).self) { tasks in
            var found: [(PrintTrial, [String], PrintRecord)] = []
            var rest = trials[...]
            func start() {
                guard let trial = rest.popFirst() else { return }
                tasks.addTask {
                    let record = await trial.run(document, lines: lines)
                    return (trial, PaperChecker.faults(in: record), record)
                }
            }
            for _ in 0..<48 { start() }
            while let result = await tasks.next() {
                if !result.1.isEmpty { found.append(result) }
                start()
            }
            return found
        }
    }

    /// Expects that no trial has a fault, and shows the first that have.
    ///
    /// Most hang on how two tasks met, and do not come again when asked: so all is told.
    static func expectNone(
        _ found: [(trial: PrintTrial, faults: [String], record: PrintRecord)]
    ) {
        for (trial, faults, record) in found.prefix(5) {
            let claims = record.claims.map { "\($0.evidence) at \($0.paper)" }
            Issue.record(
                """
                seed \(trial.seed), \(trial.mishaps): \(faults.prefix(3))
                said: \(claims.joined(separator: ", "))
                paper: \(record.paper.joined(separator: " | "))
                """
            )
        }
        #expect(found.count == 0)
    }

    @Test(arguments: Mishap.allCases)
    func `a receipt survives a mishap behind each of its bytes`(_ mishap: Mishap) async throws {
        let (lines, bytes) = try await Self.sample(Self.long)
        let trials = (1...bytes).map { offset in
            PrintTrial(
                seed: UInt64(offset),
                mishaps: [(mishap, offset)],
                recovery: offset.isMultiple(of: 2) ? .resume : .clear
            )
        }
        Self.expectNone(await Self.faults(in: trials, Self.long, lines))
    }

    @Test(arguments: Mishap.allCases)
    func `a voucher is never printed twice`(_ mishap: Mishap) async throws {
        let (lines, bytes) = try await Self.sample(Self.voucher)
        let trials = (1...bytes).map { offset in
            PrintTrial(
                seed: UInt64(offset),
                documentClass: .voucher,
                mishaps: [(mishap, offset)],
                recovery: offset.isMultiple(of: 2) ? .resume : .clear
            )
        }
        Self.expectNone(await Self.faults(in: trials, Self.voucher, lines))
    }

    // swift-format-ignore
    static let habits: [(habit: TwinFault, why: String)] = [
        (.lateAnswers,    "they come when the driver asks for the next already"),
        (.splitAnswers,   "in pieces"),
        (.doubledAnswers, "each of them twice"),
        (.flowControl,    "XOFF and XON among them, inside a status report too"),
    ]

    @Test(arguments: habits)
    func `odd answers prove no more and no less`(
        _ row: (habit: TwinFault, why: String)
    ) async throws {
        let (lines, bytes) = try await Self.sample(Self.long)
        let trials = stride(from: 1, through: bytes, by: 40).flatMap { offset in
            Mishap.allCases.map { mishap in
                PrintTrial(
                    seed: UInt64(offset),
                    mishaps: [(mishap, offset)],
                    habits: [row.habit]
                )
            }
        }
        Self.expectNone(await Self.faults(in: trials, Self.long, lines))
    }

    @Test(arguments: [81, 82, 83] as [UInt64])
    func `one mishap may follow another`(_ seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        let (lines, bytes) = try await Self.sample(Self.long)
        // Those of the power alone: the others leave the printer with what it had.
        let kinds: [Mishap] = [.powerCut, .powerCutAndHeldBytes]
        let trials = (0..<300).map { _ in
            PrintTrial(
                seed: random.next(),
                mishaps: (0..<3).map { _ in
                    (
                        kinds.randomElement(using: &random) ?? .powerCut,
                        Int.random(in: 1...bytes, using: &random)
                    )
                }
            )
        }
        Self.expectNone(await Self.faults(in: trials, Self.long, lines))
    }

    @Test(arguments: Mishap.allCases)
    func `a printer without process IDs is told by GS r`(_ mishap: Mishap) async throws {
        let (lines, bytes) = try await Self.sample(Self.long)
        let trials = stride(from: 1, through: bytes, by: 20).map { offset in
            PrintTrial(seed: UInt64(offset), mishaps: [(mishap, offset)]) { channel, clock in
                let proof = ESCPOSProof.quick(clock, fence: .paperStatus)
                return ESCPOSPrinter(channel: channel, columns: 48, proof: proof)
            }
        }
        Self.expectNone(await Self.faults(in: trials, Self.long, lines))
    }

    @Test func `answers in pieces and without names prove no more than they say`() async throws {
        let (lines, bytes) = try await Self.sample(Self.long)
        let trials = stride(from: 1, through: bytes, by: 20).map { offset in
            PrintTrial(
                seed: UInt64(offset),
                mishaps: [(.cutCableUnnoticed, offset)],
                habits: [.splitAnswers]
            ) { channel, clock in
                let proof = ESCPOSProof.quick(clock, fence: .paperStatus)
                return ESCPOSPrinter(channel: channel, columns: 48, proof: proof)
            }
        }
        Self.expectNone(await Self.faults(in: trials, Self.long, lines))
    }

    // swift-format-ignore
    static let bad: [(vice: BadReceiptPrinter.Vice, mishap: Mishap, why: String)] = [
        (.believesTheWrite, .powerCut,             "bytes that left are not on paper"),
        (.believesTheWrite, .cutCableUnnoticed,    "nor are bytes that a cable lost"),
        (.startsAgain,      .powerCut,             "what was on paper is there twice, unmarked"),
        (.startsAgain,      .cutCable,             "the same"),
        (.trustsLateFences, .powerCutAndHeldBytes, "the tail of a job proves nothing"),
    ]

    @Test(arguments: bad)
    func `a driver that is wrong is found out`(
        _ row: (vice: BadReceiptPrinter.Vice, mishap: Mishap, why: String)
    ) async throws {
        let (lines, bytes) = try await Self.sample(Self.long)
        let trials = stride(from: 100, through: bytes, by: 100).map { offset in
            PrintTrial(seed: UInt64(offset), mishaps: [(row.mishap, offset)]) { channel, clock in
                BadReceiptPrinter.make(row.vice, on: channel, clock)
            }
        }
        let found = await Self.faults(in: trials, Self.long, lines)
        #expect(found.count * 4 > trials.count, "\(found.count) of \(trials.count)")
    }

    @Test func `a voucher that is printed as a receipt is found out`() async throws {
        let (lines, bytes) = try await Self.sample(Self.voucher)
        var faults = 0
        for offset in stride(from: 20, through: bytes, by: 50) {
            let trial = PrintTrial(seed: UInt64(offset), mishaps: [(.powerCut, offset)])
            var record = await trial.run(Self.voucher, lines: lines)
            record.documentClass = .voucher
            faults += PaperChecker.faults(in: record).count
        }
        #expect(faults > 0)
    }
}
