import Glibc
import HAL
import Synchronization
import Twins

/// A scanner that leaves something behind each time that it is plugged in, to show that the trial
/// is awake.
final class LeakyTwin: Twin {
    /// What it leaves.
    enum Vice: String, CaseIterable, Sendable {
        case keepsFiles
        case keepsThreads
        case keepsMemory
    }

    let scanner = ScannerTwin()
    private let vice: Vice
    private let files = Mutex<[Int32]>([])
    private let terminals = Mutex<[PseudoTerminal]>([])
    private let memory = Mutex<[[UInt8]]>([])

    init(_ vice: Vice) {
        self.vice = vice
    }

    deinit {
        files.withLock { for file in $0 { close(file) } }
    }

    var faults: TwinFaults { scanner.faults }

    func run(on channel: any ByteChannel) async {
        switch vice {
        case .keepsFiles: files.withLock { $0.append(dup(0)) }
        case .keepsThreads:
            terminals.withLock { if let new = try? PseudoTerminal() { $0.append(new) } }
        case .keepsMemory: memory.withLock { $0.append([UInt8](repeating: 1, count: 500_000)) }
        }
        await scanner.run(on: channel)
    }
}
