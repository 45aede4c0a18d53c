public import HAL

/// What a model of printer can do, each fact with its source.
///
/// A model is data: `boards/printers/NAME.yaml`, which a board names by `profile: NAME`.
public struct PrinterProfile: Sendable, Equatable, Decodable {
    /// The models that it is about, for people.
    public var models: String
    /// Cells of font A across the paper.
    public var columns: Fact<Int>
    /// Dots across the paper.
    public var dots: Fact<Int>
    /// Dots to an inch.
    public var dpi: Fact<Int>
    /// The n of `ESC t n` for each single-byte page.
    public var codePages: Fact<CodePageNumbers>
    /// What its Chinese font holds.
    public var chinese: Fact<ChineseFont>
    /// Whether it is in Chinese mode after power-on and after `ESC @`.
    public var powersOnInChinese: Fact<Bool>
    /// Whether `FS &` flushes the line it stands in and counts only from the next one on.
    public var flushesLineOnChinese: Fact<Bool>
    /// How many characters of one's own it takes by `FS 2`.
    public var userCharacters: Fact<Int>
    /// Whether it says by `GS ( H` that a job is on paper.
    public var processID: Fact<Bool>
    /// Whether it sends its status by itself after `GS a`.
    public var automaticStatus: Fact<Bool>
    /// How it answers `DLE EOT`.
    public var status: Fact<StatusDialect>
    /// Whether it draws QR codes, `GS ( k` with cn 49.
    public var qrCode: Fact<Bool>
    /// The barcodes that it draws, `GS k` function B.
    public var barcodes: Fact<[LinearBarcode.Symbology]>
    /// How it takes pictures.
    public var raster: Fact<RasterCommand>
    /// The most rows of dots in one picture command.
    public var bandRows: Fact<Int>
    /// What its knife can do.
    public var cutter: Fact<Cutter>
    /// How long the drawer's solenoid is on, in ms; 0 for a printer without a connector.
    public var drawerPulseMilliseconds: Fact<Int>
    /// Whether `GS ( D` makes it deaf to `DLE DC4`.
    public var masksRealTime: Fact<Bool>

    private enum CodingKeys: String, CodingKey {
        case models
        case columns
        case dots
        case dpi
        case codePages = "code-pages"
        case chinese
        case powersOnInChinese = "powers-on-in-chinese"
        case flushesLineOnChinese = "flushes-line-on-chinese"
        case userCharacters = "user-characters"
        case processID = "process-id"
        case automaticStatus = "automatic-status"
        case status
        case qrCode = "qr-code"
        case barcodes
        case raster
        case bandRows = "band-rows"
        case cutter
        case drawerPulseMilliseconds = "drawer-pulse-ms"
        case masksRealTime = "masks-real-time"
    }
}

/// What a printer's Chinese font holds, if it has one.
public enum ChineseFont: String, Codable, Sendable, CaseIterable {
    case none
    case gb2312
    case gbk
    case gb18030

    /// The characters, or nothing when there is no such font.
    public var area: CharacterArea? { CharacterArea(rawValue: rawValue) }
}

/// How a printer answers `DLE EOT`.
public enum StatusDialect: String, Codable, Sendable, CaseIterable {
    /// One byte 0xx1xx10 to each of n = 1 to 4.
    case epson
    /// Star's own real-time status, with other bits: `is_online` of others is always false there.
    case star
    /// No answer.
    case none
}

/// The command by which a printer takes a picture.
public enum RasterCommand: String, Codable, Sendable, CaseIterable {
    case none
    /// `GS v 0`: older, and known to every make.
    case gsV0 = "gs-v-0"
    /// `GS ( L` functions 112 and 50: stores, then prints.
    case gsParenL = "gs-paren-l"
}

/// What a printer's knife can do.
public enum Cutter: String, Codable, Sendable, CaseIterable {
    /// A person tears the paper off.
    case none
    /// It leaves a hinge.
    case partial
    /// It cuts through.
    case full
}

/// The numbers by which `ESC t` selects code pages.
public struct CodePageNumbers: Sendable, Equatable {
    /// The n of each page.
    public let numbers: [CodePage: UInt8]

    /// Pages by their numbers.
    public init(_ numbers: [CodePage: UInt8]) {
        self.numbers = numbers
    }

    /// The pages in the order of their numbers, so that equal profiles print equal bytes.
    public var sorted: [(page: CodePage, number: UInt8)] {
        numbers.map { ($0.key, $0.value) }.sorted { ($0.1, $0.0.rawValue) < ($1.1, $1.0.rawValue) }
    }
}
