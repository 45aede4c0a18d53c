import Conformance
import Drivers
import HAL
import Synchronization
import Testing
import Twins

/// A driver that is made anew, with what a database remembers of the job that the one before had
/// under way: every byte may have been the last that got through.
struct RestartTests {
    /// Text alone: nothing in it waits for as many bytes as a fence does.
    static let note = PrintDocument((1...40).map { .text("Note line \($0)") })

    // swift-format-ignore
    static let rows: [(document: PrintDocument, class: DocumentClass, knows: Bool, why: String)] = [
        (PrintEvidenceTests.long,    .receipt, true,  "gone on with behind the last proven line"),
        (PrintEvidenceTests.long,    .receipt, false, "the proof was forgotten: all of it, marked"),
        (note,                       .receipt, false, "a fence was cut short, and nothing owes more"),
        (PrintEvidenceTests.voucher, .voucher, true,  "in doubt it is never sent again"),
        (PrintEvidenceTests.voucher, .voucher, false, "nor when nothing of it is proven"),
    ]

    @Test(arguments: rows.indices)
    func `a new driver goes on with a receipt, and leaves a voucher alone`(
        _ index: Int
    ) async throws {
        let row = Self.rows[index]
        let (lines, bytes) = try await PrintEvidenceTests.sample(row.document)
        for offset in 1...bytes {
            let record = await Self.record(row.document, row.class, row.knows, lines, offset)
            let faults = PaperChecker.faults(in: record)
            #expect(faults == [], "behind byte \(offset)")
            if !faults.isEmpty { return }
        }
    }

    /// What came of the document when the first driver got `offset` bytes through, and of a slip
    /// that was printed after it.
    private static func record(
        _ document: PrintDocument,
        _ documentClass: DocumentClass,
        _ isKnown: Bool,
        _ lines: [String],
        _ offset: Int
    ) async -> PrintRecord {
        let (near, far) = MemoryChannel.pair()
        let twin = PrinterTwin(seed: UInt64(offset), roll: PaperRoll(keeping: .max))
        let life = Task { await twin.run(on: far) }
        defer {
            life.cancel()
            near.unplug()
        }
        let claims = Mutex<[PrintRecord.Claim]>([])
        @Sendable func claim(_ evidence: PrintEvidence) {
            let paper = twin.roll.elements.count
            claims.withLock { $0.append(.init(evidence: evidence, paper: paper)) }
        }
        let tee = Tee(near)
        let first = LifeOfDriver(tee, offset)
        var request = PrintRequest(document, as: documentClass, ticket: PrintTicket(7))
        _ = try? await first.printer.print(request, by: soon, progress: claim)
        first.end()
        request.evidence = isKnown ? claims.withLock { $0.last?.evidence } ?? .queued : .sent
        // What was forgotten was never said.
        if !isKnown { claims.withLock { $0 = [] } }
        claim(request.evidence)
        let second = LifeOfDriver(tee, .max)
        // A question that was cut in two costs the next one its answer; the till asks again.
        var outcome: PrintEvidence?
        for _ in 0..<3 where outcome == nil {
            outcome = try? await second.printer.print(request, by: soon, progress: claim)
        }
        let slip = PrintDocument([.text("The slip after it")])
        _ = try? await second.printer.print(slip, ticket: PrintTicket(8), by: soon)
        second.end()
        let paper = twin.roll.elements.map(\.plainText)
        let end = paper.lastIndex(of: "The slip after it")
        return PrintRecord(
            lines: lines,
            documentClass: documentClass,
            claims: claims.withLock { $0 },
            outcome: end == nil ? nil : outcome,
            paper: Array(paper[..<(end ?? 0)])
        )
    }
}

/// Hands what the printer says to the driver that lives.
private final class Tee: Sendable {
    let cable: MemoryChannel
    private let ear = Mutex<MemoryChannel?>(nil)

    init(_ cable: MemoryChannel) {
        self.cable = cable
        Task { [weak self] in
            while let bytes = try? await cable.read(upTo: 64, by: .now + .seconds(60)) {
                let ear = self?.ear.withLock { $0 }
                try? await ear?.write(bytes, by: soon)
            }
        }
    }

    func listen(_ ear: MemoryChannel?) { self.ear.withLock { $0 = ear } }
}

/// A driver until somebody kills it.
private final class LifeOfDriver {
    let printer: ESCPOSPrinter
    private let near: MemoryChannel
    private let pump: Task<Void, Never>

    /// It gets `limit` bytes through.
    init(_ tee: Tee, _ limit: Int) {
        let (near, far) = MemoryChannel.pair()
        self.near = near
        tee.listen(far)
        let cable = tee.cable
        pump = Task {
            var room = limit
            while room > 0, let bytes = try? await far.read(upTo: 64, by: .now + .seconds(60)) {
                try? await cable.write(Array(bytes.prefix(room)), by: soon)
                room -= min(room, bytes.count)
                for _ in 0..<6 { await Task.yield() }
            }
            near.unplug()
        }
        let clock = HandClock()
        printer = ESCPOSPrinter(channel: near, columns: 48, proof: .quick(clock))
    }

    func end() {
        near.unplug()
        pump.cancel()
    }
}
