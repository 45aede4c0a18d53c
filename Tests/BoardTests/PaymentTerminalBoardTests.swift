import Boards
import Diagnosis
import HAL
import Testing
import Twins

/// A board with a payment terminal, of this file and of the repo.
struct PaymentTerminalBoardTests {
    static let text = """
        board: { vendor: v, revision: a, arch: x86_64 }
        payment-terminal:
          driver: zvt-terminal
          channel: { bench: terminal }
          currency: 978
          answer-ms: 500
          timeout-ms: 90000
        """

    /// Hands out one end of a cable, whatever is asked for.
    struct CableOpener: ChannelOpener {
        let channel: MemoryChannel

        func open(_ channel: ChannelSpec) async throws(DeviceError) -> any ByteChannel {
            self.channel
        }
    }

    /// A board with a twin at the end of its cable.
    private func withBoard(
        _ twin: PaymentTerminalTwin,
        _ body: (Board, CableOpener) async throws -> Void
    ) async throws {
        let (near, far) = MemoryChannel.pair()
        let life = Task { await twin.run(on: far) }
        defer {
            life.cancel()
            near.unplug()
        }
        let board = try Board(name: "b", text: Self.text, file: "b.yaml")
        try await body(board, CableOpener(channel: near))
    }

    typealias Row = (board: String, channel: String, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        ("counter-a1", "/dev/ttyS3 at 9600 baud 8N2", "ZVT's two stop bits"),
        ("fresh-b1",   "192.168.7.40:20007",          "ZVT over TCP"),
    ]

    @Test(arguments: rows)
    func `a board of the repo has its terminal on a line that ZVT knows`(_ row: Row) throws {
        let board = try Board.load("\(boardsFolder)/\(row.board).yaml")
        let entry = try #require(board.paymentTerminal)
        #expect("\(entry.channel)".contains(row.channel), "\(row.why)")
        #expect(board.timeouts[.paymentTerminal] == .seconds(120))
    }

    @Test func `a board's terminal takes money and the doctor charges nobody`() async throws {
        let twin = PaymentTerminalTwin(.serial)
        try await withBoard(twin) { board, opener in
            #expect(board.timeouts[.paymentTerminal] == .seconds(90))
            let terminal = try #require(try await board.open(opener).payment)
            let amount = try #require(PaymentAmount(minorUnits: 1234, currency: 978))
            let outcome = try await terminal.authorizeSales(amount, by: .now + .seconds(5))
            guard case .approved = outcome else {
                Issue.record("\(outcome)")
                return
            }
            let report = await board.doctor(opener)
            #expect(report.isHealthy)
            #expect(report.findings.map(\.role) == [.paymentTerminal])
            #expect(report.findings.first?.said(on: .answer) == "answers")
            #expect(twin.account.total == 1234)
        }
    }

    @Test func `the doctor says what to do about a terminal that is off`() async throws {
        let twin = PaymentTerminalTwin(.serial)
        twin.faults.set(.off)
        try await withBoard(twin) { board, opener in
            let finding = try #require(await board.doctor(opener).findings.first)
            #expect(finding.verdict == .faulty)
            #expect(finding.fix?.contains("switch it on") == true)
        }
    }
}
