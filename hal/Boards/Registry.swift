import Drivers
import Glyphs
import HAL

/// The one place that names concrete drivers: a new driver is one case and one line here.
extension Board {
    static func printer(
        _ entry: PrinterEntry,
        _ profile: PrinterProfile,
        _ channel: any ByteChannel,
        onMissing: @escaping @Sendable ([Unicode.Scalar]) -> Void = { _ in }
    ) -> ESCPOSPrinter {
        switch entry.driver {
        case .escposPrinter:
            ESCPOSPrinter(
                channel: channel,
                profile: profile,
                glyphs: glyphs(entry.font),
                onMissing: onMissing
            )
        }
    }

    /// What draws the characters that a device lacks: the board's font first, then the usual.
    static func glyphs(_ font: String?) -> any GlyphSource {
        let paths = (font.map { [$0] } ?? []) + FreeTypeGlyphs.usualPaths
        return GlyphShelf.glyphs(paths)
    }

    static func drawer(_ entry: DrawerEntry, on printer: ESCPOSPrinter) -> any CashDrawer {
        switch entry.driver {
        case .printerDrawer:
            PrinterDrawer(printer: printer, isOpenWhenHigh: entry.isOpenWhenHigh)
        }
    }

    static func display(
        _ entry: DisplayEntry,
        _ channel: any ByteChannel,
        onMissing: @escaping @Sendable ([Unicode.Scalar]) -> Void = { _ in }
    ) -> any LineDisplay {
        switch entry.glass {
        case .characters(let dialect, let characters):
            CharacterDisplay(
                channel: channel,
                dialect: dialect,
                columns: entry.columns,
                rows: entry.rows,
                characters: characters,
                brightness: entry.brightness
            )
        case .dots(let model, let font):
            GraphicDisplay(
                channel: channel,
                model: model,
                columns: entry.columns,
                rows: entry.rows,
                glyphs: glyphs(font),
                brightness: entry.brightness,
                onMissing: onMissing
            )
        }
    }

    static func scanner(_ entry: ScannerEntry, _ channel: any ByteChannel) -> any Scanner {
        switch entry.driver {
        case .serialScanner: SerialScanner(channel: channel)
        case .wedgeScanner: WedgeScanner(channel: channel, gap: keyGap(entry.keyGapMilliseconds))
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
        case .wedgeCardReader:
            WedgeCardReader(
                channel: channel,
                gap: keyGap(entry.keyGapMilliseconds),
                firewall: firewall
            )
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

    static func scale(_ entry: ScaleEntry, _ channel: any ByteChannel) -> Toledo8217Scale {
        switch entry.driver {
        case .toledo8217Scale: Toledo8217Scale(channel: channel, unit: entry.unit)
        }
    }

    private static func keyGap(_ milliseconds: Int?) -> Duration {
        milliseconds.map { .milliseconds($0) } ?? KeyboardDecoder.usualGap
    }

    static func paymentTerminal(
        _ entry: PaymentTerminalEntry,
        _ channel: any ByteChannel
    ) -> any PaymentTerminal {
        switch entry.driver {
        case .zvtTerminal:
            ZVTTerminal(
                channel: channel,
                framing: entry.channel.zvtFraming ?? .serial,
                currency: entry.currency,
                timers: entry.answerMilliseconds.map { ZVTTimers(answer: .milliseconds($0)) }
                    ?? ZVTTimers()
            )
        }
    }
}

extension ChannelSpec {
    /// How ZVT travels on this channel, or nothing where it does not.
    var zvtFraming: ZVTFraming? {
        switch self {
        case .tty, .serial, .bench: .serial
        case .tcp: .network
        case .usb, .input: nil
        }
    }
}
