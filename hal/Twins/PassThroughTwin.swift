public import HAL

/// A printer with a display behind it: it passes on what is for the display.
///
///     till ──▶ printer ──▶ display
///
/// `ESC =` says who listens to what follows: 1 the printer, 2 the display, 3 both (TM-H5000
/// manual). Both hear it at any time, within a command too, as a printer that is not selected does;
/// so this twin is not for a receipt whose pictures happen to hold its bytes.
public final class PassThroughTwin: Twin {
    /// The printer, which answers for both.
    public let printer: PrinterTwin
    /// The display on the printer's second connector.
    public let display: DisplayTwin

    public var faults: TwinFaults { printer.faults }

    /// A printer that is listening, and `display` behind it.
    public init(printer: PrinterTwin = PrinterTwin(), display: DisplayTwin) {
        self.printer = printer
        self.display = display
    }

    public func run(on channel: any ByteChannel) async {
        let (inside, port) = MemoryChannel.pair()
        let printing = Task { await printer.run(on: port) }
        let answering = Task {
            while let bytes = try? await inside.read(upTo: 4096, by: never) {
                try? await channel.write(bytes, by: .now + .seconds(5))
            }
        }
        var sorter = Sorter()
        while !Task.isCancelled, let bytes = try? await channel.read(upTo: 4096, by: never) {
            for run in sorter.sort(bytes) {
                if run.listener & 2 != 0 { display.receive(run.bytes) }
                if run.listener & 1 != 0 { try? await inside.write(run.bytes, by: never) }
            }
        }
        inside.unplug()
        printing.cancel()
        answering.cancel()
    }

    /// Takes `ESC = n` out of the bytes and says who listens to the rest.
    private struct Sorter {
        private var listener: UInt8 = 1
        private var pending: [UInt8] = []

        mutating func sort(_ bytes: [UInt8]) -> [(listener: UInt8, bytes: [UInt8])] {
            var runs: [(listener: UInt8, bytes: [UInt8])] = []
            var run: [UInt8] = []
            for byte in bytes {
                switch (pending, byte) {
                case ([], 0x1B), ([0x1B], 0x3D):
                    pending.append(byte)
                case ([0x1B], 0x1B):
                    run.append(0x1B)
                case ([0x1B, 0x3D], _):
                    runs.append((listener, run))
                    (listener, run, pending) = (byte & 3, [], [])
                default:
                    run += pending + [byte]
                    pending = []
                }
            }
            return runs + [(listener, run)]
        }
    }
}
