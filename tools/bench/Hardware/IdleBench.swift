internal import FoundationEssentials
internal import Glibc
internal import Twins

/// The processor time of a `tilld` that has every device enabled and nothing to do.
struct IdleBench {
    /// How long it settles after its start, and how long it is watched.
    private static let (settling, watched) = (Duration.seconds(3), Duration.seconds(20))

    /// Every role that a board has, each a twin on a pty.
    private static let board = """
        # Idle: a box with every device that a board can have, for the bench alone.
        board: { vendor: suanpan, revision: "1", arch: x86_64 }
        receipt-printer:
          { driver: escpos-printer, channel: { bench: printer }, columns: 48, characters: gbk,
            timeout-ms: 10000 }
        customer-display:
          { driver: cd5220-display, channel: { bench: display }, columns: 20, rows: 2,
            characters: gbk, timeout-ms: 500 }
        scanner: { driver: serial-scanner, channel: { bench: scanner } }
        card-reader:
          { driver: serial-card-reader, channel: { bench: card-reader }, timeout-ms: 30000 }
        scale:
          { driver: toledo-8217-scale, channel: { bench: scale }, unit: gram, timeout-ms: 3000 }
        smart-card-reader:
          { driver: ccid-reader, channel: { bench: chip }, model: acr122u, timeout-ms: 30000 }
        cash-drawer: { driver: printer-drawer, is-open-when-high: false, timeout-ms: 1000 }
        payment-terminal:
          { driver: zvt-terminal, channel: { bench: payment }, currency: 156, timeout-ms: 60000 }
        """

    let folder: String
    let setting: Setting

    func run() async throws -> [BenchRow] {
        let cables = try PtyCables(
            in: folder,
            more: [
                ("scale", ScaleTwin(hasParity: false)), ("chip", SmartCardReaderTwin()),
                ("payment", PaymentTerminalTwin(.serial)),
            ]
        )
        let lives = Task { await cables.run() }
        defer {
            lives.cancel()
            cables.unplug()
        }
        let file = "\(folder)/idle.yaml"
        try Data(Self.board.utf8).write(to: URL(filePath: file))
        let service = LocalService(port: try LocalService.freePort())
        let till = try ChildProgram(
            path: ChildProgram.beside("tilld"),
            arguments(file, service.port)
        )
        defer { till.stop() }
        try till.wait(forLine: "tilld: ready")
        try await Task.sleep(for: Self.settling)
        let (start, before) = (ContinuousClock.now, till.processorTime)
        try await Task.sleep(for: Self.watched)
        guard try service.request("GET", "/v1/status") == 200 else {
            throw BenchFault("tilld was gone after \(Self.watched)")
        }
        let used = (till.processorTime - before).milliseconds
        let seconds = (ContinuousClock.now - start).milliseconds / 1000
        return [
            BenchRow(
                "idle processor time, all devices enabled",
                used / seconds / 10,
                "%",
                samples: 1,
                note: "of one core: \(used.short) ms in \(seconds.short) s; eight devices on ptys"
            )
        ]
    }

    private func arguments(_ board: String, _ port: Int) -> [String] {
        [
            "--data", "\(folder)/till", "--board", board, "--boards", setting.boards,
            "--bench", folder, "--programme", setting.programmeFile, "--store", "1", "--till", "1",
            "--device", "1", "--port", "\(port)",
        ]
    }
}
