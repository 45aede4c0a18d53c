import Drivers
import HAL
import Supervision
import Synchronization

/// Puts a keeper to each device of a board; one method a role.
struct DeviceKeeping {
    /// The port that a printer shares with the display behind it, while both are there.
    private final class Sharing: Sendable {
        let port = Mutex<SharedPort?>(nil)
    }

    let board: Board
    let shop: KeeperShop
    let cardKey: CardKey?
    private var devices: Devices
    private var keepers: [DeviceRole: any KeeperOfDevice] = [:]
    private let sharing = Sharing()

    init(board: Board, shop: KeeperShop, cardKey: CardKey?) {
        self.board = board
        self.cardKey = cardKey
        self.shop = shop
        devices = Devices(timeouts: board.timeouts)
    }

    mutating func keepAll() {
        board.receiptPrinter.map { keepPrinter($0) }
        board.customerDisplay.map { keepDisplay($0) }
        board.scanner.map { keepScanner($0) }
        board.cardReader.map { keepCardReader($0) }
        board.smartCardReader.map { keepSmartCardReader($0) }
        board.scale.map { keepScale($0) }
        board.paymentTerminal.map { keepPaymentTerminal($0) }
    }

    /// Tries each device for the first time; what fails now is looked for from then on.
    func started() async -> KeptDevices {
        var devices = devices
        for (role, keeper) in keepers {
            await keeper.start()
            devices.problems[role] = await keeper.problem
        }
        if board.cashDrawer != nil {
            devices.problems[.cashDrawer] = devices.problems[.receiptPrinter]
        }
        return KeptDevices(devices: devices, keepers: keepers)
    }

    private mutating func keepPrinter(_ entry: PrinterEntry) {
        guard let profile = board.printerProfile else { return }
        let sharing = board.isDisplayBehindPrinter ? sharing : nil
        let changes = StatusChanges()
        let report = shop.report
        let missing = MissingCharacters { report(.receiptPrinter, .lacks($0)) }
        let keeper = shop.keeper(.receiptPrinter, entry.channel) { channel in
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
        keepers[.receiptPrinter] = keeper
        devices.printer = KeptPrinter(keeper, columns: profile.columns.value, changes: changes)
        devices.drawer = board.cashDrawer.map { drawer in
            KeptDrawer(keeper) { Board.drawer(drawer, on: $0) }
        }
    }

    private mutating func keepDisplay(_ entry: DisplayEntry) {
        let picture = KeptDisplay.Picture()
        let keeper: Keeper<any LineDisplay>
        if board.isDisplayBehindPrinter {
            let sharing = sharing
            keeper = shop.keeper(.customerDisplay, entry.channel) { () throws(DeviceError) in
                guard let port = sharing.port.withLock({ $0 }) else {
                    throw DeviceError(.noHardware, "the printer that it stands behind is not there")
                }
                let display = Board.display(entry, port.display)
                try await picture.greet(display)
                return Opened(display)
            }
        } else {
            keeper = shop.keeper(.customerDisplay, entry.channel) { channel throws(DeviceError) in
                let display = Board.display(entry, channel)
                try await picture.greet(display)
                return Opened(display, silentOn: channel)
            }
        }
        keepers[.customerDisplay] = keeper
        devices.display = KeptDisplay(
            keeper,
            columns: entry.columns,
            rows: entry.rows,
            picture: picture
        )
    }

    private mutating func keepScanner(_ entry: ScannerEntry) {
        let keeper = shop.keeper(.scanner, entry.channel) { Opened(Board.scanner(entry, $0)) }
        keepers[.scanner] = keeper
        devices.scanner = KeptScanner(keeper)
    }

    private mutating func keepCardReader(_ entry: CardReaderEntry) {
        let cardKey = cardKey
        let keeper = shop.keeper(.cardReader, entry.channel) { channel in
            Opened(Board.cardReader(entry, channel, cardKey))
        }
        keepers[.cardReader] = keeper
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
        keepers[.smartCardReader] = keeper
        let reader = KeptSmartCardReader(keeper)
        devices.smartCardReader = reader
        devices.memberCardTap = Board.memberCardTap(entry, reader, cardKey)
    }

    private mutating func keepScale(_ entry: ScaleEntry) {
        let keeper = shop.keeper(.scale, entry.channel) { Opened(Board.scale(entry, $0)) }
        keepers[.scale] = keeper
        devices.scale = KeptScale(keeper)
    }

    private mutating func keepPaymentTerminal(_ entry: PaymentTerminalEntry) {
        let keeper = shop.keeper(.paymentTerminal, entry.channel) { channel in
            Opened(Board.paymentTerminal(entry, channel))
        }
        keepers[.paymentTerminal] = keeper
        devices.payment = KeptPaymentTerminal(keeper)
    }
}
