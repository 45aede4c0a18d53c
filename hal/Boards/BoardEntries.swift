public import Drivers

/// The drivers of receipt printers that a board may name, one line a driver.
public enum PrinterDriver: String, Codable, Sendable, CaseIterable {
    case escposPrinter = "escpos-printer"
}

/// The drivers of customer displays.
public enum DisplayDriver: String, Codable, Sendable, CaseIterable {
    case cd5220Display = "cd5220-display"
    case epsonDisplay = "epson-display"
}

/// The drivers of barcode scanners.
public enum ScannerDriver: String, Codable, Sendable, CaseIterable {
    case serialScanner = "serial-scanner"
}

/// The drivers of card readers.
public enum CardReaderDriver: String, Codable, Sendable, CaseIterable {
    case serialCardReader = "serial-card-reader"
}

/// The drivers of cash drawers.
public enum DrawerDriver: String, Codable, Sendable, CaseIterable {
    case printerDrawer = "printer-drawer"
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

/// The customer's two-line display.
public struct DisplayEntry: Decodable, Equatable, Sendable {
    public let driver: DisplayDriver
    public let channel: ChannelSpec
    public let columns: Int
    public let rows: Int
    public let characters: CharacterArea
    public let timeoutMilliseconds: Int

    private enum CodingKeys: String, CodingKey {
        case driver
        case channel
        case columns
        case rows
        case characters
        case timeoutMilliseconds = "timeout-ms"
    }
}

/// The barcode scanner; it has no timeout, for nobody knows when the next customer comes.
public struct ScannerEntry: Decodable, Equatable, Sendable {
    public let driver: ScannerDriver
    public let channel: ChannelSpec
}

/// The card reader.
public struct CardReaderEntry: Decodable, Equatable, Sendable {
    public let driver: CardReaderDriver
    public let channel: ChannelSpec
    /// How long a member may take to swipe.
    public let timeoutMilliseconds: Int

    private enum CodingKeys: String, CodingKey {
        case driver
        case channel
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
