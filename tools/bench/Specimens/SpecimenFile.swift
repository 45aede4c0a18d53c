internal import Drivers
internal import FoundationEssentials
internal import HAL

/// Everything that others are to read, as one JSON file that names the files of bytes.
struct SpecimenFile: Encodable {
    /// One document on one printer.
    struct Job: Encodable {
        let name: String
        let nodes: [SpecimenNode]
        /// The file of its bytes, from the folder.
        let bytes: String
        /// The file of its picture, for those that have one.
        let paper: String?
    }

    /// One model of printer.
    struct Printer: Encodable {
        let name: String
        let columns: Int
        let dots: Int
        let codePages: [String: Int]
        let chinese: String
        let powersOnInChinese: Bool
        let flushesLineOnChinese: Bool
        let qrCode: Bool
        let barcodes: [String]
        let raster: String
        let bandRows: Int
        let cutter: String
        /// One node each, as the encoder makes it.
        let encoded: [Job]
        /// Whole receipts, as the driver sent them.
        let printed: [Job]
    }

    /// Lines of text on a printer that has this Chinese font and no other.
    struct Text: Encodable {
        let name: String
        let area: String
        let lines: [String]
        let bytes: String
    }

    /// What is read in a code; nothing when it is refused.
    struct Reading: Encodable {
        let kind: String
        let text: String
        let read: String?
    }

    let printers: [Printer]
    let texts: [Text]
    let readings: [Reading]
}

extension SpecimenFile.Printer {
    init(_ printer: SpecimenPrinter, encoded: [SpecimenFile.Job], printed: [SpecimenFile.Job]) {
        let profile = printer.profile
        let pages = profile.codePages.value.sorted.map { ($0.page.rawValue, Int($0.number)) }
        self.init(
            name: printer.name,
            columns: profile.columns.value,
            dots: profile.dots.value,
            codePages: Dictionary(uniqueKeysWithValues: pages),
            chinese: profile.chinese.value.rawValue,
            powersOnInChinese: profile.powersOnInChinese.value,
            flushesLineOnChinese: profile.flushesLineOnChinese.value,
            qrCode: profile.qrCode.value,
            barcodes: profile.barcodes.value.map(\.rawValue),
            raster: profile.raster.value.rawValue,
            bandRows: profile.bandRows.value,
            cutter: profile.cutter.value.rawValue,
            encoded: encoded,
            printed: printed
        )
    }
}

/// What others have thought up for us: texts to print and codes to read.
struct SpecimenCorpus: Decodable {
    struct Text: Decodable {
        let name: String
        let area: CharacterArea
        let lines: [String]
    }

    struct Code: Decodable {
        let kind: CodeKind
        let text: String
    }

    let texts: [Text]
    let codes: [Code]
}

/// The kinds of code that we read beside another reader.
enum CodeKind: String, Codable {
    case elementStrings = "element-strings"
    case digitalLink = "digital-link"
    case gtin
    case upcE = "upc-e"

    /// What `text` says in this kind of code, written as GS1 prints it under a code.
    func read(_ text: String) -> String? {
        switch self {
        case .elementStrings: (try? GS1Message(elementStrings: text))?.description
        case .digitalLink: (try? GS1Message(digitalLink: text))?.description
        case .gtin: GTIN(text)?.digits
        case .upcE: GTIN(upcE: text)?.digits
        }
    }
}
