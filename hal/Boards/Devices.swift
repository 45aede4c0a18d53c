import Drivers
public import HAL

/// What a device is for.
public enum DeviceRole: String, Codable, Sendable, CaseIterable {
    case receiptPrinter = "receipt-printer"
    case customerDisplay = "customer-display"
    case scanner
    case cardReader = "card-reader"
    case scale
    case smartCardReader = "smart-card-reader"
    case cashDrawer = "cash-drawer"
    case paymentTerminal = "payment-terminal"
}

/// The devices of a box, open and ready; one that the board does not have is nothing.
public struct Devices: Sendable {
    public var printer: (any ReceiptPrinter)?
    public var display: (any LineDisplay)?
    public var scanner: (any Scanner)?
    public var cardReader: (any CardReader)?
    public var scale: (any Scale)?
    /// The chip card reader, for whoever speaks to cards.
    public var smartCardReader: (any SmartCardReader)?
    /// The same reader as a till's card reader: present a card, and it says whose it is.
    public var memberCardTap: (any CardReader)?
    public var drawer: (any CashDrawer)?
    public var payment: (any PaymentTerminal)?
    /// How long each role may take, as the board says.
    public var timeouts: [DeviceRole: Duration]
    /// The devices that did not open, and why.
    public var problems: [DeviceRole: DeviceError]

    /// Devices brought together by hand, as a test does.
    public init(
        printer: (any ReceiptPrinter)? = nil,
        display: (any LineDisplay)? = nil,
        scanner: (any Scanner)? = nil,
        cardReader: (any CardReader)? = nil,
        scale: (any Scale)? = nil,
        smartCardReader: (any SmartCardReader)? = nil,
        memberCardTap: (any CardReader)? = nil,
        drawer: (any CashDrawer)? = nil,
        payment: (any PaymentTerminal)? = nil,
        timeouts: [DeviceRole: Duration] = [:],
        problems: [DeviceRole: DeviceError] = [:]
    ) {
        self.printer = printer
        self.display = display
        self.scanner = scanner
        self.cardReader = cardReader
        self.scale = scale
        self.smartCardReader = smartCardReader
        self.memberCardTap = memberCardTap
        self.drawer = drawer
        self.payment = payment
        self.timeouts = timeouts
        self.problems = problems
    }
}

extension Board {
    /// Opens every device of the board, or throws what the first one that failed said.
    ///
    /// Cards that are no member's leave their reader as tokens under `cardKey`, or under a key of
    /// this run.
    public func open(
        _ channels: some ChannelOpener,
        cardKey: CardKey? = nil
    ) async throws(DeviceError) -> Devices {
        let devices = await openAvailable(channels, cardKey: cardKey)
        for role in DeviceRole.allCases {
            if let problem = devices.problems[role] { throw problem }
        }
        return devices
    }

    /// Opens what can be opened, for a till that sells without paper rather than not at all.
    public func openAvailable(
        _ channels: some ChannelOpener,
        cardKey: CardKey? = nil
    ) async -> Devices {
        var devices = Devices(timeouts: timeouts)
        var problems: [DeviceRole: DeviceError] = [:]
        /// The channel of one device, or a noted problem.
        func channel(_ role: DeviceRole, _ spec: ChannelSpec) async -> (any ByteChannel)? {
            do throws(DeviceError) {
                return try await channels.open(spec)
            } catch {
                problems[role] = error
                return nil
            }
        }
        if let entry = receiptPrinter, let profile = printerProfile,
            let port = await channel(.receiptPrinter, entry.channel)
        {
            let shared = isDisplayBehindPrinter ? SharedPort(port) : nil
            let printer = Self.printer(entry, profile, shared?.printer ?? port)
            devices.printer = printer
            devices.drawer = cashDrawer.map { Self.drawer($0, on: printer) }
            if let shared, let entry = customerDisplay {
                devices.display = Self.display(entry, shared.display)
            }
        }
        if let entry = customerDisplay, !isDisplayBehindPrinter,
            let port = await channel(.customerDisplay, entry.channel)
        {
            devices.display = Self.display(entry, port)
        }
        if let entry = scanner, let port = await channel(.scanner, entry.channel) {
            devices.scanner = Self.scanner(entry, port)
        }
        if let entry = cardReader, let port = await channel(.cardReader, entry.channel) {
            devices.cardReader = Self.cardReader(entry, port, cardKey)
        }
        if let entry = smartCardReader {
            do throws(DeviceError) {
                let transport = try await channels.openSmartCardReader(entry.channel)
                let reader = Self.smartCardReader(entry, transport)
                devices.smartCardReader = reader
                devices.memberCardTap = Self.memberCardTap(entry, reader, cardKey)
            } catch {
                problems[.smartCardReader] = error
            }
        }
        if let entry = paymentTerminal, let port = await channel(.paymentTerminal, entry.channel) {
            devices.payment = Self.paymentTerminal(entry, port)
        }
        if let entry = scale, let port = await channel(.scale, entry.channel) {
            devices.scale = Self.scale(entry, port)
        }
        // The drawer fails with the printer that it hangs on, and so does a display behind it.
        if cashDrawer != nil { problems[.cashDrawer] = problems[.receiptPrinter] }
        if isDisplayBehindPrinter { problems[.customerDisplay] = problems[.receiptPrinter] }
        devices.problems = problems
        return devices
    }

    /// Whether the display shares the printer's port: the board gives both the same channel.
    var isDisplayBehindPrinter: Bool {
        guard let customerDisplay, let receiptPrinter else { return false }
        return customerDisplay.channel == receiptPrinter.channel
    }

    /// How long each role may take.
    public var timeouts: [DeviceRole: Duration] {
        let milliseconds: [DeviceRole: Int?] = [
            .receiptPrinter: receiptPrinter?.timeoutMilliseconds,
            .customerDisplay: customerDisplay?.timeoutMilliseconds,
            .cardReader: cardReader?.timeoutMilliseconds,
            .scale: scale?.timeoutMilliseconds,
            .smartCardReader: smartCardReader?.timeoutMilliseconds,
            .cashDrawer: cashDrawer?.timeoutMilliseconds,
            .paymentTerminal: paymentTerminal?.timeoutMilliseconds,
        ]
        return milliseconds.compactMapValues { $0.map { .milliseconds($0) } }
    }
}
