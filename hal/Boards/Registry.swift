import Drivers
import Glyphs
import HAL

/// The one place that names concrete drivers: a new driver is one case and one line here.
extension Board {
    static func printer(
        _ entry: PrinterEntry,
        _ profile: PrinterProfile,
        _ channel: any ByteChannel
    ) -> ESCPOSPrinter {
        switch entry.driver {
        case .escposPrinter:
            ESCPOSPrinter(channel: channel, profile: profile, glyphs: glyphs(entry))
        }
    }

    /// What draws the characters that the printer lacks: the board's font first, then the usual.
    static func glyphs(_ entry: PrinterEntry) -> any GlyphSource {
        let paths = (entry.font.map { [$0] } ?? []) + FreeTypeGlyphs.usualPaths
        return FreeTypeGlyphs(paths: paths) ?? NoGlyphs()
    }

    func drawer(on printer: ESCPOSPrinter) -> (any CashDrawer)? {
        guard let entry = cashDrawer else { return nil }
        switch entry.driver {
        case .printerDrawer:
            return PrinterDrawer(printer: printer, isOpenWhenHigh: entry.isOpenWhenHigh)
        }
    }

    static func display(_ entry: DisplayEntry, _ channel: any ByteChannel) -> any LineDisplay {
        switch entry.driver {
        case .cd5220Display:
            CD5220Display(channel: channel, columns: entry.columns, characters: entry.characters)
        case .epsonDisplay:
            EpsonDisplay(
                channel: channel,
                columns: entry.columns,
                rows: entry.rows,
                characters: entry.characters
            )
        }
    }

    static func scanner(_ entry: ScannerEntry, _ channel: any ByteChannel) -> any Scanner {
        switch entry.driver {
        case .serialScanner: SerialScanner(channel: channel)
        }
    }

    static func cardReader(_ entry: CardReaderEntry, _ channel: any ByteChannel) -> any CardReader {
        switch entry.driver {
        case .serialCardReader: SerialCardReader(channel: channel)
        }
    }
}
