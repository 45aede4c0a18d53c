public import Drivers

/// The drivers of customer displays.
public enum DisplayDriver: String, Codable, Sendable, CaseIterable {
    case cd5220Display = "cd5220-display"
    case epsonDisplay = "epson-display"
    case aedexDisplay = "aedex-display"
    case utcDisplay = "utc-display"
    case utcEnhancedDisplay = "utc-enhanced-display"
    case admDisplay = "adm-display"
    case glkDisplay = "glk-display"

    /// The command set that the display's DIP switch is at; nothing for one made of dots.
    var dialect: DisplayDialect? {
        switch self {
        case .cd5220Display: .cd5220
        case .epsonDisplay: .epson
        case .aedexDisplay: .aedex
        case .utcDisplay: .utc
        case .utcEnhancedDisplay: .utcEnhanced
        case .admDisplay: .adm
        case .glkDisplay: nil
        }
    }
}

/// The graphic displays that a board may name; `GraphicModel` says what each has.
public enum GraphicDisplayModel: String, Codable, Sendable, CaseIterable {
    case glk19264 = "glk19264-7t-1u"
    case glk24064 = "glk24064-25"
    case glk240128 = "glk240128-25"

    /// The display's glass.
    var model: GraphicModel {
        switch self {
        case .glk19264: .glk19264
        case .glk24064: .glk24064
        case .glk240128: .glk240128
        }
    }
}

/// The customer's display, of two lines or more.
///
/// With the printer's own channel it is a display behind the printer, which shares its port.
public struct DisplayEntry: Decodable, Equatable, Sendable {
    /// What its text is made of.
    public enum Glass: Equatable, Sendable {
        /// Its own characters: its command set, and what its Chinese font holds.
        case characters(DisplayDialect, CharacterArea)
        /// Dots, drawn with the first of its font and Debian's that has a character.
        case dots(GraphicModel, font: String?)
    }

    public let driver: DisplayDriver
    public let channel: ChannelSpec
    /// `characters:` of a display that has its own, `model:` and perhaps `font:` of a graphic one.
    public let glass: Glass
    public let columns: Int
    public let rows: Int
    /// 1 (dim) to 4; without it the display is as bright as its maker has it.
    public let brightness: Int?
    public let timeoutMilliseconds: Int

    private enum CodingKeys: String, CodingKey {
        case driver
        case channel
        case columns
        case rows
        case characters
        case model
        case font
        case brightness
        case timeoutMilliseconds = "timeout-ms"
    }

    public init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        driver = try keys.decode(DisplayDriver.self, forKey: .driver)
        channel = try keys.decode(ChannelSpec.self, forKey: .channel)
        if let dialect = driver.dialect {
            let characters = try keys.decode(CharacterArea.self, forKey: .characters)
            glass = .characters(dialect, characters)
        } else {
            let model = try keys.decode(GraphicDisplayModel.self, forKey: .model)
            let font = try keys.decodeIfPresent(String.self, forKey: .font)
            glass = .dots(model.model, font: font)
        }
        columns = try keys.decode(Int.self, forKey: .columns)
        rows = try keys.decode(Int.self, forKey: .rows)
        brightness = try keys.decodeIfPresent(Int.self, forKey: .brightness)
        timeoutMilliseconds = try keys.decode(Int.self, forKey: .timeoutMilliseconds)
    }

    /// What is wrong with its size or its light, and with which key.
    var problem: (key: String, message: String)? {
        if !(8...80).contains(columns) { return ("columns", "a display has 8 to 80 columns") }
        let size = "\(rows) rows of \(columns) columns"
        switch glass {
        case .characters(let dialect, _):
            if !dialect.fits(columns: columns, rows: rows) {
                return ("rows", "no \(dialect.name) display has \(size)")
            }
            if brightness != nil, !dialect.hasBrightness {
                return ("brightness", "\(dialect.name) has no command for brightness")
            }
        case .dots(let model, _):
            if !model.fits(columns: columns, rows: rows) {
                return ("rows", "no \(size): \(model.name) has \(model.limits)")
            }
        }
        let isSensible = brightness.map((1...4).contains) ?? true
        return isSensible ? nil : ("brightness", "brightness is 1 to 4")
    }
}

extension Board {
    /// A display of dots on the printer's cable would send it whatever a picture holds.
    var drawsBehindPrinter: Bool {
        guard isDisplayBehindPrinter, case .dots = customerDisplay?.glass else { return false }
        return true
    }
}
