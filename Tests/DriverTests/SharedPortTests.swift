import Conformance
import Drivers
import HAL
import Synchronization
import Testing
import Twins

/// A printer and a display on one cable.
struct SharedPortTests {
    static let toPrinter: [UInt8] = [0x1B, 0x3D, 0x01]
    static let toDisplay: [UInt8] = [0x1B, 0x3D, 0x02]

    /// Remembers what is written, and breaks when it is told to.
    private final class Notebook: ByteChannel {
        private let state = Mutex<(written: [[UInt8]], isBroken: Bool)>(([], false))

        var written: [[UInt8]] { state.withLock { $0.written } }

        func setBroken(_ isBroken: Bool) {
            state.withLock { $0.isBroken = isBroken }
        }

        func write(_ bytes: [UInt8], by deadline: Deadline) async throws(DeviceError) {
            let isBroken = state.withLock { state in
                if !state.isBroken { state.written.append(bytes) }
                return state.isBroken
            }
            if isBroken { throw DeviceError(.timeout, "nobody knows how much has left") }
        }

        func read(
            upTo limit: Int,
            by deadline: Deadline
        ) async throws(DeviceError) -> [UInt8] { [7] }
    }

    @Test func `the display's bytes stand between two selections, the printer's alone`()
        async throws
    {
        let cable = Notebook()
        let port = SharedPort(cable)
        try await port.printer.write([1, 2], by: soon)
        try await port.display.write([3], by: soon)
        try await port.printer.write([4], by: soon)
        let start = Self.toPrinter + Self.toPrinter
        #expect(cable.written == [start, [1, 2], Self.toDisplay + [3] + Self.toPrinter, [4]])
        #expect(try await port.printer.read(upTo: 1, by: soon) == [7])
        await #expect(throws: DeviceError.self) { try await port.display.read(upTo: 1, by: soon) }
    }

    @Test func `after an error at the display the printer is selected again`() async throws {
        let cable = Notebook()
        let port = SharedPort(cable)
        try await port.printer.write([1], by: soon)
        cable.setBroken(true)
        await #expect(throws: DeviceError.self) { try await port.display.write([2], by: soon) }
        cable.setBroken(false)
        try await port.printer.write([3], by: soon)
        #expect(cable.written.suffix(2) == [Self.toPrinter + Self.toPrinter, [3]])
    }

    @Test func `after an error at the printer its driver says what comes next`() async throws {
        let cable = Notebook()
        let port = SharedPort(cable)
        try await port.printer.write([1], by: soon)
        cable.setBroken(true)
        await #expect(throws: DeviceError.self) { try await port.printer.write([2], by: soon) }
        cable.setBroken(false)
        try await port.printer.write([0, 0], by: soon)
        #expect(cable.written.last == [0, 0])
    }

    @Test(arguments: DisplayTwin.Dialect.allCases)
    func `receipts and pictures at once spoil neither`(_ dialect: DisplayTwin.Dialect) async throws
    {
        let counter = PassThroughTwin(display: DisplayTwin(dialect: dialect))
        try await withTwin(counter) { channel in
            let port = SharedPort(channel)
            let printer = ESCPOSPrinter(channel: port.printer, columns: 48)
            let display = CharacterDisplay(channel: port.display, dialect: dialect.driver)
            let pictures = Task {
                var maker = PictureMaker(seed: 95)
                var last: [String] = []
                for _ in 0..<200 {
                    last = maker.next()
                    try await display.show(last, by: soon)
                }
                return last
            }
            for number in 1...20 as ClosedRange<UInt32> {
                try await printer.print(receipt, ticket: PrintTicket(number), by: soon)
            }
            let last = try await pictures.value
            #expect(await eventually { counter.display.lines == picture(of: last) })
            let receipts = counter.printer.roll.receipts
            #expect(receipts.count == 20)
            #expect(Set(receipts.map { $0.map(\.plainText) }).count == 1)
        }
    }
}
