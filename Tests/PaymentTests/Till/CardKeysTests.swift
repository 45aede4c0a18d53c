import Conformance
import HAL
import Retail
import Testing
import Till
import Twins

/// A person reverses at the terminal's own keys what the till has raised an alarm about.
struct CardKeysTests {
    /// A till whose terminal has refused once to give 12.34 back, which a person then did there.
    private func reversedAtKeys(
        _ bench: CardBench,
        _ terminal: any PaymentTerminal
    ) async throws -> Till {
        bench.twin.plan([.powerCutAfter])
        let till = try await bench.till(try bench.journal(), terminal)
        _ = await till.perform([.openDay(CardBench.day), .ring(tea(1234))])
        _ = await till.payByCard()
        _ = await till.perform([.resume, .tenderExact(.cash)])
        bench.twin.switchOn()
        #expect(await till.reconcileAll())
        #expect(try await till.status().card.alarms == 1)
        let receipt = try #require(bench.twin.account.charges.last?.receipt)
        #expect(bench.twin.reverseAtKeys(receipt: receipt))
        bench.pass(5)
        #expect(await till.reconcileAll())
        return till
    }

    /// Does what an alarm says, if there is one: hands the money out, and tells the till.
    private func obeyAlarm(_ till: Till) async throws -> [Int64] {
        guard try await till.status().card.alarm != nil else { return [] }
        #expect(await till.perform(.seeTo(Money(minorUnits: 1234))) == .done)
        return [1234]
    }

    @Test func `an alarm ends when the terminal says that the slip was reversed before`()
        async throws
    {
        let bench = try CardBench()
        let terminal = OneWayTerminal(bench.terminal(), refusals: 1)
        let till = try await reversedAtKeys(bench, terminal)
        #expect(terminal.asked == 2)
        #expect(try await till.status().card.alarms == 0)
        let handed = try await obeyAlarm(till)
        bench.pass(7200)
        #expect(await till.reconcileAll())
        #expect(terminal.asked == 2, "it is settled for good")
        let books = CardBooks(bench.twin.account, try await bench.facts(), handedBack: handed)
        #expect(books.faults() == [] && bench.twin.account.total == 0)
        await till.shutDown()
        let next = try await bench.till(try bench.journal(), terminal)
        #expect(await next.reconcileAll())
        #expect(try await next.status().card.alarms == 0 && terminal.asked == 2)
    }

    @Test func `a driver that takes it for a refusal has the customer paid twice`() async throws {
        let bench = try CardBench()
        let terminal = OneWayTerminal(ForgetfulTerminal(inner: bench.terminal()), refusals: 1)
        let till = try await reversedAtKeys(bench, terminal)
        let handed = try await obeyAlarm(till)
        let books = CardBooks(bench.twin.account, try await bench.facts(), handedBack: handed)
        #expect(books.faults().contains { $0.contains("by terminal and by hand") })
    }

    /// A terminal whose driver has no word for "already reversed".
    private struct ForgetfulTerminal: ForwardingTerminal {
        let inner: any PaymentTerminal

        func authorizeVoid(
            _ slip: PaymentSlip,
            by deadline: Deadline
        ) async throws(DeviceError) -> PaymentOutcome {
            let outcome = try await inner.authorizeVoid(slip, by: deadline)
            guard case .alreadyReversed(let detail) = outcome else { return outcome }
            return .declined(PaymentRefusal(.terminal, detail))
        }
    }
}
