internal import HAL
public import Twins

/// The devices on the counter: twins at the far ends of kernel ttys.
///
///     tilld ──▶ BENCH/printer      ═pty═ PrinterTwin ── DrawerTwin
///           ──▶ BENCH/display      ═pty═ DisplayTwin
///           ◀── BENCH/scanner      ═pty═ ScannerTwin
///           ◀── BENCH/card-reader  ═pty═ CardReaderTwin
///           ──▶ BENCH/payment-terminal ═pty═ PaymentTerminalTwin
public struct ShopDevices: Sendable {
    public let printer: PrinterTwin
    public let display: DisplayTwin
    public let scanner: ScannerTwin
    public let cardReader: CardReaderTwin
    public let payment: PaymentTerminalTwin
    private let cables: [(twin: any Twin, terminal: PseudoTerminal)]

    /// Devices whose ttys are linked from `directory`, which exists.
    public init(in directory: String, seed: UInt64) throws(ShopProblem) {
        printer = PrinterTwin(seed: seed)
        display = DisplayTwin(dialect: .cd5220)
        scanner = ScannerTwin(seed: seed &+ 1)
        cardReader = CardReaderTwin(seed: seed &+ 2)
        // It says its messages again after as long as ZVT's terminals do.
        payment = PaymentTerminalTwin(.serial, seed: seed &+ 3, patience: .seconds(5))
        do {
            cables = [
                (printer, try PseudoTerminal(name: "printer", in: directory)),
                (display, try PseudoTerminal(name: "display", in: directory)),
                (scanner, try PseudoTerminal(name: "scanner", in: directory)),
                (cardReader, try PseudoTerminal(name: "card-reader", in: directory)),
                (payment, try PseudoTerminal(name: "payment-terminal", in: directory)),
            ]
        } catch {
            throw ShopProblem(.failure, "the bench has no tty for its devices: \(error)")
        }
    }

    /// Lets them live until the task is cancelled, which pulls every cable.
    public func run() async {
        await withTaskCancellationHandler {
            await withTaskGroup { tasks in
                for cable in cables {
                    tasks.addTask { await cable.twin.run(on: cable.terminal.channel) }
                }
            }
        } onCancel: {
            unplug()
        }
    }

    /// Pulls every cable, so that no twin waits for bytes any more.
    public func unplug() {
        for cable in cables { cable.terminal.unplug() }
    }
}
