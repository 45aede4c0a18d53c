import Boards
import Conformance
import Diagnosis
import HAL
import Synchronization
import Testing
import Twins

/// Every display that a board file may name, over a real pty.
struct DisplayBoardTests {
    private var soon: Deadline { .now + .seconds(20) }

    // swift-format-ignore
    static let dialects: [(driver: DisplayDriver, set: DisplayTwin.Dialect, why: String)] = [
        (.cd5220Display,      .cd5220,      "what cheap displays come set to"),
        (.epsonDisplay,       .epson,       "DM-D"),
        (.aedexDisplay,       .aedex,       "!#"),
        (.utcDisplay,         .utc,         "standard"),
        (.utcEnhancedDisplay, .utcEnhanced, "enhanced"),
        (.admDisplay,         .adm,         "ADM787 and 788"),
    ]

    private func board(
        _ driver: DisplayDriver,
        behindPrinter: Bool = false,
        more: String = ""
    ) throws -> Board {
        let printer = """
            receipt-printer:
              { driver: escpos-printer, channel: { bench: d },
                columns: 48, characters: gbk, timeout-ms: 1 }

            """
        let display = """
            customer-display:
              { driver: \(driver.rawValue), channel: { bench: d },
                columns: 20, rows: 2, characters: gb2312, \(more) timeout-ms: 1 }
            """
        let head = "board: { vendor: v, revision: a, arch: x86_64 }\n"
        let text = head + (behindPrinter ? printer : "") + display
        return try Board(name: "b", text: text, file: "b.yaml")
    }

    /// Opens the one pty that there is, once, as the kernel does.
    private final class OnePort: ChannelOpener {
        private let terminal: PseudoTerminal
        private let openings = Mutex(0)

        init(_ terminal: PseudoTerminal) {
            self.terminal = terminal
        }

        func open(_ channel: ChannelSpec) async throws(DeviceError) -> any ByteChannel {
            let number = openings.withLock { openings in
                openings += 1
                return openings
            }
            if number > 1 { throw DeviceError(.busy, "the port is open already") }
            return try await SystemChannelOpener()
                .open(.tty(path: terminal.path, settings: SerialSettings(baud: 115_200)))
        }
    }

    /// Waits until `display` shows `lines`.
    private func sees(_ lines: [String], on display: DisplayTwin) async -> Bool {
        let picture = lines.map { TextWidth.fit($0, to: 20) }
        let updates = display.updates()
        if display.lines == picture { return true }
        for await shown in updates where shown == picture { return true }
        return false
    }

    @Test(.timeLimit(.minutes(1)), arguments: dialects)
    func `each dialect shows the last of many pictures`(
        _ row: (driver: DisplayDriver, set: DisplayTwin.Dialect, why: String)
    ) async throws {
        let terminal = try PseudoTerminal()
        let twin = DisplayTwin(dialect: row.set)
        let life = Task { await twin.run(on: terminal.channel) }
        defer { life.cancel() }
        let devices = try await board(row.driver).open(OnePort(terminal))
        let display = try #require(devices.display)
        for number in 1...200 {
            try await display.show(["合计 Total", "\(number * 37)"], by: soon)
        }
        #expect(await sees(["合计 Total", "7400"], on: twin))
    }

    @Test(.timeLimit(.minutes(1)), arguments: dialects)
    func `a display with the printer's channel is behind the printer`(
        _ row: (driver: DisplayDriver, set: DisplayTwin.Dialect, why: String)
    ) async throws {
        let terminal = try PseudoTerminal()
        let twin = PassThroughTwin(display: DisplayTwin(dialect: row.set))
        let life = Task { await twin.run(on: terminal.channel) }
        defer { life.cancel() }
        let board = try board(row.driver, behindPrinter: true)
        let devices = try await board.open(OnePort(terminal))
        try await devices.display?.show(["谢谢惠顾", "1.00"], by: soon)
        let slip = PrintDocument([.text("牛奶"), .cut])
        let request = PrintRequest(slip, as: .receipt, ticket: PrintTicket(1))
        try await devices.printer?.print(request, by: soon)
        try await devices.display?.show(["谢谢惠顾", "2.00"], by: soon)
        #expect(twin.printer.roll.receipts.map { $0.map(\.plainText) } == [["牛奶", "[cut]"]])
        #expect(await sees(["谢谢惠顾", "2.00"], on: twin.display))
    }

