import Foundation
import Twins

/// The devices of the simulated board in a bench folder, as the programs find them.
final class TechnicianBench {
    let folder: String
    let printer = PrinterTwin(drawer: DrawerTwin(isOpenWhenHigh: false))
    let display = DisplayTwin(dialect: .cd5220)
    let scanner = ScannerTwin()
    let cardReader = CardReaderTwin()
    private let terminals: [PseudoTerminal]
    private let lives: [Task<Void, Never>]

    init() throws {
        let folder = NSTemporaryDirectory() + "bench-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let twins: [(String, any Twin)] = [
            ("printer", printer), ("display", display), ("scanner", scanner),
            ("card-reader", cardReader),
        ]
        terminals = try twins.map { name, _ in try PseudoTerminal(name: name, in: folder) }
        lives = zip(twins, terminals).map { twin, terminal in
            Task { await twin.1.run(on: terminal.channel) }
        }
        self.folder = folder
    }

    deinit {
        for life in lives { life.cancel() }
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Runs `till` with `words` at this bench.
    func till(_ words: String...) async throws -> Program.Outcome {
        try await Program("till").finished(words + ["--bench", folder])
    }

    /// Does `action` over and over until the test is done: a port drops what came before it was
    /// opened.
    func again(_ action: @escaping @Sendable () -> Void) -> Task<Void, Never> {
        Task {
            while !Task.isCancelled {
                action()
                try? await Task.sleep(for: .milliseconds(100))
            }
        }
    }
}
