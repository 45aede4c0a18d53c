public import HAL

/// What a device is for.
public enum DeviceRole: String, Codable, Sendable, CaseIterable {
    case receiptPrinter = "receipt-printer"
    case customerDisplay = "customer-display"
    case scanner
    case cardReader = "card-reader"
    case cashDrawer = "cash-drawer"
}

/// The devices of a box, open and ready; one that the board does not have is nothing.
public struct Devices: Sendable {
    public var printer: (any ReceiptPrinter)?
    public var display: (any LineDisplay)?
    public var scanner: (any Scanner)?
    public var cardReader: (any CardReader)?
    public var drawer: (any CashDrawer)?
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
        drawer: (any CashDrawer)? = nil,
        timeouts: [DeviceRole: Duration] = [:],
        problems: [DeviceRole: DeviceError] = [:]
    ) {
        self.printer = printer
        self.display = display
        self.scanner = scanner
        self.cardReader = cardReader
        self.drawer = drawer
        self.timeouts = timeouts
        self.problems = problems
    }
}

extension Board {
    /// Opens every device of the board, or throws what the first one that failed said.
    public func open(_ channels: some ChannelOpener) async throws(DeviceError) -> Devices {
        let devices = await openAvailable(channels)
        for role in DeviceRole.allCases {
            if let problem = devices.problems[role] { throw problem }
        }
        return devices
    }

    /// Opens what can be opened, for a till that sells without paper rather than not at all.
    public func openAvailable(_ channels: some ChannelOpener) async -> Devices {
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
        if let entry = receiptPrinter, let profile = printerProfile {
            let printer = await channel(.receiptPrinter, entry.channel)
                .map { Self.printer(entry, profile, $0) }
            devices.printer = printer
            devices.drawer = printer.flatMap(drawer)
        }
        if let entry = customerDisplay, let port = await channel(.customerDisplay, entry.channel) {
            devices.display = Self.display(entry, port)
        }
        if let entry = scanner, let port = await channel(.scanner, entry.channel) {
            devices.scanner = Self.scanner(entry, port)
        }
        if let entry = cardReader, let port = await channel(.cardReader, entry.channel) {
            devices.cardReader = Self.cardReader(entry, port)
        }
        // The drawer fails with the printer that it hangs on.
        if cashDrawer != nil { problems[.cashDrawer] = problems[.receiptPrinter] }
        devices.problems = problems
        return devices
    }

    /// How long each role may take.
    public var timeouts: [DeviceRole: Duration] {
        let milliseconds: [DeviceRole: Int?] = [
            .receiptPrinter: receiptPrinter?.timeoutMilliseconds,
            .customerDisplay: customerDisplay?.timeoutMilliseconds,
            .cardReader: cardReader?.timeoutMilliseconds,
            .cashDrawer: cashDrawer?.timeoutMilliseconds,
        ]
        return milliseconds.compactMapValues { $0.map { .milliseconds($0) } }
    }
}
