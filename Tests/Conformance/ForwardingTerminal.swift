package import HAL

/// A terminal that passes everything on to another; who takes it up changes one thing or two.
package protocol ForwardingTerminal: PaymentTerminal {
    /// The terminal that does the work.
    var inner: any PaymentTerminal { get }
}

extension ForwardingTerminal {
    package func register(by deadline: Deadline) async throws(DeviceError) {
        try await inner.register(by: deadline)
    }

    package func checkHealth(by deadline: Deadline) async throws(DeviceError) {
        try await inner.checkHealth(by: deadline)
    }

    package func authorizeSales(
        _ amount: PaymentAmount,
        by deadline: Deadline
    ) async throws(DeviceError) -> PaymentOutcome {
        try await inner.authorizeSales(amount, by: deadline)
    }

    package func authorizeVoid(
        _ slip: PaymentSlip,
        by deadline: Deadline
    ) async throws(DeviceError) -> PaymentOutcome {
        try await inner.authorizeVoid(slip, by: deadline)
    }

    package func lastResult(by deadline: Deadline) async throws(DeviceError) -> LastResult {
        try await inner.lastResult(by: deadline)
    }

    package func abort(by deadline: Deadline) async throws(DeviceError) {
        try await inner.abort(by: deadline)
    }

    package func endOfDay(by deadline: Deadline) async throws(DeviceError) {
        try await inner.endOfDay(by: deadline)
    }
}
