import Boards
import Conformance
import Glibc
import HAL
import Supervision
import Synchronization
import Twins

/// A bench with one device whose cable is pulled and put back: each time a new pty behind the same
/// name, as the kernel makes a new port for a device that returns.
final class ReplugBench: Sendable {
    private typealias Cable = (terminal: PseudoTerminal, life: Task<Void, Never>)

    let directory: String
    private let name: String
    private let twin: any Twin
    private let arrivals = Mutex(0)
    private let cable = Mutex<Cable?>(nil)

    /// Plugs `twin` in as the port `name`.
    init(_ twin: any Twin, as name: String) throws {
        var template = Array("/tmp/suanpan-replug-XXXXXX".utf8CString)
        _ = mkdtemp(&template)
        let bytes = template.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        directory = String(decoding: bytes, as: UTF8.self)
        self.name = name
        self.twin = twin
        try plug()
    }

    deinit {
        _ = pull()
        rmdir(directory)
    }

    var opener: SystemChannelOpener { SystemChannelOpener(benchDirectory: directory) }

    /// A board with these entries.
    func board(_ entries: String) throws -> Board {
        let box = "board: { vendor: v, revision: a, arch: x86_64 }\n"
        return try Board(name: "replug", text: box + entries, file: "replug.yaml")
    }

    /// The devices of a board with these entries, kept as a till keeps them.
    func keep(_ entries: String, cardKey: CardKey? = nil) async throws -> KeptDevices {
        await (try board(entries)).keep(
            opener,
            book: MemoryRoleBook(),
            cardKey: cardKey,
            pace: SearchPace(blind: .milliseconds(1)),
            report: { [weak self] _, event in self?.note(event) }
        )
    }

    private func note(_ event: DeviceEvent) {
        if event == .arrived { arrivals.withLock { $0 += 1 } }
    }

    /// How often the keeper has found the device.
    var arrivalCount: Int { arrivals.withLock { $0 } }

    /// Pulls the plug, whatever is on its way, and returns when the device has noticed too.
    func unplug() async {
        await pull()?.value
    }

    private func pull() -> Task<Void, Never>? {
        guard let cable = cable.withLock({ $0.take() }) else { return nil }
        unlink(cable.terminal.path)
        cable.life.cancel()
        cable.terminal.unplug()
        return cable.life
    }

    /// Puts it back.
    func plug() throws {
        let terminal = try PseudoTerminal(name: name, in: directory)
        let twin = twin
        let life = Task { await twin.run(on: terminal.channel) }
        cable.withLock { $0 = (terminal, life) }
    }
}
