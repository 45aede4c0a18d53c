import HAL
import Loyalty
import Records
import Retail
import TestSupport
import Testing
import Till
import Twins

/// Cards at the counter: what the cashier presses, and what the books say in the end.
struct CardSaleTests {
    @Test func `a card pays for a sale, and the sale keeps what finds the payment again`()
        async throws
    {
        let bench = try CardBench()
        let till = try await bench.openTill()
        _ = await till.perform([.ring(tea(1234)), .identify(MemberID(318))])
        #expect(await till.payByCard() == .charging(Money(minorUnits: 1234)))

        let sale = try #require(try await bench.lastSale())
        #expect(sale.receipt.number == 1)
        #expect(sale.accrual?.accrual.points == 12)
        let card = try #require(sale.tenders.first?.card)
        #expect(sale.tenders.map(\.kind) == [.card])
        #expect(card.transaction == bench.twin.account.charges.first?.trace)
        #expect(card.terminal == "29001612")
        #expect(card.lastFour?.count == 4)
        #expect(try await till.status().card.message == "The card is charged.")
        try await expectBooks(bench, charged: 1234)
    }

    @Test func `the payment is on the disk before the terminal hears of it`() async throws {
        let bench = try CardBench()
        let till = try await bench.openTill()
        _ = await till.perform([.ring(tea(1234))])
        _ = await till.payByCard()
        let facts = try await bench.facts()
        let words = facts.compactMap { fact -> String? in
            switch fact {
            case .payment(.intended): "intended"
            case .payment(.settled): "settled"
            case .payment(.givenUp), .payment(.seenTo): "given up"
            case .saleCompleted: "sale"
            case .boot, .dayOpened, .dayClosed, .basket, .goodsReturned, .lease: nil
            }
        }
        #expect(words == ["intended", "settled", "sale"])
    }

    @Test func `a key that is pressed twice, or ten times, charges once`() async throws {
        let bench = try CardBench()
        let till = try await bench.openTill()
        _ = await till.perform([.ring(tea(1234))])
        let presses = Array(repeating: TillEvent.tenderExact(.card), count: 10)
        let together = await till.perform(presses)
        #expect(together.allSatisfy { $0 == .charging(Money(minorUnits: 1234)) })
        #expect(await till.perform(.tenderExact(.card)) == .charging(Money(minorUnits: 1234)))
        await till.settleCards()
        #expect(await till.payByCard() == .refused(.sale(.notYet)))
        #expect(bench.twin.account.charges.count == 1)
        try await expectBooks(bench, charged: 1234)
    }

    @Test func `a refused card leaves the sale to be paid otherwise`() async throws {
        let bench = try CardBench()
        bench.twin.plan([.declined, .nothing])
        let till = try await bench.openTill()
        _ = await till.perform([.ring(tea(1234))])
        _ = await till.payByCard()
        #expect(await till.basket?.lines.count == 1)
        #expect(try await till.status().card.message.contains("refused"))
        _ = await till.payByCard()
        #expect(try await bench.lastSale()?.tenders.map(\.kind) == [.card])
        try await expectBooks(bench, charged: 1234)
    }

    @Test func `part by card, part in cash is one sale`() async throws {
        let bench = try CardBench()
        let till = try await bench.openTill()
        _ = await till.perform([.ring(tea(1234)), .total()])
        _ = await till.perform(.tender(Tender(.card, Money(minorUnits: 1000))))
        await till.settleCards()
        let paid = await till.perform(.tender(Tender(.cash, Money(minorUnits: 500))))
        guard case .completed(let receipt) = paid else {
            Issue.record("\(paid)")
            return
        }
        #expect(receipt.change.minorUnits == 266)
        #expect(try await bench.lastSale()?.tenders.map(\.kind) == [.card, .cash])
        try await expectBooks(bench, charged: 1000)
    }

    @Test func `a customer who does not pay after all is not charged`() async throws {
        let bench = try CardBench()
        bench.twin.plan([.cancelled])
        let till = try await bench.openTill()
        _ = await till.perform([.ring(tea(1234))])
        #expect(await till.perform(.cancelCard) == .refused(.nothingAtTerminal))
        _ = await till.perform(.tenderExact(.card))
        #expect(await till.perform(.voidLine(0)) == .refused(.sale(.isCharging)))
        #expect(await till.perform(.cancelCard) == .done)
        await till.settleCards()
        #expect(await till.perform(.void) == .done)
        try await expectBooks(bench, charged: 0)
    }

    @Test func `a till without a terminal says so and takes cash`() async throws {
        let bench = try CardBench()
        let till = try await bench.till(try bench.journal(), nil)
        _ = await till.perform([.openDay(CardBench.day), .ring(tea(1234))])
        #expect(await till.perform(.tenderExact(.card)) == .refused(.noTerminal))
        #expect(await till.perform(.tenderExact(.cash)).isCompleted)
        #expect(try await till.status().card.stage == "none")
    }

    @Test func `a receipt tells the payment and no more of the card than its end`() async throws {
        let bench = try CardBench()
        let till = try await bench.openTill()
        _ = await till.perform([.ring(tea(1234))])
        _ = await till.payByCard()
        let sale = try #require(try await bench.lastSale())
        let text = "\(ReceiptLayout(shopName: "Shop").document(sale).nodes)"
        let end = try #require(sale.tenders.first?.card?.lastFour)
        #expect(text.contains("****\(end)"))
        #expect(text.contains("29001612"))
        // The twin tells the whole number, as no terminal should.
        let records = try await bench.records()
        for record in records {
            let body = String(decoding: record.body, as: UTF8.self)
            #expect(!body.contains("5999000000"), "a card's number in \(record.kind)")
        }
    }
}

extension TillAnswer {
    var isCompleted: Bool {
        if case .completed = self { true } else { false }
    }
}

/// Expects books without a fault, and a terminal that has taken so much.
func expectBooks(
    _ bench: CardBench,
    charged: Int64,
    _ what: String = ""
) async throws {
    let books = CardBooks(bench.twin.account, try await bench.facts())
    #expect(books.faults() == [], "\(what)")
    #expect(bench.twin.account.total == charged, "\(what)")
}
