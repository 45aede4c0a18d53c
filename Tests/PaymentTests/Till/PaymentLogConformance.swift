import HAL

/// The promises of `PaymentIntentLog`, checked on any implementation; one body for all of them.
///
/// It returns the promises that were broken, so that the tests can also show it a log that breaks
/// one and see that it says so.
struct PaymentLogConformance {
    /// What a log promises.
    enum Promise: String, CaseIterable {
        case anIntentIsOpen
        case anAttemptIsWrittenOnce
        case nothingEndsThatNeverBegan
        case everyEndIsKept
        case aLaterWordCounts
        case oldestFirst
        case theHighestAttemptIsTheLatest
    }

    /// A log, and the same one as a new life of the till finds it.
    let make:
        @Sendable () async throws -> (
            log: any PaymentIntentLog, reopened: @Sendable () async throws -> any PaymentIntentLog
        )

    /// The promises that were broken.
    func brokenPromises() async throws -> Set<Promise> {
        var broken: Set<Promise> = []
        for promise in Promise.allCases {
            let (log, reopened) = try await make()
            let isKept: Bool
            do throws(PaymentLogError) {
                isKept = try await act(promise, log)
            } catch {
                isKept = false
            }
            let next = try await reopened()
            let holds = (try? await expect(promise, next)) ?? false
            if !isKept || !holds { broken.insert(promise) }
        }
        return broken
    }

    static let slip = PaymentSlip(
        amount: amount(1234),
        mark: TransactionMark(terminal: "29001612", transaction: 17, slip: 41),
        card: MaskedCard(lastFour: "0017"),
        approvalCode: "000017",
        date: "1004",
        time: "103456"
    )

    /// Every way in which an attempt can end.
    static let ends: [PaymentSettlement] =
        [
            .approved(slip), .approved(PaymentSlip(amount: amount(1), mark: .untold)),
            .parked("无人知道 nobody knows"),
        ] + PaymentRefusal.Kind.allCases.map { .declined(PaymentRefusal($0, "no \($0)")) }

    static func amount(_ minorUnits: Int64) -> PaymentAmount {
        guard let amount = PaymentAmount(minorUnits: minorUnits, currency: 978) else {
            preconditionFailure("an amount that a terminal takes")
        }
        return amount
    }

    static func intent(
        _ operation: String,
        _ attempt: Int = 1,
        _ purpose: PaymentIntent.Purpose = .charge
    ) -> PaymentIntent {
        PaymentIntent(
            purpose,
            operation: operation,
            attempt: attempt,
            amount: amount(1234),
            mark: attempt == 1 ? slip.mark : .untold
        )
    }

    /// What a till does with the log; false when the log let through what it must refuse.
    private func act(
        _ promise: Promise,
        _ log: any PaymentIntentLog
    ) async throws(PaymentLogError) -> Bool {
        switch promise {
        case .anIntentIsOpen:
            try await log.put(Self.intent("a", 1, .reversal(of: Self.slip)))
        case .anAttemptIsWrittenOnce:
            try await log.put(Self.intent("a"))
            return await refuses { () throws(PaymentLogError) in
                try await log.put(Self.intent("a"))
            }
        case .nothingEndsThatNeverBegan:
            try await log.put(Self.intent("a"))
            return await refuses { () throws(PaymentLogError) in
                try await log.settle(Self.intent("a", 2), as: .parked("x"))
            }
        case .everyEndIsKept:
            for (index, end) in Self.ends.enumerated() {
                try await log.put(Self.intent("a\(index)"))
                try await log.settle(Self.intent("a\(index)"), as: end)
            }
        case .aLaterWordCounts:
            try await log.put(Self.intent("a"))
            try await log.settle(Self.intent("a"), as: .parked("x"))
            try await log.settle(Self.intent("a"), as: .approved(Self.slip))
        case .oldestFirst:
            for name in ["c", "a", "b"] { try await log.put(Self.intent(name)) }
            try await log.settle(Self.intent("a"), as: .parked("x"))
        case .theHighestAttemptIsTheLatest:
            for attempt in 1...11 {
                try await log.put(Self.intent("a", attempt))
                try await log.settle(Self.intent("a", attempt), as: Self.ends[3])
            }
        }
        return true
    }

    private func refuses(_ work: () async throws(PaymentLogError) -> Void) async -> Bool {
        do throws(PaymentLogError) {
            try await work()
            return false
        } catch {
            return true
        }
    }

    /// What the next life of the till finds.
    private func expect(
        _ promise: Promise,
        _ log: any PaymentIntentLog
    ) async throws(PaymentLogError) -> Bool {
        let open = try await log.openIntents()
        let latest = try await log.latest(of: "a")
        switch promise {
        case .anIntentIsOpen:
            let intent = Self.intent("a", 1, .reversal(of: Self.slip))
            return open == [intent] && latest == PaymentEntry(intent: intent)
        case .anAttemptIsWrittenOnce, .nothingEndsThatNeverBegan:
            return open == [Self.intent("a")] && latest?.settlement == nil
        case .everyEndIsKept:
            for (index, end) in Self.ends.enumerated() {
                let entry = try await log.latest(of: "a\(index)")
                guard entry == PaymentEntry(intent: Self.intent("a\(index)"), settlement: end)
                else { return false }
            }
            return open.isEmpty && latest == nil
        case .aLaterWordCounts:
            return open.isEmpty && latest?.settlement == .approved(Self.slip)
        case .oldestFirst:
            return open.map(\.operation) == ["c", "b"]
        case .theHighestAttemptIsTheLatest:
            return open.isEmpty && latest?.intent.attempt == 11
        }
    }
}
