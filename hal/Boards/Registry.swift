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
        }
    }

    static func cardReader(
        _ entry: CardReaderEntry,
        _ channel: any ByteChannel,
        _ key: CardKey?
    ) -> any CardReader {
        let firewall = firewall(rule(entry.memberCards), key)
        return switch entry.driver {
        case .serialCardReader: SerialCardReader(channel: channel, firewall: firewall)
        case .magtekCardReader: MagTekCardReader(channel: channel, firewall: firewall)
        }
    }

    static func smartCardReader(
        _ entry: SmartCardReaderEntry,
        _ transport: any CCIDTransport
    ) -> any SmartCardReader {
        switch entry.driver {
        case .ccidReader: CCIDReader(transport: transport, profile: entry.model.profile)
        }
    }

    static func memberCardTap(
        _ entry: SmartCardReaderEntry,
        _ reader: any SmartCardReader,
        _ key: CardKey?
    ) -> any CardReader {
        MemberCardTap(
            reader: reader,
            applet: applet(entry.memberApplet),
            isContactless: entry.model.profile.isContactless,
            firewall: firewall(rule(entry.memberCards), key)
        )
    }

    private static func firewall(_ rule: MemberCardRule, _ key: CardKey?) -> CardFirewall {
        key.map { CardFirewall(rule: rule, key: $0) } ?? CardFirewall(rule: rule)
    }
}
