import DurableSQLite
import Foundation
import HAL
import Journal
import Retail
import Synchronization
import Testing
import Till

/// A till at work: durable first, then answered, shown and printed; and it waits for no device.
struct TillTests {
    @Test func `a burst is answered in order, and a refusal keeps nobody from the next`()
        async throws
    {
        let bench = try TestBench()
        let till = try await bench.till(try bench.journal())
        let answers = await till.perform(events("ring day ring void9 ring total cash:500"))
        #expect(
            answers.map(word) == [
                "noDayOpen", "done", "done", "noSuchLine", "done", "done", "#1 2.00 3.00",
            ]
        )
        await till.settle()
        #expect(await bench.printer.paper.count == 1)
        #expect(bench.display.pictures.last == ["已付 Paid       2.00", "找零 Change     3.00"])
    }

    @Test func `on a full disk nothing is answered, kept, shown or printed that is not durable`()
        async throws
    {
        let bench = try TestBench()
        let (journal, database) = try bench.openedJournal()
        let changes = Mutex(0)
        let till = try await bench.till(journal) { changes.withLock { $0 += 1 } }
        _ = await till.perform(events("day ring"))
        try database.limit()
        // It takes what fits into the pages that are there, and then nothing more.
        var rung = 1
        while case .done = await till.perform(.ring(line("米 rice", 100))) { rung += 1 }
        await till.settle()
        let depth = journal.queueDepth
        let pictures = bench.display.pictures.count
        let told = changes.withLock { $0 }
        for _ in 0..<3 {
            let answer = await till.perform(.ring(line("米 rice", 100)))
            guard case .refused(.storage(let reason)) = answer else {
                Issue.record("answered \(answer)")
                return
            }
            #expect(reason.contains("the disk is full"))
        }
        // A whole sale is longer than a scan.
        #expect(word(await till.perform(.tenderExact(.cash))) == "storage")
        await till.settle()
        #expect(await till.basket?.lines.count == rung)
        #expect(bench.display.pictures.count == pictures)
        #expect(changes.withLock { $0 } == told)
        #expect(await bench.printer.attempts == 0)
        #expect(journal.queueDepth == depth)

        try database.limit(to: 100_000)
        #expect(word(await till.perform(.tenderExact(.cash))) == "#1 \(rung).00 0.00")
        await till.settle()
        #expect(await bench.printer.paper.count == 1)
        #expect(try await journal.verify().fault == nil)
    }

    @Test func `a printer that is busy or empty never delays the next scan`() async throws {
        let bench = try TestBench()
        let journal = try bench.journal()
        let till = try await bench.till(journal)
        await bench.printer.hold()
        #expect(word(await till.perform(events("day ring exact")).last ?? .done) == "#1 1.00 0.00")
        await bench.printer.isAsked()
        // The printer holds the first receipt; two more sales are made meanwhile.
        #expect(word(await till.perform(events("ring exact")).last ?? .done) == "#2 1.00 0.00")
        #expect(word(await till.perform(events("ring exact")).last ?? .done) == "#3 1.00 0.00")
        #expect(word(await till.perform(event("ring"))) == "done")
        #expect(await bench.printer.paper.isEmpty)
        #expect(try await journal.printCounts().waiting == 3)

        await bench.printer.release()
        await till.settle()
        #expect(await bench.printer.paper.count == 3)
        #expect(Set(await bench.printer.paper.map(\.ticket)).count == 3)
        let counts = try await journal.printCounts()
        #expect(counts.waiting == 0)
        #expect(counts.printed == 3)
    }

    @Test func `a printer without paper is asked again, with the same ticket`() async throws {
        let bench = try TestBench()
        let journal = try bench.journal()
        let till = try await bench.till(journal)
        await bench.printer.fail([DeviceError(.offline, "paper out", mayHaveRun: false)])
        _ = await till.perform(events("day ring exact"))
        await till.settle()
        #expect(await bench.printer.attempts == 2)
        #expect(await bench.printer.paper.count == 1)
        #expect(try await journal.printCounts().printed == 1)
        #expect(try await till.status().receiptsPrinted == 1)
    }

    @Test func `a printer that is gone leaves the receipt waiting`() async throws {
        let bench = try TestBench()
        let journal = try bench.journal()
        let till = try await bench.till(journal)
        await bench.printer.fail(always: DeviceError(.noHardware, "unplugged"))
        _ = await till.perform(events("day ring exact"))
        await bench.printer.isAsked()
        #expect(word(await till.perform(events("ring exact")).last ?? .done) == "#2 1.00 0.00")
        await till.lookAtPrinter()
        let status = try await till.status()
        #expect(status.printer == "no-answer")
        #expect(status.printsWaiting == 2)
        #expect(status.receiptsPrinted == 0)
        #expect(status.sales == 2)
        await till.stopPrinting()
        await till.settle()
        #expect(await bench.printer.paper.isEmpty)
        #expect(try await journal.printCounts().waiting == 2)
    }

    // swift-format-ignore
    static let gone: [(fault: DeviceError, begun: Int, why: String)] = [
        (DeviceError(.noHardware, "unplugged"),                       0, "no byte can have left"),
        (DeviceError(.failure, "no permission", mayHaveRun: false),   0, "the driver knows that none has"),
        (DeviceError(.offline, "paper out", mayHaveRun: false),       0, "it looked first"),
        (DeviceError(.timeout, "no proof"),                           1, "it may be on paper"),
    ]

    @Test(arguments: gone.indices)
    func `after a cut a receipt of which no byte has left is printed, any other is gone on with`(
        _ row: Int
    ) async throws {
        let bench = try TestBench()
        var journal = try bench.journal()
        var till = try await bench.till(journal)
        await bench.printer.fail(always: Self.gone[row].fault)
        _ = await till.perform(events("day ring exact"))
        await bench.printer.isAsked()
        await till.stopPrinting()
        await till.settle()
        journal.abandon()
        journal = try bench.journal()
        #expect(try await journal.resume().interruptedPrints == Self.gone[row].begun)
        await bench.printer.fail(always: nil)
        till = try await bench.till(journal)
        await till.settle()
        let asked = await bench.printer.paper
        #expect(asked.map(\.evidence) == [Self.gone[row].begun == 0 ? .queued : .sent])
        #expect(try await journal.printCounts().printed == 1)
    }

    @Test func `a fact that the journal refuses takes down no other that came with it`()
        async throws
    {
        let bench = try TestBench()
        let till = try await bench.till(try bench.journal())
        let taken = TillEvent.tenderExact(.cash, reference: "A")
        _ = await till.perform(events("day ring") + [taken] + events("ring"))
        let words = await withTaskGroup(of: String.self) { counter in
            for number in 0..<20 {
                counter.addTask { word(await till.perform(number == 7 ? taken : event("ring"))) }
            }
            return await counter.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
        }
        #expect(words == ["storage": 1, "done": 19])
        #expect(await till.basket?.lines.count == 20)
    }

    @Test func `a printer that breaks its protocol leaves a receipt that nobody knows`()
        async throws
    {
        let bench = try TestBench()
        let journal = try bench.journal()
        let till = try await bench.till(journal)
        await bench.printer.fail([DeviceError(.failure, "answered nonsense")])
        _ = await till.perform(events("day ring exact ring exact"))
        await till.settle()
        // The next receipt is printed; the one before is not printed again by itself.
        #expect(await bench.printer.paper.count == 1)
        let counts = try await journal.printCounts()
        #expect(counts.waiting == 0)
        #expect(counts.printed == 1)
    }

    @Test func `the status says how the till stands, and hides the member`() async throws {
        let bench = try TestBench()
        let till = try await bench.till(try bench.journal())
        #expect(try await till.status().isReady == false)
        _ = await till.perform(events("day ring suspend ring ring void1 member total cash:40"))
        let status = try await till.status()
        #expect(status.isReady)
        #expect(status.phase == "tendering")
        #expect(status.lines.map(\.isVoided) == [true, false])
        #expect(status.due == Money(minorUnits: 100))
        #expect(status.outstanding == Money(minorUnits: 60))
        #expect(status.member == "***318")
        #expect(status.pointsEarned == 1)
        #expect(status.parked == 1)
        #expect(status.queue.waiting == status.queue.journalled)
        #expect(status.lastReceipt == 0)
    }

    @Test func `the counter takes what is typed, and says what came of it`() async throws {
        let bench = try TestBench()
        let clock = SetTillClock(TestBench.time)
        let list = MemoryCatalogue(
            items: [("690", item(21, price: 250))],
            cards: [("880001", MemberID(318))]
        )
        let till = try await bench.till(try bench.journal())
        let counter = Counter(till: till, catalogue: list, clock: clock)
        #expect(try await counter.enter("2*690").accepted)
        #expect(try await counter.enter("nonsense").accepted == false)
        #expect(try await counter.show(card: "1").message == "Nobody has this card.")
        #expect(try await counter.show(card: "880001").accepted)
        #expect(try await counter.enter("ca").message == "Receipt 1: due 5.00, change 0.00")
        let report = try await counter.enter("xr")
        #expect(report.accepted && report.message.hasSuffix("1 sale, 5.00 due; cash 5.00"))
        #expect(try await till.status().day == TestBench.day)
    }

    @Test func `the box's clock shows today and goes forward`() {
        let clock = SystemTillClock()
        let first = clock.read()
        let second = clock.read()
        #expect(second.monotonicNanoseconds > first.monotonicNanoseconds)
        #expect(abs(first.time.unixSeconds - Int64(Date().timeIntervalSince1970)) <= 2)
        #expect(abs(first.wallMilliseconds / 1000 - first.time.unixSeconds) <= 1)
        #expect((-14 * 60...14 * 60).contains(first.time.offsetMinutes))
    }
}
