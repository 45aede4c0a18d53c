public import HAL

/// A drawer on a printer that may be unplugged and come back.
public struct KeptDrawer<Printer: Sendable>: CashDrawer {
    private let keeper: Keeper<Printer>
    private let drawer: @Sendable (Printer) -> any CashDrawer

    /// The drawer that hangs on the printer that `keeper` keeps.
    public init(
        _ keeper: Keeper<Printer>,
        drawer: @escaping @Sendable (Printer) -> any CashDrawer
    ) {
        self.keeper = keeper
        self.drawer = drawer
    }

    public func open(by deadline: Deadline) async throws(DeviceError) -> DrawerState {
        let state = try await keeper.perform { printer throws(DeviceError) in
            try await drawer(printer).open(by: deadline)
        }
        let hasOpened = state == .open || state == .leftOpen
        keeper.statistics.add(hasOpened ? .drawerGoodOpenCount : .drawerFailedOpenCount)
        return state
    }

    public func state(by deadline: Deadline) async throws(DeviceError) -> DrawerState {
        try await keeper.perform { printer throws(DeviceError) in
            try await drawer(printer).state(by: deadline)
        }
    }
}
