import Channels
import Drivers
import HAL
import Testing
import Twins

struct ReceiptPrinterTests {
    typealias Row = (name: String, make: @Sendable () throws -> PrinterBench, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        ("memory",      { memory() },                        "what replay uses"),
        ("hostile",     { memory { HostileChannel($0, seed: 8) } }, "pieces and waits"),
        ("tty",         { try tty() },                       "a real tty of the kernel"),
        ("without IDs", { memory(fence: .paperStatus) },     "told by GS r"),
    ]

    /// Keeps a twin at the end of its cable.
    private final class Holder: Sendable {
        private let life: Task<Void, Never>
        private let cable: any Sendable

        init(_ twin: PrinterTwin, on channel: any ByteChannel, cable: any Sendable) {
            self.cable = cable
            life = Task { await twin.run(on: channel) }
        }

        deinit { life.cancel() }
    }

    /// A bench whose printer is at `near`.
    private static func bench(
        _ near: any ByteChannel,
        _ fence: ESCPOSProof.Fence,
        _ twin: PrinterTwin,
        _ holder: Holder
    ) -> PrinterBench {
        let clock = HandClock()
        let proof = ESCPOSProof(fence: fence, patience: .milliseconds(30), now: { clock.now })
        let printer = ESCPOSPrinter(channel: near, columns: 48, proof: proof)
        return PrinterBench(printer: printer, twin: twin, clock: clock, holder: holder)
    }

    static func memory(
        fence: ESCPOSProof.Fence = .processID,
        _ wrap: (MemoryChannel) -> any ByteChannel = { $0 }
    ) -> PrinterBench {
        let (near, far) = MemoryChannel.pair()
        let twin = PrinterTwin()
        return bench(wrap(near), fence, twin, Holder(twin, on: far, cable: near))
    }

    static func tty() throws -> PrinterBench {
        let terminal = try PseudoTerminal()
        let near = try TTYChannel(path: terminal.path, baud: 115_200)
        let twin = PrinterTwin()
        return bench(near, .processID, twin, Holder(twin, on: terminal.channel, cable: terminal))
    }

    @Test(arguments: rows)
    func `every printer keeps every promise`(_ row: Row) async throws {
        let conformance = ReceiptPrinterConformance(makeBench: row.make)
        let broken = try await conformance.brokenPromises()
        #expect(broken.isEmpty, "\(broken)")
    }

    @Test(arguments: [BadReceiptPrinter.Vice.believesTheWrite, .startsAgain])
    func `a printer that breaks a promise is found out`(
        _ vice: BadReceiptPrinter.Vice
    ) async throws {
        let conformance = ReceiptPrinterConformance {
            let (near, far) = MemoryChannel.pair()
            let twin = PrinterTwin()
            let holder = Holder(twin, on: far, cable: near)
            let printer = BadReceiptPrinter.make(vice, on: near, HandClock())
            return PrinterBench(printer: printer, twin: twin, holder: holder)
        }
        let broken = try await conformance.brokenPromises()
        #expect(broken.isSuperset(of: [.neverSendsTwice, .sendsNothingWhenStopped]))
    }
}
