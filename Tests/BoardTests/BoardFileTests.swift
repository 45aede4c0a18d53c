import Boards
import Drivers
import Glibc
import HAL
import StrictYAML
import Testing

/// The repo's own `boards` folder, found from this file.
let boardsFolder =
    #filePath.split(separator: "/").dropLast(3).map { "/\($0)" }.joined() + "/boards"

func boardFiles() -> [String] {
    guard let folder = opendir(boardsFolder) else { return [] }
    defer { closedir(folder) }
    var files: [String] = []
    while let entry = readdir(folder) {
        let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        if name.hasSuffix(".yaml") { files.append("\(boardsFolder)/\(name)") }
    }
    return files.sorted()
}

struct BoardFileTests {
    @Test func `every board of the repo loads and is named after its file`() throws {
        let files = boardFiles()
        #expect(files.count >= 2)
        for file in files {
            let board = try Board.load(file)
            #expect(file.hasSuffix("/\(board.name).yaml"))
        }
    }

    @Test func `the counter's board says what its file says`() throws {
        let board = try Board.load("\(boardsFolder)/counter-a1.yaml")
        let fast = SerialSettings(baud: 115_200)
        #expect(board.receiptPrinter?.channel == .serial(path: "/dev/ttyS0", settings: fast))
        #expect(board.receiptPrinter?.characters == .gbk)
        #expect(board.customerDisplay?.driver == .cd5220Display)
        #expect(board.cashDrawer?.isOpenWhenHigh == false)
        #expect(board.timeouts[.cardReader] == .seconds(30))
        #expect(board.cardReader?.memberCards?.map(\.prefix) == ["29", "888"])
    }

    static let head = "board: { vendor: v, revision: a, arch: x86_64 }\n"

