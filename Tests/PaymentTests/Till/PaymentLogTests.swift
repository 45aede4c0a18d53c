import HAL
import Journal
import Testing
import Till
import Twins

/// Every log of payments keeps the same promises; the till's own keeps them on a disk.
struct PaymentLogTests {
    @Test func `the log in memory keeps its promises`() async throws {
        let conformance = PaymentLogConformance {
            let log = MemoryIntentLog()
            return (log, { log })
        }
        #expect(try await conformance.brokenPromises() == [])
    }

    @Test func `the log in the till's journal keeps them over a power cut`() async throws {
        let conformance = PaymentLogConformance {
            let bench = try CardBench()
            let journal = try bench.journal()
            let log = JournalPaymentLog(journal, clock: bench.clock)
            return (
                log,
                {
                    journal.abandon()
                    return JournalPaymentLog(try bench.journal(), clock: bench.clock)
                }
            )
        }
        #expect(try await conformance.brokenPromises() == [])
    }

    @Test(arguments: BadLog.Vice.allCases)
    func `a log with a vice is found out`(_ vice: BadLog.Vice) async throws {
        let conformance = PaymentLogConformance {
            let log = BadLog(vice)
            return (log, { log })
        }
        #expect(try await conformance.brokenPromises().contains(vice.breaks), "\(vice)")
    }
}

/// A log with one vice.
final class BadLog: PaymentIntentLog {
    enum Vice: String, CaseIterable {
        case forgetsThePurpose
        case writesTwice
        case endsAnything
        case forgetsTheSlip
        case keepsTheFirstWord
        case newestFirst
        case comparesAsText

        var breaks: PaymentLogConformance.Promise {
            switch self {
            case .forgetsThePurpose: .anIntentIsOpen
            case .writesTwice: .anAttemptIsWrittenOnce
            case .endsAnything: .nothingEndsThatNeverBegan
            case .forgetsTheSlip: .everyEndIsKept
            case .keepsTheFirstWord: .aLaterWordCounts
            case .newestFirst: .oldestFirst
            case .comparesAsText: .theHighestAttemptIsTheLatest
            }
        }
    }

    private let vice: Vice
    private let inner = MemoryIntentLog()

    init(_ vice: Vice) { self.vice = vice }

    func put(_ intent: PaymentIntent) async throws(PaymentLogError) {
        let kept =
            vice == .forgetsThePurpose
            ? PaymentIntent(
                operation: intent.operation,
                attempt: intent.attempt,
                amount: intent.amount,
                mark: intent.mark
            ) : intent
        do throws(PaymentLogError) {
            try await inner.put(kept)
        } catch {
            guard vice == .writesTwice else { throw error }
        }
    }

    func settle(
        _ intent: PaymentIntent,
        as settlement: PaymentSettlement
    ) async throws(PaymentLogError) {
        var settlement = settlement
        if vice == .forgetsTheSlip, case .approved(let slip) = settlement {
            settlement = .approved(PaymentSlip(amount: slip.amount, mark: slip.mark))
        }
        let known = try await inner.latest(of: intent.operation)
        if vice == .keepsTheFirstWord, known?.settlement != nil { return }
        do throws(PaymentLogError) {
            try await inner.settle(intent, as: settlement)
        } catch {
            guard vice == .endsAnything else { throw error }
        }
    }

    func openIntents() async throws(PaymentLogError) -> [PaymentIntent] {
        let open = try await inner.openIntents()
        return vice == .newestFirst ? open.reversed() : open
    }

    func latest(of operation: String) async throws(PaymentLogError) -> PaymentEntry? {
        guard vice == .comparesAsText else { return try await inner.latest(of: operation) }
        return inner.all.filter { $0.intent.operation == operation }.max {
            "\($0.intent.attempt)" < "\($1.intent.attempt)"
        }
    }
}
