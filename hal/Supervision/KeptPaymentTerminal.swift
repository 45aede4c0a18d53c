public import HAL

/// A payment terminal that may be unplugged and come back.
///
/// A terminal that leaves in the middle of a payment leaves it `unknown`: the driver says so, and
/// whoever keeps the intents asks the terminal when it is back.
public struct KeptPaymentTerminal: PaymentTerminal {
    private let keeper: Keeper<any PaymentTerminal>

    /// The terminal that `keeper` keeps.
    public init(_ keeper: Keeper<any PaymentTerminal>) {
        self.keeper = keeper
    }

    public func register(by deadline: Deadline) async throws(DeviceError) {
        try await keeper.perform { terminal throws(DeviceError) in
            try await terminal.register(by: deadline)
        }
    }

    public func checkHealth(by deadline: Deadline) async throws(DeviceError) {
        try await keeper.perform { terminal throws(DeviceError) in
            try await terminal.checkHealth(by: deadline)
        }
    }

    public func authorizeSales(
        _ amount: PaymentAmount,
        by deadline: Deadline
    ) async throws(DeviceError) -> PaymentOutcome {
        try await keeper.perform { terminal throws(DeviceError) in
            try await terminal.authorizeSales(amount, by: deadline)
        }
    }

    public func authorizeVoid(
        _ slip: PaymentSlip,
        by deadline: Deadline
    ) async throws(DeviceError) -> PaymentOutcome {
        try await keeper.perform { terminal throws(DeviceError) in
            try await terminal.authorizeVoid(slip, by: deadline)
        }
    }

    public func lastResult(by deadline: Deadline) async throws(DeviceError) -> LastResult {
        try await keeper.perform { terminal throws(DeviceError) in
            try await terminal.lastResult(by: deadline)
        }
    }

    public func abort(by deadline: Deadline) async throws(DeviceError) {
        try await keeper.perform { terminal throws(DeviceError) in
            try await terminal.abort(by: deadline)
        }
    }

    public func endOfDay(by deadline: Deadline) async throws(DeviceError) {
        try await keeper.perform { terminal throws(DeviceError) in
            try await terminal.endOfDay(by: deadline)
        }
    }
}
