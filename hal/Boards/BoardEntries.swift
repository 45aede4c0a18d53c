public import Drivers
public import HAL

/// The drivers of receipt printers that a board may name, one line a driver.
public enum PrinterDriver: String, Codable, Sendable, CaseIterable {
    case escposPrinter = "escpos-printer"
}

/// The drivers of barcode scanners.
public enum ScannerDriver: String, Codable, Sendable, CaseIterable {
    case serialScanner = "serial-scanner"
    case wedgeScanner = "wedge-scanner"
}

/// The drivers of scales.
public enum ScaleDriver: String, Codable, Sendable, CaseIterable {
    case toledo8217Scale = "toledo-8217-scale"
}

/// The drivers of cash drawers.
public enum DrawerDriver: String, Codable, Sendable, CaseIterable {
    case printerDrawer = "printer-drawer"
}

/// The drivers of payment terminals.
public enum PaymentTerminalDriver: String, Codable, Sendable, CaseIterable {
    case zvtTerminal = "zvt-terminal"
}

/// The box itself.
public struct BoxEntry: Decodable, Equatable, Sendable {
    public let vendor: String
    public let revision: String
    public let arch: String
}

/// The receipt printer of a board.
public struct PrinterEntry: Decodable, Equatable, Sendable {
    public let driver: PrinterDriver
    public let channel: ChannelSpec
    /// The model, as `printers/NAME.yaml` beside the board describes it.
    public let profile: String?
    /// Cells of font A across the paper; without it what the profile says.
    public let columns: Int?
    /// What its Chinese font holds; without it what the profile says.
    public let characters: CharacterArea?
    /// A font that draws what the printer lacks, before those that Debian installs.
    public let font: String?
    /// How long a receipt may take until it is proven.
    public let timeoutMilliseconds: Int

    private enum CodingKeys: String, CodingKey {
        case driver
        case channel
        case profile
        case columns
        case characters
        case font
        case timeoutMilliseconds = "timeout-ms"
    }
}

/// The barcode scanner; it has no timeout, for nobody knows when the next customer comes.
public struct ScannerEntry: Decodable, Equatable, Sendable {
    public let driver: ScannerDriver
    public let channel: ChannelSpec
    /// For a scanner that types: the longest pause inside a code; 50 when the file does not say.
    public let keyGapMilliseconds: Int?

    private enum CodingKeys: String, CodingKey {
        case driver
        case channel
        case keyGapMilliseconds = "key-gap-ms"
    }
}

/// The scale.
public struct ScaleEntry: Decodable, Equatable, Sendable {
    public let driver: ScaleDriver
    public let channel: ChannelSpec
    /// What the scale is sealed for.
    public let unit: Weight.Unit
    /// How long goods may swing.
    public let timeoutMilliseconds: Int

    private enum CodingKeys: String, CodingKey {
        case driver
        case channel
        case unit
        case timeoutMilliseconds = "timeout-ms"
    }
}

/// The cash drawer; it hangs on the printer and has no channel of its own.
public struct DrawerEntry: Decodable, Equatable, Sendable {
    public let driver: DrawerDriver
    /// The level of the printer's pin 3 while the drawer stands open.
    public let isOpenWhenHigh: Bool
    public let timeoutMilliseconds: Int

    private enum CodingKeys: String, CodingKey {
        case driver
        case isOpenWhenHigh = "is-open-when-high"
        case timeoutMilliseconds = "timeout-ms"
    }
}

/// The payment terminal.
public struct PaymentTerminalEntry: Decodable, Equatable, Sendable {
    public let driver: PaymentTerminalDriver
    public let channel: ChannelSpec
    /// The currency that it is registered with, by its ISO 4217 number.
    public let currency: Int
    /// How long the terminal may take to answer, ZVT's T3; 5000 when the file does not say.
    public let answerMilliseconds: Int?
    /// How long a customer may take to pay.
    public let timeoutMilliseconds: Int

    private enum CodingKeys: String, CodingKey {
        case driver
        case channel
        case currency
        case answerMilliseconds = "answer-ms"
        case timeoutMilliseconds = "timeout-ms"
    }
}
