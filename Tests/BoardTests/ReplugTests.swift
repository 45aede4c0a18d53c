import Boards
import Conformance
import Glibc
import HAL
import Supervision
import Synchronization
import Testing
import Twins

/// Unplug and replug, a hundred times over: a device that comes back is at work again by itself.
struct ReplugTests {
    private static let rounds = 200
    private var soon: Deadline { .now + .seconds(2) }

    private func keep(_ bench: ReplugBench) async throws -> KeptDevices {
        let board = try Board.load("\(boardsFolder)/simulated.yaml")
        return await board.keep(
            bench.opener,
            book: MemoryRoleBook(),
            pause: .milliseconds(1),
            report: { bench.note($0, $1) }
        )
    }

    @Test func `a printer pulled out two hundred times prints each time that it is back`()
        async throws
    {
        let bench = try ReplugBench()
        let devices = try await keep(bench).devices
        let printer = try #require(devices.printer)
        try await bench.settle { deadline throws(DeviceError) in
            try await printer.status(by: deadline)
        }
        let before = Handles.now
        for round in 1...Self.rounds {
            bench.unplug("printer")
            await #expect(throws: DeviceError.self) { try await printer.status(by: soon) }
            try bench.plug("printer")
            try await bench.settle { deadline throws(DeviceError) in
                try await printer.status(by: deadline)
            }
            try await printer.print(
                PrintRequest(
                    PrintDocument([.text("round \(round)"), .cut]),
                    as: .receipt,
                    ticket: PrintTicket(UInt32(round))
                ),
                by: soon
            )
        }
        #expect(bench.printer.roll.receipts.last?.first?.plainText == "round \(Self.rounds)")
        #expect(bench.printer.roll.receiptCount == Self.rounds)
        try await Handles.expectNoMore(than: before)
    }

    @Test func `a display pulled out two hundred times shows its picture again by itself`()
        async throws
    {
        let bench = try ReplugBench()
        let display = try #require(try await keep(bench).devices.display)
        let line = TextWidth.pad("龙井茶 68.00", to: 20)
        try await display.show([line], by: soon)
        let before = Handles.now
        for round in 1...Self.rounds {
            bench.unplug("display")
            // What lost its power shows nothing.
            bench.display.faults.set(.off)
            bench.display.faults.clear(.off)
            try bench.plug("display")
            try await bench.settle { _ throws(DeviceError) in
                guard bench.arrivals(of: .customerDisplay) > round,
                    bench.display.lines.first == line
                else { throw DeviceError(.failure, "the glass shows \(bench.display.lines)") }
            }
        }
        try await Handles.expectNoMore(than: before)
    }

    @Test func `a scanner pulled out two hundred times loses no code that it reads after`()
        async throws
    {
        let bench = try ReplugBench()
        let kept = try await keep(bench)
        let scanner = try #require(kept.devices.scanner)
        let before = Handles.now
        for round in 1...Self.rounds {
            let soon = soon
            // A till listens all the time: that is how it learns that the plug is out.
            let code = Task { () throws(DeviceError) in try await scanner.scan(by: soon) }
            bench.unplug("scanner")
            try bench.plug("scanner")
            try await bench.settle { _ throws(DeviceError) in
                guard bench.arrivals(of: .scanner) > round else {
                    throw DeviceError(.noHardware, "round \(round)")
                }
            }
            bench.scanner.scan("69012345\(10_000 + round)")
            #expect(try await code.value.text == "69012345\(10_000 + round)")
        }
        try await Handles.expectNoMore(than: before)
        let book = MemoryRoleBook()
        try await kept.record(in: book)
        let counts = await book.statistics()["scanner"]
        #expect(counts?[.onlineTransitionCount] == Self.rounds)
        #expect(counts?[.goodScanCount] == Self.rounds)
    }
}
