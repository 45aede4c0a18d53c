import Drivers
import HAL

/// The one place that names concrete drivers: a new driver is one case and one line here.
extension Board {
    static func printer(_ entry: PrinterEntry, _ channel: any ByteChannel) -> ESCPOSPrinter {
        switch entry.driver {
        case .escposPrinter:
            ESCPOSPrinter(channel: channel, columns: entry.columns, characters: entry.characters)
        }
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
        case .wedgeScanner: WedgeScanner(channel: channel, gap: keyGap(entry.keyGapMilliseconds))
        }
    }

    static func cardReader(_ entry: CardReaderEntry, _ channel: any ByteChannel) -> any CardReader {
        switch entry.driver {
        case .serialCardReader: SerialCardReader(channel: channel)
        case .wedgeCardReader:
            WedgeCardReader(channel: channel, gap: keyGap(entry.keyGapMilliseconds))
        }
    }

    static func scale(_ entry: ScaleEntry, _ channel: any ByteChannel) -> any Scale {
        switch entry.driver {
        case .toledo8217Scale: Toledo8217Scale(channel: channel, unit: entry.unit)
        }
    }

    private static func keyGap(_ milliseconds: Int?) -> Duration {
        milliseconds.map { .milliseconds($0) } ?? KeyboardDecoder.usualGap
    }
}