    @Test(.timeLimit(.minutes(1)))
    func `a display is as bright as its board says`() async throws {
        let terminal = try PseudoTerminal()
        let twin = DisplayTwin(dialect: .epson)
        let life = Task { await twin.run(on: terminal.channel) }
        defer { life.cancel() }
        let board = try board(.epsonDisplay, more: "brightness: 2,")
        try await board.open(OnePort(terminal)).display?.show(["a", "b"], by: soon)
        #expect(await sees(["a", "b"], on: twin))
        #expect(twin.brightness == 2)
    }

    private func graphicBoard() throws -> Board {
        let text = """
            board: { vendor: v, revision: a, arch: x86_64 }
            customer-display:
              { driver: glk-display, channel: { bench: d }, model: glk24064-25,
                columns: 20, rows: 3, brightness: 2, timeout-ms: 1 }
            """
        return try Board(name: "b", text: text, file: "b.yaml")
    }

    /// A graphic display on a pty, opened by its board file.
    private struct GraphicCounter {
        let twin = GraphicDisplayTwin(width: 240, height: 64)
        let display: any LineDisplay
        let life: Task<Void, Never>

        init(_ board: Board) async throws {
            let (terminal, twin) = (try PseudoTerminal(), twin)
            life = Task { await twin.run(on: terminal.channel) }
            let devices = try await board.open(OnePort(terminal))
            display = try #require(devices.display)
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `a graphic display shows the last of many pictures, dot for dot`() async throws {
        let counter = try await GraphicCounter(graphicBoard())
        let fresh = try await GraphicCounter(graphicBoard())
        defer {
            counter.life.cancel()
            fresh.life.cancel()
        }
        #expect((counter.display.columns, counter.display.rows) == (20, 3))
        for number in 1...100 {
            let lines = ["王小明", "龙井茶 × \(number)", "合计 Total \(number * 37)"]
            try await counter.display.show(lines, by: soon)
            if number == 100 { try await fresh.display.show(lines, by: soon) }
        }
        let blank = Bitmap(width: 240, height: 64)
        let isRight = await eventually {
            fresh.twin.picture != blank && counter.twin.picture == fresh.twin.picture
        }
        #expect(isRight)
        #expect(counter.twin.brightness == 127)
    }

    @Test func `the doctor asks a person what a graphic display shows`() async throws {
        let terminal = try PseudoTerminal()
        let twin = GraphicDisplayTwin(width: 240, height: 64)
        let life = Task { await twin.run(on: terminal.channel) }
        defer { life.cancel() }
        let report = try await graphicBoard().doctor(OnePort(terminal), to: .action)
        let finding = try #require(report.findings.first)
        #expect(report.isHealthy && finding.said(on: .settings) != nil)
        #expect(await eventually { twin.picture != Bitmap(width: 240, height: 64) })
    }

    @Test func `the doctor says that the display is behind the printer`() async throws {
        let terminal = try PseudoTerminal()
        let twin = PassThroughTwin(display: DisplayTwin(dialect: .epson))
        let life = Task { await twin.run(on: terminal.channel) }
        defer { life.cancel() }
        let board = try board(.epsonDisplay, behindPrinter: true)
        let report = await board.doctor(OnePort(terminal))
        #expect(report.findings.map(\.place) == ["bench d", "behind the printer"])
        #expect(report.isHealthy)
    }
}
