internal import Boards
internal import HAL
internal import Twins

/// Twins at the far ends of cables in memory.
final class MemoryCables: ChannelOpener {
    let devices = CounterTwins(
        printer: PrinterTwin(roll: PaperRoll(keeping: 1)),
        display: DisplayTwin(dialect: .cd5220)
    )

    func open(_ channel: ChannelSpec) async throws(DeviceError) -> any ByteChannel {
        let twin: any Twin
        switch channel {
        case .bench("printer"): twin = devices.printer
        case .bench("display"): twin = devices.display
        default: throw DeviceError(.noHardware, "this bench has a printer and a display")
        }
        let (near, far) = MemoryChannel.pair()
        Task { await twin.run(on: far) }
        return near
    }
}

/// Twins of every device of the simulated board, at the far ends of ptys.
struct PtyCables {
    let devices = CounterTwins(
        printer: PrinterTwin(roll: PaperRoll(keeping: 1)),
        display: DisplayTwin(dialect: .cd5220)
    )
    private let cables: [(twin: any Twin, terminal: PseudoTerminal)]

    /// Twins whose ttys are linked from `directory`, which exists; `more` are on no usual board.
    init(in directory: String, more: [(name: String, twin: any Twin)] = []) throws {
        let twins: [(name: String, twin: any Twin)] =
            [
                ("printer", devices.printer), ("display", devices.display),
                ("scanner", ScannerTwin()), ("card-reader", CardReaderTwin()),
            ] + more
        cables = try twins.map { ($0.twin, try PseudoTerminal(name: $0.name, in: directory)) }
    }

    /// Lets them live until the cables are pulled.
    func run() async {
        await withTaskGroup { tasks in
            for cable in cables {
                tasks.addTask { await cable.twin.run(on: cable.terminal.channel) }
            }
        }
    }

    /// Pulls every cable.
    func unplug() {
        for cable in cables { cable.terminal.unplug() }
    }
}
