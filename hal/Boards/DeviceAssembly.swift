import Drivers
import HAL
import Supervision
import Synchronization

/// Puts the devices of a board together: a keeper for each, one method a role.
///
/// It is the only place where a device class is assembled. Whether a device is looked for again
/// after it was lost, or opened once, is the shop's affair.
struct DeviceAssembly {
    /// The port that a printer shares with the display behind it, while both are there.
    private final class Sharing: Sendable {
        let port = Mutex<SharedPort?>(nil)
    }

    private let board: Board
    private let shop: KeeperShop
    /// One for the whole run: every reader makes the same token of the same card, at any time.
    private let cardKey: CardKey
    private var devices: Devices
    /// In the order of opening: a display behind the printer needs the printer's port.
    private var keepers: [(role: DeviceRole, keeper: any KeeperOfDevice)] = []
    private let sharing = Sharing()

    /// The devices of `board`, nothing of them opened yet; without a `cardKey` one of this run.
    init(board: Board, shop: KeeperShop, cardKey: CardKey?) {
        self.board = board
        self.shop = shop
        var generator = SystemRandomNumberGenerator()
        self.cardKey = cardKey ?? CardKey(random: &generator)
        devices = Devices(timeouts: board.timeouts)
        board.receiptPrinter.map { keepPrinter($0) }
        board.customerDisplay.map { keepDisplay($0) }
        board.scanner.map { keepScanner($0) }
        board.cardReader.map { keepCardReader($0) }
        board.smartCardReader.map { keepSmartCardReader($0) }
        board.scale.map { keepScale($0) }
        board.paymentTerminal.map { keepPaymentTerminal($0) }
    }

    /// Tries each device for the first time; what fails stays among the devices, with its problem.
    func started() async -> KeptDevices {
        var devices = devices
        for (role, keeper) in keepers {
            await keeper.start()
            devices.problems[role] = await keeper.problem
        }
        // What hangs on the printer fails with it, and for its reason.
        if let problem = devices.problems[.receiptPrinter] {
            if board.cashDrawer != nil { devices.problems[.cashDrawer] = problem }
            if board.isDisplayBehindPrinter { devices.problems[.customerDisplay] = problem }
        }
        return KeptDevices(
            devices: devices,
            keepers: Dictionary(uniqueKeysWithValues: keepers.map { ($0.role, $0.keeper) })
        )
    }

    private mutating func keepPrinter(_ entry: PrinterEntry) {
        guard let profile = board.printerProfile else { return }
        let sharing = board.isDisplayBehindPrinter ? sharing : nil
        let changes = StatusChanges()
        let report = shop.report
        let missing = MissingCharacters { report(.receiptPrinter, .lacks($0)) }
        let keeper = shop.keeper(.receiptPrinter, entry.channel) { channel throws(DeviceError) in
            try Self.requireConverter(profile.chinese.value.area)
            let port = sharing.map { _ in SharedPort(channel) }
            sharing?.port.withLock { $0 = port }
            let printer = Board.printer(
                entry,
                profile,
                port?.printer ?? channel
            ) { missing.note($0) }
            changes.follow(printer)
            return Opened(printer)
        }
        keepers.append((.receiptPrinter, keeper))
        devices.printer = KeptPrinter(keeper, columns: profile.columns.value, changes: changes)
        devices.drawer = board.cashDrawer.map { drawer in
            KeptDrawer(keeper) { Board.drawer(drawer, on: $0) }
        }
    }

    private mutating func keepDisplay(_ entry: DisplayEntry) {
        let picture = KeptDisplay.Picture()
        let report = shop.report
        let missing = MissingCharacters { report(.customerDisplay, .lacks($0)) }
        let keeper: Keeper<any LineDisplay>
        if board.isDisplayBehindPrinter {
            let sharing = sharing
            keeper = shop.keeper(.customerDisplay, entry.channel) { () throws(DeviceError) in
                guard let port = sharing.port.withLock({ $0 }) else {
                    throw DeviceError(.noHardware, "the printer that it stands behind is not there")
                }
                try Self.requireText(of: entry)
                let display = Board.display(entry, port.display)
                try await picture.greet(display)
                return Opened(display)
            }
        } else {
            keeper = shop.keeper(.customerDisplay, entry.channel) { channel throws(DeviceError) in
                try Self.requireText(of: entry)
                let display = Board.display(entry, channel) { missing.note($0) }
                try await picture.greet(display)
                return Opened(display, silentOn: channel)
            }
        }
        keepers.append((.customerDisplay, keeper))
        devices.display = KeptDisplay(
            keeper,
            columns: entry.columns,
            rows: entry.rows,
            picture: picture
        )
    }

    private mutating func keepScanner(_ entry: ScannerEntry) {
        let keeper = shop.keeper(.scanner, entry.channel) { Opened(Board.scanner(entry, $0)) }
        keepers.append((.scanner, keeper))
        devices.scanner = KeptScanner(keeper)
    }

    private mutating func keepCardReader(_ entry: CardReaderEntry) {
        let cardKey = cardKey
        let keeper = shop.keeper(.cardReader, entry.channel) { channel in
            Opened(Board.cardReader(entry, channel, cardKey))
        }
        keepers.append((.cardReader, keeper))
        devices.cardReader = KeptCardReader(keeper)
    }

    private mutating func keepSmartCardReader(_ entry: SmartCardReaderEntry) {
        let (channels, cardKey) = (shop.channels, cardKey)
        let keeper: Keeper<any SmartCardReader> = shop.keeper(
            .smartCardReader,
            entry.channel
        ) { () throws(DeviceError) in
            let transport = try await channels.openSmartCardReader(entry.channel)
            return Opened(Board.smartCardReader(entry, transport))
        }
        keepers.append((.smartCardReader, keeper))
        let reader = KeptSmartCardReader(keeper)
        devices.smartCardReader = reader
        devices.memberCardTap = Board.memberCardTap(entry, reader, cardKey)
    }

    private mutating func keepScale(_ entry: ScaleEntry) {
        let keeper: Keeper<any Scale> = shop.keeper(.scale, entry.channel) { channel in
            Opened(Board.scale(entry, channel))
        }
        keepers.append((.scale, keeper))
        devices.scale = KeptScale(keeper)
    }

    private mutating func keepPaymentTerminal(_ entry: PaymentTerminalEntry) {
        let keeper = shop.keeper(.paymentTerminal, entry.channel) { channel in
            Opened(Board.paymentTerminal(entry, channel))
        }
        keepers.append((.paymentTerminal, keeper))
        devices.payment = KeptPaymentTerminal(keeper)
    }

    private static func requireText(of entry: DisplayEntry) throws(DeviceError) {
        switch entry.glass {
        case .characters(_, let area): try requireConverter(area)
        case .dots(_, let font):
            guard !GraphicDisplay.isReadable(with: Board.glyphs(font)) else { return }
            let fix = "install fonts-wqy-microhei, or name a font in customer-display.font"
            throw DeviceError(.failure, "no font has digits and Chinese: \(fix)")
        }
    }

    /// Chinese that comes out as blanks would be found by a customer.
    private static func requireConverter(_ area: CharacterArea?) throws(DeviceError) {
        if let problem = area.flatMap(ChineseTable.problem) { throw problem }
    }
}
