import Channels
import HAL
import Testing
import Twins

struct SerialSettingsTests {
    typealias Row = (text: String, bits: Int?, why: String)

    // swift-format-ignore
    static let formats: [Row] = [
        ("8N1",  10,  "start, eight, stop"),
        ("8N2",  11,  "card terminals"),
        ("7E1",  10,  "scales"),
        ("7O2",  11,  "the longest with seven"),
        ("8M1",  11,  "mark counts as a bit"),
        ("8S2",  12,  "the longest there is"),
        ("",     nil, "nothing"),
        ("8N",   nil, "no stop bits"),
        ("8N15", nil, "one and a half"),
        ("6N1",  nil, "too few"),
        ("8X1",  nil, "no such parity"),
    ]

    @Test(arguments: formats)
    func `a format is read from its three letters`(_ row: Row) {
        let format = SerialFormat(row.text)
        #expect(format?.bitsPerCharacter == row.bits)
        if let format { #expect("\(format)" == row.text) }
    }

    @Test func `a line carries as many characters as its bits allow`() {
        #expect(SerialSettings(baud: 115_200).charactersPerSecond == 11_520)
        let format = SerialFormat(dataBits: 8, parity: .none, stopBits: 2)
        #expect(SerialSettings(baud: 9600, format: format).charactersPerSecond > 872)
    }

    @Test(arguments: ["7E1", "7N1", "8E1", "8O1", "7S2", "8M1"])
    func `a pty refuses what it cannot do, and names it`(_ text: String) throws {
        let terminal = try PseudoTerminal()
        let format = try #require(SerialFormat(text))
        let settings = SerialSettings(baud: 9600, format: format)
        let error = #expect(throws: DeviceError.self) {
            try TTYChannel(path: terminal.path, settings: settings)
        }
        #expect(error?.kind == .failure)
        #expect(error?.mayHaveRun == false)
        #expect(error?.detail.contains("does not do \(text)") == true)
    }

    @Test func `a pty carries bytes at 8N2 and with any flow control`() async throws {
        let soon: Deadline = .now + .seconds(5)
        let format = SerialFormat(dataBits: 8, parity: .none, stopBits: 2)
        for flow in SerialSettings.FlowControl.allCases {
            let terminal = try PseudoTerminal()
            let settings = SerialSettings(baud: 9600, format: format, flow: flow)
            let channel = try TTYChannel(path: terminal.path, settings: settings)
            try await channel.write([1, 2, 3], by: soon)
            #expect(try await terminal.channel.read(exactly: 3, by: soon) == [1, 2, 3])
        }
    }

    @Test func `the byte XOFF stops a port that was told to heed it, and XON lets it go on`()
        async throws
    {
        let terminal = try PseudoTerminal()
        let settings = SerialSettings(baud: 9600, flow: .xonXOFF)
        let channel = try TTYChannel(path: terminal.path, settings: settings)
        let soon: Deadline = .now + .seconds(5)
        try await terminal.channel.write([0x13], by: soon)
        let stopped = await #expect(throws: DeviceError.self) {
            // The kernel takes a few bytes into its own buffer before it says that it is full.
            while true { try await channel.write([7, 8], by: .now + .milliseconds(80)) }
        }
        #expect(stopped?.kind == .timeout)
        try await terminal.channel.write([0x11], by: soon)
        try await channel.write([9], by: soon)
        #expect(try await terminal.channel.read(upTo: 1, by: soon).isEmpty == false)
    }

    @Test func `settings change on the open port`() throws {
        let terminal = try PseudoTerminal()
        let channel = try TTYChannel(path: terminal.path, baud: 9600)
        try channel.configure(SerialSettings(baud: 19_200, flow: .xonXOFF))
        #expect(throws: DeviceError.self) { try channel.configure(SerialSettings(baud: 12_345)) }
    }

    @Test func `a pty has neither modem lines nor error counts, and says so`() async throws {
        let terminal = try PseudoTerminal()
        let channel = try TTYChannel(path: terminal.path, baud: 9600)
        let lines = #expect(throws: DeviceError.self) { try channel.modemInputs() }
        #expect(lines?.detail.contains("no modem lines") == true)
        #expect(throws: DeviceError.self) { try channel.set(.rts, to: false) }
        let counts = #expect(throws: DeviceError.self) { try channel.lineCounts() }
        #expect(counts?.detail.contains("no error counts") == true)
    }
}
