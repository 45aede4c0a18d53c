/// Opens the till's drawer and sees whether it stands open: UnifiedPOS's CashDrawer.
///
/// As in UnifiedPOS it is sharable: it hangs on the printer, and nobody claims it.
public protocol CashDrawer: Sendable {
    /// Releases the lock. The drawer then springs open unless something blocks it: look with
    /// `isOpen`.
    func open(by deadline: Deadline) async throws(DeviceError)

    /// Whether the drawer stands open.
    func isOpen(by deadline: Deadline) async throws(DeviceError) -> Bool
}
