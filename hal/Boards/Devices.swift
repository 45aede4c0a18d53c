public import HAL

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
    ///
    /// Each device is opened once: one that fails, now or later, is not looked for again.
    public func openAvailable(
        _ channels: some ChannelOpener,
        cardKey: CardKey? = nil
    ) async -> Devices {
        let shop = KeeperShop(channels: channels, book: nil, pace: nil) { _, _ in }
        let kept = await DeviceAssembly(board: self, shop: shop, cardKey: cardKey).started()
        return kept.devices.withoutTheMissing()
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

extension Devices {
    /// The same without the devices that did not open.
    func withoutTheMissing() -> Devices {
        var devices = self
        for role in problems.keys { devices.remove(role) }
        return devices
    }

    private mutating func remove(_ role: DeviceRole) {
        switch role {
        case .receiptPrinter: printer = nil
        case .customerDisplay: display = nil
        case .scanner: scanner = nil
        case .cardReader: cardReader = nil
        case .scale: scale = nil
        case .smartCardReader: (smartCardReader, memberCardTap) = (nil, nil)
        case .cashDrawer: drawer = nil
        case .paymentTerminal: payment = nil
        }
    }
}
