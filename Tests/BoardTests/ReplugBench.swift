import Boards
import Conformance
import Glibc
import HAL
import Supervision
import Synchronization
import Testing
import Twins

/// A bench whose cables are pulled and put back: each time a new pty behind the same name, as the
/// kernel makes a new port for a device that returns.
final class ReplugBench: Sendable {
    let directory: String
    let printer = PrinterTwin()
    let display = DisplayTwin(dialect: .cd5220)
    let scanner = ScannerTwin()
    let cardReader = CardReaderTwin()
    private let arrived = Mutex<[DeviceRole: Int]>([:])
    private let cables = Mutex<[String: (terminal: PseudoTerminal, life: Task<Void, Never>)]>([:])

    init() throws {
        var template = Array("/tmp/suanpan-replug-XXXXXX".utf8CString)
        _ = mkdtemp(&template)
        let bytes = template.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        directory = String(decoding: bytes, as: UTF8.self)
        for name in ["printer", "display", "scanner", "card-reader"] { try plug(name) }
    }

    deinit {
        for name in cables.withLock({ Array($0.keys) }) { unplug(name) }
        rmdir(directory)
    }

    var opener: SystemChannelOpener { SystemChannelOpener(benchDirectory: directory) }

    func note(_ role: DeviceRole, _ event: DeviceEvent) {
        guard event == .arrived else { return }
        arrived.withLock { $0[role, default: 0] += 1 }
    }

    func arrivals(of role: DeviceRole) -> Int {
        arrived.withLock { $0[role] ?? 0 }
    }

    func unplug(_ name: String) {
        guard let cable = cables.withLock({ $0.removeValue(forKey: name) }) else { return }
        unlink(cable.terminal.path)
        cable.life.cancel()
        cable.terminal.unplug()
    }

    func plug(_ name: String) throws {
        let terminal = try PseudoTerminal(name: name, in: directory)
        let twin = twin(name)
        let life = Task { await twin.run(on: terminal.channel) }
        cables.withLock { $0[name] = (terminal, life) }
    }

    private func twin(_ name: String) -> any Twin {
        switch name {
        case "printer": printer
        case "display": display
        case "scanner": scanner
        default: cardReader
        }
    }

    /// Asks until the device answers, for two seconds at most: that is the promise.
    @discardableResult
    func settle<Answer>(
        _ ask: (Deadline) async throws(DeviceError) -> Answer
    ) async throws -> Answer {
        let end = ContinuousClock.now + .seconds(2)
        while true {
            do throws(DeviceError) {
                return try await ask(end)
            } catch {
                guard ContinuousClock.now < end else { throw error }
                await Task.yield()
            }
        }
    }
}

extension Handles {
    /// Waits for what is being closed, and fails when more is held than at the start.
    ///
    /// A few more threads are the system's own pool, which grows to the number of processors.
    static func expectNoMore(than before: Handles, by seconds: Int = 5) async throws {
        let end = ContinuousClock.now + .seconds(seconds)
        while now.files > before.files || now.threads > before.threads + 8 {
            guard ContinuousClock.now < end else { break }
            await Task.yield()
        }
        let after = now
        #expect(after.files <= before.files, "open files: \(before.files), then \(after.files)")
        #expect(after.threads <= before.threads + 8)
    }
}