    // swift-format-ignore
    static let refusals: [(text: String, says: String, why: String)] = [
        ("receipt-printr: {}", "b.yaml:2: receipt-printr: unknown key; did you mean `receipt-printer`?", "a misspelt role"),
        ("scanner: { driver: serial-scaner, channel: { bench: s } }", "b.yaml:2: scanner.driver: `serial-scaner` is none of serial-scanner, wedge-scanner", "no such driver"),
        ("scanner: { driver: serial-scanner, channel: { tty: /dev/x } }", "b.yaml:2: scanner.channel: the key `baud` is missing", "a tty needs its baud rate"),
        ("scanner: { driver: serial-scanner, channel: { bench: s, tty: /dev/x, baud: 1 } }", "b.yaml:2: scanner.channel: expected exactly one of tty, serial, usb, tcp, input, bench", "two channels"),
        ("scanner: { driver: serial-scanner, channel: { usb: \"08ff\" } }", "b.yaml:2: scanner.channel: expected usb: \"vendor:product\" in hexadecimal", "half a USB name"),
        ("scanner: { driver: serial-scanner, channel: { bench: ../etc } }", "b.yaml:2: scanner.channel: a twin's name is one plain word", "a path out of the bench"),
        ("scanner: { driver: serial-scanner, channel: { bench: s, baud: 9600 } }", "b.yaml:2: scanner.channel.baud: unknown key; nearest is `bench` (known: bench, input, serial, tcp, tty, usb)", "a twin has no baud rate"),
        ("scanner: { driver: serial-scanner, channel: { bench: s }, key-gap-ms: 80 }", "b.yaml: scanner.key-gap-ms: only a wedge-scanner types", "a serial scanner has no keys"),
        ("card-reader: { driver: serial-card-reader, channel: { bench: s }, key-gap-ms: 80, timeout-ms: 1 }", "b.yaml: card-reader.key-gap-ms: only a wedge-card-reader types", "nor has a serial card reader"),
        ("scale: { driver: toledo-8217-scale, channel: { bench: s }, unit: kilo, timeout-ms: 1 }", "b.yaml:2: scale.unit: `kilo` is none of gram, thousandth-pound", "a unit that no scale sends"),
        ("scale: { driver: toledo-8217-scale, channel: { bench: s }, timeout-ms: 1 }", "b.yaml:2: scale: the key `unit` is missing", "a scale does not say its unit"),
        ("cash-drawer: { driver: printer-drawer, is-open-when-high: true, timeout-ms: 1 }", "b.yaml: cash-drawer: a printer-drawer needs a receipt-printer", "a drawer on nothing"),
        ("receipt-printer: { driver: escpos-printer, channel: { bench: p }, columns: 480, characters: gbk, timeout-ms: 1 }", "b.yaml: receipt-printer.columns: a printer has 16 to 96 columns", "a nought too many"),
        ("customer-display: { driver: cd5220-display, channel: { bench: d }, columns: 20, rows: 4, characters: gbk, timeout-ms: 1 }", "b.yaml: customer-display.rows: no CD5220 display has 4 rows of 20 columns", "CD5220 has two rows"),
        ("customer-display: { driver: utc-display, channel: { bench: d }, columns: 24, rows: 2, characters: gbk, timeout-ms: 1 }", "b.yaml: customer-display.rows: no UTC standard display has 2 rows of 24 columns", "UTC numbers forty cells"),
        ("customer-display: { driver: cd5220-display, channel: { bench: d }, columns: 20, rows: 2, characters: gbk, brightness: 2, timeout-ms: 1 }", "b.yaml: customer-display.brightness: CD5220 has no command for brightness", "not every dialect can"),
        ("customer-display: { driver: epson-display, channel: { bench: d }, columns: 20, rows: 2, characters: gbk, brightness: 5, timeout-ms: 1 }", "b.yaml: customer-display.brightness: brightness is 1 to 4", "brighter than bright"),
        ("customer-display: { driver: cd5220-display, channel: { bench: d }, columns: 20, rows: 2, timeout-ms: 1 }", "b.yaml:2: customer-display: the key `characters` is missing", "a display has the font that it has"),
        ("customer-display: { driver: glk-display, channel: { bench: d }, columns: 20, rows: 2, timeout-ms: 1 }", "b.yaml:2: customer-display: the key `model` is missing", "nobody else knows how many dots there are"),
        ("customer-display: { driver: glk-display, channel: { bench: d }, model: glk2406, columns: 20, rows: 2, timeout-ms: 1 }", "b.yaml:2: customer-display.model: `glk2406` is none of glk19264-7t-1u, glk24064-25, glk240128-25", "no such model"),
        ("customer-display: { driver: glk-display, channel: { bench: d }, model: glk24064-25, columns: 20, rows: 5, timeout-ms: 1 }", "b.yaml: customer-display.rows: no 5 rows of 20 columns: GLK24064-25 has 240 x 64 dots: at most 30 columns and 4 rows", "too small to be read"),
        ("customer-display: { driver: glk-display, channel: { bench: d }, model: glk24064-25, columns: 20, rows: 2, brightness: 0, timeout-ms: 1 }", "b.yaml: customer-display.brightness: brightness is 1 to 4", "dots have a light too"),
        ("receipt-printer: { driver: escpos-printer, channel: { bench: d }, columns: 48, characters: gbk, timeout-ms: 1 }\ncustomer-display: { driver: glk-display, channel: { bench: d }, model: glk24064-25, columns: 20, rows: 2, timeout-ms: 1 }", "b.yaml: customer-display.channel: a graphic display needs a line of its own: a printer would obey its dots", "dots may be any bytes"),
        ("payment-terminal: { driver: zvt-terminal, channel: { usb: \"0ca6:a050\" }, currency: 978, timeout-ms: 1 }", "b.yaml: payment-terminal.channel: ZVT needs a serial line or a network", "USB here is a printer's"),
        ("payment-terminal: { driver: zvt-terminal, channel: { bench: t }, currency: 0, timeout-ms: 1 }", "b.yaml: payment-terminal.currency: a currency's number is 1 to 999", "a currency that is none"),
        ("payment-terminal: { driver: zvt-terminal, channel: { bench: t }, currency: 978, answer-ms: 5, timeout-ms: 1 }", "b.yaml: payment-terminal.answer-ms: a terminal answers within 50 to 30000 ms", "no terminal is so quick"),
        ("payment-terminal: { driver: zvt-terminal, channel: { bench: t }, currency: 978, timeout-ms: 14999 }", "b.yaml: payment-terminal.timeout-ms: a customer gets at least three times the terminal's answer-ms", "the line's silence would be all the time there is"),
        ("payment-terminal: { driver: zvt, channel: { bench: t }, currency: 978, timeout-ms: 1 }", "b.yaml:2: payment-terminal.driver: `zvt` is none of zvt-terminal", "no such driver"),
    ]

    @Test(arguments: refusals)
    func `a board that cannot be meant is refused`(
        _ row: (text: String, says: String, why: String)
    ) {
        let problem = #expect(throws: YAMLProblem.self) {
            try Board(name: "b", text: Self.head + row.text, file: "b.yaml")
        }
        #expect(problem?.description == row.says)
    }

    @Test func `a board that is not there says so`() {
        let problem = #expect(throws: YAMLProblem.self) { try Board.load("/no/such.yaml") }
        #expect(problem?.description == "/no/such.yaml: No such file or directory")
    }
}
