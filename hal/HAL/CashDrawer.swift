/// Opens the till's drawer and sees whether it stands open: UnifiedPOS's CashDrawer.
///
/// As in UnifiedPOS it is sharable: it hangs on the printer, and nobody claims it.
public protocol CashDrawer: Sendable {
    /// Releases the lock and watches the drawer: `open` when it sprang open, `leftOpen` when it
    /// stood open before, `didNotOpen` when its switch had not moved by `deadline`.
    @discardableResult
    func open(by deadline: Deadline) async throws(DeviceError) -> DrawerState

    /// How the drawer stands now: `open` or `closed`.
    func state(by deadline: Deadline) async throws(DeviceError) -> DrawerState
}

extension CashDrawer {
    /// Whether the drawer stands open.
    public func isOpen(by deadline: Deadline) async throws(DeviceError) -> Bool {
        try await state(by: deadline) == .open
    }
}

/// How a drawer stands, or what became of asking it to open.
public enum DrawerState: String, Codable, Sendable, CaseIterable {
    /// It is shut.
    case closed
    /// It stands open.
    case open
    /// It stood open already when it was asked to open: somebody had not shut it.
    case leftOpen
    /// It was kicked and its switch did not move: locked, blocked, or its cable is out.
    case didNotOpen
}
