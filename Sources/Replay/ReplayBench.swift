internal import Boards
internal import HAL
internal import Twins

/// The twins of one till's devices, on cables in memory.
///
/// They outlive the till: pull its power, and the printer goes on with what it has, as a printer on
/// its own supply does. The driver and its bytes are the same as on a real port.
final class ReplayBench: ChannelOpener {
    let printer: PrinterTwin
    let display = DisplayTwin(dialect: .cd5220)

    init(seed: UInt64) {
        // Nobody reads a month of paper; the roll counts, and keeps the last receipt to look at.
        printer = PrinterTwin(seed: seed, roll: PaperRoll(keeping: 1))
    }

    func open(_ channel: ChannelSpec) async throws(DeviceError) -> any ByteChannel {
        guard case .bench(let name) = channel else {
            throw DeviceError(.noHardware, "a replay has no ports, only a bench")
        }
        let twin: any Twin
        switch name {
        case "printer": twin = printer
        case "display": twin = display
        case "scanner": twin = ScannerTwin()
        case "card-reader": twin = CardReaderTwin()
        default: throw DeviceError(.noHardware, "a replay's bench has no `\(name)`")
        }
        let (near, far) = MemoryChannel.pair()
        Task { await twin.run(on: far) }
        return near
    }
}
