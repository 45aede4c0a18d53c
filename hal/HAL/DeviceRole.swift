/// What a device of a box is for; a board's file gives each role one device at most.
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
