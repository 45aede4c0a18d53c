import Conformance
import Drivers
import HAL
import TestSupport
import Testing
import Traces
import Twins

/// What was recorded of a twin is said again to a driver, which notices no difference.
struct PlayingTests {
    /// Works a device through `use`, recorded; then plays the record to the same `use`.
    private func again<Answer: Equatable & Sendable>(
        _ wire: WireKind,
        _ twin: some Twin,
        isTimed: Bool = false,
        _ use: (any ByteChannel) async throws -> Answer
    ) async throws -> (first: Answer, second: Answer, progress: TracePlayback, text: String) {
        let notebook = Notebook()
        let recorder = notebook.recorder(wire)
        let first = try await withTwin(twin) { try await use(recorder.wrap($0)) }
        recorder.finish()
        let player = TraceTwin(try notebook.trace, isTimed: isTimed)
        let second = try await withTwin(player) { try await use($0) }
        return (first, second, player.progress, notebook.text)
    }

    private func expectWhole(_ progress: TracePlayback, _ text: String) {
        #expect(progress.departure == nil, "\(text)")
        #expect(progress.unsaid == 0, "\(text)")
    }

    @Test func `a printer`() async throws {
        let document = PrintDocument([.text("算盘超市"), .row(left: "Tea", right: "68.00"), .cut])
        let played = try await again(.text, PrinterTwin()) { channel in
            let printer = ESCPOSPrinter(
                channel: channel,
                profile: .generic(columns: 48, characters: .gb18030)
            )
            let request = PrintRequest(document, as: .receipt, ticket: PrintTicket(7))
            return try await printer.print(request, by: soon)
        }
        #expect(played.first == played.second)
        expectWhole(played.progress, played.text)
    }

    @Test func `a display`() async throws {
        let played = try await again(.text, DisplayTwin(dialect: .cd5220)) { channel in
            let display = CharacterDisplay(channel: channel, dialect: .cd5220, columns: 20, rows: 2)
            try await display.show(["Tea", "68.00"], by: soon)
            try await display.show(["Tea", "70.00"], by: soon)
            return display.columns
        }
        expectWhole(played.progress, played.text)
    }

    @Test(arguments: [false, true])
    func `a scanner, at once and in its rhythm`(_ isTimed: Bool) async throws {
        let twin = ScannerTwin(hasAIMPrefix: true)
        twin.scan("6901234567007")
        twin.scan("ABC-123", identifier: "C0")
        let played = try await again(.text, twin, isTimed: isTimed) { channel in
            let scanner = SerialScanner(channel: channel)
            let first = try await scanner.scan(by: soon)
            return [first, try await scanner.scan(by: soon)]
        }
        #expect(played.first == played.second && played.first.count == 2)
        expectWhole(played.progress, played.text)
    }

    @Test func `a scale`() async throws {
        let twin = ScaleTwin()
        twin.put(1250)
        let played = try await again(.text, twin) { channel in
            let scale = Toledo8217Scale(channel: channel, unit: .gram, pause: .milliseconds(1))
            return try await scale.readWeight(by: soon)
        }
        #expect(played.first == played.second)
        expectWhole(played.progress, played.text)
    }

    @Test(arguments: [
        (PaymentTerminalTwin.Connection.serial, ZVTFraming.serial, WireKind.zvtSerial),
        (.network, .network, .zvtNetwork),
    ])
    func `a payment terminal that tells a whole card number`(
        _ row: (connection: PaymentTerminalTwin.Connection, framing: ZVTFraming, wire: WireKind)
    ) async throws {
        let played = try await again(row.wire, PaymentTerminalTwin(row.connection)) { channel in
            let terminal = ZVTTerminal(
                channel: channel,
                framing: row.framing,
                currency: 978,
                timers: ZVTTimers(answer: .milliseconds(500))
            )
            let amount = try #require(PaymentAmount(minorUnits: 1234, currency: 978))
            // A deadline near enough would make the driver ask the customer to give up.
            let outcome = try await terminal.authorizeSales(amount, by: .now + .seconds(30))
            guard case .approved(let slip) = outcome else {
                throw DeviceError(.failure, "no approval")
            }
            return [slip.approvalCode, slip.mark.terminal, slip.date]
        }
        #expect(played.first == played.second)
        #expect(played.text.contains("**"), "the number is masked: \(played.text)")
        expectWhole(played.progress, played.text)
    }

    @Test func `a stripe reader, whose card becomes noughts`() async throws {
        let twin = CardReaderTwin()
        twin.swipe(number: "88800012345", name: "LI/LEI")
        let played = try await again(.stripe, twin) { channel in
            let reader = SerialCardReader(channel: channel)
            return try await reader.swipe(by: soon).card.member?.number
        }
        #expect(played.first == "88800012345")
        #expect(played.second == String(repeating: "0", count: 11))
        expectWhole(played.progress, played.text)
    }

    @Test func `a driver that departs is told where, and hears no more`() async throws {
        let trace = WireTrace(
            wire: .text,
            device: "scale",
            events: [
                TraceEvent(1000, .sent([.shown(0x57), .shown(0x0D)])),
                TraceEvent(2000, .received([.shown(0x02)])),
                TraceEvent(3000, .sent([.masked, .shown(0x5A)])),
                TraceEvent(4000, .received([.shown(0x03)])),
            ]
        )
        let twin = TraceTwin(trace)
        try await withTwin(twin) { channel in
            try await channel.write([0x57], by: soon)
            await #expect(throws: DeviceError.self) { try await channel.read(upTo: 1, by: .now) }
            try await channel.write([0x0D, 0x99], by: soon)
            #expect(try await channel.read(upTo: 1, by: soon) == [0x02])
            #expect(twin.progress.departure == nil, "a masked byte is any byte")
            try await channel.write([0x54], by: soon)
            let silence: Deadline = .now + .milliseconds(30)
            await #expect(throws: DeviceError.self) { try await channel.read(upTo: 1, by: silence) }
        }
        let departure = try #require(twin.progress.departure)
        #expect(departure.place == 3 && departure.expected == 0x5A && departure.found == 0x54)
        #expect(departure.description.contains("0.003"))
        #expect(twin.progress.unsaid == 1)
    }

    @Test func `what a driver sends beyond the trace is a departure too`() {
        var playback = TracePlayback(WireTrace(wire: .text, device: "scale"))
        #expect(playback.step == .rest)
        playback.hear([1])
        #expect(playback.departure?.expected == nil && playback.departure?.found == 1)
    }
}
