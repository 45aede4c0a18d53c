public import Drivers
import Glibc
public import StrictYAML

/// A box as its board file describes it: which devices, by which driver, on which channel.
///
/// A board is data: `boards/NAME.yaml`, read strictly, so that a misspelt key stops the technician
/// who wrote it and not the cashier a week later.
public struct Board: Equatable, Sendable {
    /// The file's name without `.yaml`.
    public let name: String
    public let box: BoxEntry
    public let receiptPrinter: PrinterEntry?
    /// What the receipt printer can do: its model's profile with what the board says over it.
    public let printerProfile: PrinterProfile?
    public let customerDisplay: DisplayEntry?
    public let scanner: ScannerEntry?
    public let cardReader: CardReaderEntry?
    public let scale: ScaleEntry?
    public let smartCardReader: SmartCardReaderEntry?
    public let cashDrawer: DrawerEntry?
    public let paymentTerminal: PaymentTerminalEntry?

    /// Reads the board file at `path`.
    public static func load(_ path: String) throws(YAMLProblem) -> Board {
        let text = try readFile(path)
        let last = path.split(separator: "/").last.map(String.init) ?? path
        let name = last.hasSuffix(".yaml") ? String(last.dropLast(5)) : last
        return try Board(name: name, text: text, file: path)
    }

    /// Reads a board from the text of its file; `file` is what problems call it.
    public init(name: String, text: String, file: String) throws(YAMLProblem) {
        let parsed = try StrictYAML.decode(BoardFile.self, from: text, file: file)
        self.name = name
        box = parsed.board
        receiptPrinter = parsed.receiptPrinter
        customerDisplay = parsed.customerDisplay
        scanner = parsed.scanner
        cardReader = parsed.cardReader
        scale = parsed.scale
        smartCardReader = parsed.smartCardReader
        cashDrawer = parsed.cashDrawer
        paymentTerminal = parsed.paymentTerminal
        if let entry = parsed.receiptPrinter {
            printerProfile = try PrinterProfile.of(entry, board: file)
        } else {
            printerProfile = nil
        }
        if let problem = firstProblem(file: file) { throw problem }
    }

    /// What no key says alone.
    private func firstProblem(file: String) -> YAMLProblem? {
        func problem(_ path: String, _ message: String) -> YAMLProblem {
            YAMLProblem(.wrongValue, file: file, line: 0, keyPath: path, message: message)
        }
        if let columns = receiptPrinter?.columns, !(16...96).contains(columns) {
            return problem("receipt-printer.columns", "a printer has 16 to 96 columns")
        }
        if let (key, message) = customerDisplay?.problem {
            return problem("customer-display.\(key)", message)
        }
        if drawsBehindPrinter {
            let message = "a graphic display needs a line of its own: a printer would obey its dots"
            return problem("customer-display.channel", message)
        }
        if scanner?.driver == .serialScanner, scanner?.keyGapMilliseconds != nil {
            return problem("scanner.key-gap-ms", "only a wedge-scanner types")
        }
        if cardReader?.driver == .serialCardReader, cardReader?.keyGapMilliseconds != nil {
            return problem("card-reader.key-gap-ms", "only a wedge-card-reader types")
        }
        if cashDrawer != nil, receiptPrinter == nil {
            return problem("cash-drawer", "a printer-drawer needs a receipt-printer")
        }
        if let terminal = paymentTerminal {
            if terminal.channel.zvtFraming == nil {
                return problem("payment-terminal.channel", "ZVT needs a serial line or a network")
            }
            if !(1...999).contains(terminal.currency) {
                return problem("payment-terminal.currency", "a currency's number is 1 to 999")
            }
            if let time = terminal.answerMilliseconds, !(50...30_000).contains(time) {
                let message = "a terminal answers within 50 to 30000 ms"
                return problem("payment-terminal.answer-ms", message)
            }
            if terminal.timeoutMilliseconds < 3 * (terminal.answerMilliseconds ?? 5000) {
                let message = "a customer gets at least three times the terminal's answer-ms"
                return problem("payment-terminal.timeout-ms", message)
            }
        }
        if let (key, message) = Self.problem(cardReader?.memberCards) {
            return problem("card-reader.\(key)", message)
        }
        if let (key, message) = Self.problem(smartCardReader?.memberCards)
            ?? Self.problem(smartCardReader?.memberApplet)
        {
            return problem("smart-card-reader.\(key)", message)
        }
        return nil
    }

    static func readFile(_ path: String) throws(YAMLProblem) -> String {
        func problem(_ message: String) -> YAMLProblem {
            YAMLProblem(.unreadable, file: path, line: 0, keyPath: "", message: message)
        }
        guard let file = fopen(path, "r") else {
            throw problem(String(cString: strerror(errno)))
        }
        defer { fclose(file) }
        // A board is a page of text; whatever is longer is another file.
        let bytes = [UInt8](unsafeUninitializedCapacity: 1 << 20) { buffer, count in
            count = fread(buffer.baseAddress, 1, buffer.count, file)
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw problem("not UTF-8 text")
        }
        return text
    }
}

/// The file as it is written.
private struct BoardFile: Decodable {
    let board: BoxEntry
    let receiptPrinter: PrinterEntry?
    let customerDisplay: DisplayEntry?
    let scanner: ScannerEntry?
    let cardReader: CardReaderEntry?
    let scale: ScaleEntry?
    let smartCardReader: SmartCardReaderEntry?
    let cashDrawer: DrawerEntry?
    let paymentTerminal: PaymentTerminalEntry?

    private enum CodingKeys: String, CodingKey {
        case board
        case receiptPrinter = "receipt-printer"
        case customerDisplay = "customer-display"
        case scanner
        case cardReader = "card-reader"
        case scale
        case smartCardReader = "smart-card-reader"
        case cashDrawer = "cash-drawer"
        case paymentTerminal = "payment-terminal"
    }
}
