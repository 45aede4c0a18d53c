internal import Boards
internal import HAL
internal import Journal
internal import Logging
internal import Records
internal import Retail
internal import Till
internal import Twins

/// What the customer and the cashier wait for: scan to display, and tender to the last byte of
/// paper.
///
/// Each till has its journal on the real disk and drives its twins over one kind of cable: memory,
/// or a pty through the kernel's tty layer, as on a box. The two sell in turns.
struct CounterBench {
    /// Sales of nine scans in one block.
    private static let block = 10

    let folder: String
    let setting: Setting

    func run() async throws -> [BenchRow] {
        let memory = MemoryCables()
        let pty = try PtyCables(in: folder)
        let tills = [
            try await counter("memory", opener: memory, memory.devices),
            try await counter(
                "pty",
                opener: SystemChannelOpener(benchDirectory: folder),
                pty.devices
            ),
        ]
        let lives = Task { await pty.run() }
        for round in 0...setting.rounds {
            for place in tills.indices {
                let counter = tills[(place + round) % tills.count]
                for _ in 0..<Self.block { try await counter.sell(isCounted: round > 0) }
            }
        }
        for counter in tills { await counter.till.shutDown() }
        lives.cancel()
        pty.unplug()
        await lives.value
        return rows(tills)
    }

    private func counter(
        _ cable: String,
        opener: some ChannelOpener,
        _ twins: CounterTwins
    ) async throws -> MeasuredCounter {
        let devices = await setting.board.openAvailable(opener)
        guard let printer = devices.printer, let display = devices.display else {
            throw BenchFault("no printer or no display over \(cable): \(devices.problems)")
        }
        let journal = try TillJournal(
            path: "\(folder)/\(cable).db",
            device: DeviceID(1),
            place: SampleSale.place
        )
        let clock = SystemTillClock()
        let till = try await Till(
            Till.Parts(
                journal: journal,
                programme: setting.programme.rules,
                devices: TillDevices(printer: printer, display: display),
                clock: clock,
                shopName: "Suanpan",
                version: "bench",
                log: Logger(label: "bench", factory: { _ in SwiftLogNoOpLogHandler() })
            )
        )
        _ = await till.perform(.openDay(clock.read().time.localDay))
        return MeasuredCounter(till: till, twins: twins, cable: cable)
    }

    private func rows(_ tills: [MeasuredCounter]) -> [BenchRow] {
        tills.map { BenchRow("scan to display, \($0.cable)", $0.scans) }
            + tills.map { till in
                BenchRow(
                    "tender to last printer byte, \(till.cable)",
                    till.receipts,
                    note: "a receipt of \(SampleSale.lines.count) lines, proven by the printer"
                )
            }
    }
}
