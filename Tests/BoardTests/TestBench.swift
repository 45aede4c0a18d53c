import Boards
import Glibc
import HAL
import Twins

/// A directory of ptys with twins behind them, as a bench lays it out.
final class TestBench: Sendable {
    let directory: String
    let printer = PrinterTwin(drawer: DrawerTwin(isOpenWhenHigh: false))
    let display = DisplayTwin(dialect: .cd5220)
    let scanner = ScannerTwin()
    let cardReader = CardReaderTwin()
    let wedge = WedgeTwin()
    let scale = ScaleTwin()
    private let terminals: [PseudoTerminal]
    private let lives: [Task<Void, Never>]

    init() throws {
        var template = Array("/tmp/suanpan-bench-XXXXXX".utf8CString)
        _ = mkdtemp(&template)
        let bytes = template.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        let directory = String(decoding: bytes, as: UTF8.self)
        self.directory = directory
        let twins: [(String, any Twin)] = [
            ("printer", printer), ("display", display), ("scanner", scanner),
            ("card-reader", cardReader), ("wedge", wedge), ("scale", scale),
        ]
        terminals = try twins.map { name, _ in try PseudoTerminal(name: name, in: directory) }
        lives = zip(twins, terminals).map { twin, terminal in
            Task { await twin.1.run(on: terminal.channel) }
        }
    }

    deinit {
        for life in lives { life.cancel() }
        for terminal in terminals { unlink(terminal.path) }
        rmdir(directory)
    }

    var opener: SystemChannelOpener { SystemChannelOpener(benchDirectory: directory) }
}
