import Drivers
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
        do throws(DeviceError) {
            if let entry = receiptPrinter {
                let printer = Self.printer(entry, try await channels.open(entry.channel))
                devices.printer = printer
                if let drawer = cashDrawer {
                    devices.drawer = PrinterDrawer(
                        printer: printer, isOpenWhenHigh: drawer.isOpenWhenHigh)
                }
            }
        } catch {
            devices.problems[.receiptPrinter] = error
            if cashDrawer != nil { devices.problems[.cashDrawer] = error }
        }
        do throws(DeviceError) {
            if let entry = customerDisplay {
                devices.display = Self.display(entry, try await channels.open(entry.channel))
            }
        } catch {
            devices.problems[.customerDisplay] = error
        }
        do throws(DeviceError) {
            if let entry = scanner {
                devices.scanner = Self.scanner(entry, try await channels.open(entry.channel))
            }
        } catch {
            devices.problems[.scanner] = error
        }
        do throws(DeviceError) {
            if let entry = cardReader {
                devices.cardReader = Self.cardReader(entry, try await channels.open(entry.channel))
            }
        } catch {
            devices.problems[.cardReader] = error
        }
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
