import HAL
import Journal
import Retail
import Testing
import Till

/// Copies that somebody asks for: owed durably, marked with their number, and never in the place of
/// the receipt itself.
struct ReprintTests {
    private static let first = ReceiptNumber(day: TestBench.day, number: 1)

    private func mark(_ number: Int) -> PrintNode { PrintMark.copy(number) }

    /// Looks again until the journal says `state` of the last copy, for at most ten seconds.
    private func isSaid(_ state: String, by till: Till) async throws -> Bool {
        let end: Deadline = .now + .seconds(10)
        while .now < end {
            if try await till.receipt(Self.first)?.prints.last?.state == state { return true }
            await Task.yield()
        }
        return false
    }

    @Test func `a copy says that it is one, and its number`() async throws {
        let bench = try TestBench()
        let till = try await bench.till(try bench.journal())
        _ = await till.perform(events("day ring exact ring exact"))
        await till.settle()
        for number in 1...2 {
            let answer = try await till.reprint(Self.first)
            #expect(answer.copy == number, "\(answer.message)")
            await till.settle()
        }
        let paper = await bench.printer.paper
        #expect(paper.map(\.document.nodes.first).suffix(2) == [mark(1), mark(2)])
        #expect(paper[2].document.nodes.dropFirst() == paper[0].document.nodes[...])
        #expect(Set(paper.map(\.ticket)).count == 4)
        let report = try #require(try await till.receipt(Self.first))
        #expect(report.prints.map(\.state) == ["cut", "cut", "cut"])
        #expect(report.text?.contains("米 rice                     1.00") == true)
        #expect(try await till.status().receiptsPrinted == 2, "copies are no receipts")
    }

    @Test func `what waits comes by itself, and is not copied`() async throws {
        let bench = try TestBench()
        let till = try await bench.till(try bench.journal())
        await bench.printer.hold()
        _ = await till.perform(events("day ring exact"))
        await bench.printer.isAsked()
        #expect(try await till.reprint(Self.first).message.contains("comes out by itself"))
        await bench.printer.release()
        await till.settle()
        let none = ReceiptNumber(day: TestBench.day, number: 2)
        #expect(try await till.reprint(none).message.contains("no receipt 2 of 2017-05-01"))
        #expect(try await till.receipt(none) == nil)
        #expect(await bench.printer.paper.count == 1)
    }

    @Test func `a copy that was asked for survives a cut, and says what it said`() async throws {
        let bench = try TestBench()
        var journal = try bench.journal()
        var till = try await bench.till(journal)
        _ = await till.perform(events("day ring exact"))
        await till.settle()
        await bench.printer.fail(always: DeviceError(.offline, "paper out", mayHaveRun: false))
        #expect(try await till.reprint(Self.first).copy == 1)
        #expect(try await till.reprint(Self.first).copy == nil, "it waits")
        // The power fails when the printer has refused it and the journal says that none has left.
        await bench.printer.isAsked(times: 2)
        #expect(try await isSaid("queued", by: till))
        journal.abandon()
        await till.stopPrinting()

        await bench.printer.fail(always: nil)
        journal = try bench.journal()
        till = try await bench.till(journal)
        await till.settle()
        let paper = await bench.printer.paper
        #expect(paper.count == 2)
        #expect(paper.last?.document.nodes.first == mark(1))
        #expect(paper.last?.evidence == .queued)
    }

    @Test func `what ended in doubt is listed until a copy of it is on paper`() async throws {
        let bench = try TestBench()
        let till = try await bench.till(try bench.journal())
        await bench.printer.fail([DeviceError(.failure, "answered nonsense")])
        _ = await till.perform(events("day ring exact ring exact"))
        await till.settle()
        let doubtful = try await till.receipts(limit: 9, isUnproven: true)
        #expect(doubtful.map(\.number) == [1])
        #expect(doubtful.first?.prints.first?.state == "unknown")
        #expect(try await till.receipts(limit: 9).map(\.number) == [2, 1])
        _ = try await till.reprint(Self.first)
        await till.settle()
        #expect(try await till.receipts(limit: 9, isUnproven: true).isEmpty)
    }

    /// Takes a job whose ticket it remembers for one that it has printed, as drivers do.
    private actor ForgetfulOfNone: ReceiptPrinter {
        nonisolated let columns = 48
        private var known: [PrintTicket] = []
        private(set) var printed = 0

        func status(by deadline: Deadline) async throws(DeviceError) -> PrinterStatus { .ready }

        nonisolated func statusChanges() -> AsyncStream<PrinterStatus> {
            AsyncStream { $0.finish() }
        }

        func print(
            _ request: PrintRequest,
            by deadline: Deadline,
            progress: @Sendable (PrintEvidence) -> Void
        ) async throws(DeviceError) -> PrintEvidence {
            if !known.contains(request.ticket) { printed += 1 }
            known = (known + [request.ticket]).suffix(32)
            return .cut
        }

        func recover(_ recovery: PrinterRecovery, by deadline: Deadline) async throws(DeviceError) {
        }
    }

    @Test func `a receipt far down the journal is not taken for one that was printed`()
        async throws
    {
        let bench = try TestBench()
        let journal = try bench.journal()
        let printer = ForgetfulOfNone()
        let till = try await bench.till(journal, printer: printer)
        _ = await till.perform(events("day ring exact"))
        // The next sale's record is that many behind the first, after which ticket numbers wrap.
        let between = Int(PrintTicket.count) - 2
        let baskets = Array(repeating: events("ring void"), count: between / 2).joined()
        let odd = between.isMultiple(of: 2) ? [] : events("ring")
        _ = await till.perform(odd + baskets + events("ring exact"))
        await till.settle()
        let records = try await journal.receipts(limit: 2).map(\.original.id.record)
        #expect(records[0] - records[1] == Int64(PrintTicket.count))
        #expect(await printer.printed == 2)
    }
}
