public import HAL

/// The devices that a till drives; it sells without any of them.
public struct TillDevices: Sendable {
    /// Prints receipts.
    public var printer: (any ReceiptPrinter)?
    /// Shows the customer the last line and the total.
    public var display: (any LineDisplay)?
    /// Opens when cash is taken.
    public var drawer: (any CashDrawer)?
    /// Takes money from cards.
    public var payment: CardTerminal?

    /// A till with these devices.
    public init(
        printer: (any ReceiptPrinter)? = nil,
        display: (any LineDisplay)? = nil,
        drawer: (any CashDrawer)? = nil,
        payment: CardTerminal? = nil
    ) {
        self.printer = printer
        self.display = display
        self.drawer = drawer
        self.payment = payment
    }
}
