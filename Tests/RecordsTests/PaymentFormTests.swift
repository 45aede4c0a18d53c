import HAL
import Records
import Retail
import Testing

/// The words of a payment as they are out there; see `GoldenTests` about rows that fail.
struct PaymentFormTests {
    private static func amount(_ minorUnits: Int64) -> PaymentAmount {
        guard let amount = PaymentAmount(minorUnits: minorUnits, currency: 978) else {
            preconditionFailure("an amount that a terminal takes")
        }
        return amount
    }

    private static let mark = TransactionMark(terminal: "29001612", transaction: 16, slip: 40)
    private static let slip = PaymentSlip(
        amount: amount(1234),
        mark: TransactionMark(terminal: "29001612", transaction: 17, slip: 41),
        card: MaskedCard(lastFour: "0017"),
        approvalCode: "000017",
        date: "1004",
        time: "103456"
    )
    private static let card = CardSlip(
        terminal: "29001612",
        transaction: 17,
        slip: 41,
        lastFour: "0017",
        approvalCode: "000017"
    )

    private static func intended(_ intent: PaymentIntent) -> Fact { .payment(.intended(intent)) }

    private static func settled(_ end: PaymentSettlement) -> Fact {
        .payment(.settled(operation: "o/0", attempt: 2, end))
    }

    private static let charge = PaymentIntent(
        operation: "o/0",
        attempt: 1,
        amount: amount(1234),
        mark: mark
    )
    private static let reversal = PaymentIntent(
        .reversal(of: PaymentSlip(amount: amount(5), mark: .untold)),
        operation: "o/0/reversal",
        attempt: 1,
        amount: amount(5),
        mark: .untold
    )
    private static let tender = BasketFact(
        sale: Samples.sale,
        event: .tender(Tender(.card, Money(minorUnits: 5), card: card))
    )

    // swift-format-ignore
    static let rows: [(fact: Fact, kind: UInt16, schema: UInt16, body: String)] = [
        (intended(charge),                                       48, 1, #"{"amount":1234,"attempt":1,"currency":978,"mark":{"slip":40,"terminal":"29001612","transaction":16},"operation":"o/0"}"#),
        (intended(reversal),                                     48, 1, #"{"amount":5,"attempt":1,"currency":978,"mark":{},"operation":"o/0/reversal","reverses":{"amount":5,"currency":978,"mark":{}}}"#),
        (settled(.approved(slip)),                               49, 1, #"{"approved":{"amount":1234,"approvalCode":"000017","currency":978,"date":"1004","lastFour":"0017","mark":{"slip":41,"terminal":"29001612","transaction":17},"time":"103456"},"attempt":2,"operation":"o/0"}"#),
        (settled(.declined(PaymentRefusal(.notPerformed, "n"))), 49, 1, #"{"attempt":2,"declined":{"detail":"n","kind":"notPerformed"},"operation":"o/0"}"#),
        (settled(.parked("nobody knows")),                       49, 1, #"{"attempt":2,"operation":"o/0","parked":"nobody knows"}"#),
        (.payment(.givenUp(operation: "o/0")),                   50, 1, #"{"operation":"o/0"}"#),
        (.payment(.seenTo(operation: "o/0")),                    51, 1, #"{"operation":"o/0"}"#),
        (.basket(tender),                                        19, 2, #"{"sale":"015bc22b-4f70-7001-8000-000000000002","tender":{"amount":5,"card":{"approvalCode":"000017","lastFour":"0017","slip":41,"terminal":"29001612","transaction":17},"kind":"card"}}"#),
    ]

    private static func record(_ kind: RecordKind, _ schema: UInt16, _ body: [UInt8]) -> Record {
        Record(
            device: DeviceID(7),
            after: .root(of: DeviceID(7), epoch: 1),
            kind: kind,
            schema: schema,
            stamp: Stamp(
                hybrid: .start,
                wallMilliseconds: 1,
                monotonicNanoseconds: 1,
                quality: .local
            ),
            operation: Samples.sale,
            body: body
        )
    }

    @Test(arguments: rows.indices)
    func `a payment's body is written as it always was, and read back whole`(
        _ index: Int
    ) throws {
        let row = Self.rows[index]
        let record = Self.record(row.fact.kind, row.fact.schema, row.fact.body())
        #expect(record.kind.rawValue == row.kind)
        #expect(record.schema == row.schema)
        #expect(String(decoding: record.body, as: UTF8.self) == row.body)
        #expect(try Fact(record) == row.fact)
    }

    // swift-format-ignore
    static let poison: [(kind: RecordKind, body: String, why: String)] = [
        (.paymentIntended, #"{"amount":0,"attempt":1,"currency":978,"mark":{},"operation":"o"}"#,     "no amount"),
        (.paymentIntended, #"{"amount":5,"attempt":1,"currency":978,"operation":"o"}"#,               "no mark"),
        (.paymentSettled,  #"{"attempt":1,"operation":"o"}"#,                                         "no end"),
        (.paymentSettled,  #"{"attempt":1,"declined":{"detail":"","kind":"later"},"operation":"o"}"#, "no kind"),
        (.paymentSettled,  #"{"attempt":1,"approved":{"amount":5,"currency":978,"lastFour":"00171","mark":{}},"operation":"o"}"#, "five digits of a card"),
        (.paymentGivenUp,  #"{}"#,                                                                    "of what"),
        (.paymentSeenTo,   #"{"operation":7}"#,                                                       "of what"),
    ]

    @Test(arguments: poison.indices)
    func `a body that states no payment is malformed`(_ index: Int) {
        let row = Self.poison[index]
        let record = Self.record(row.kind, 1, Array(row.body.utf8))
        #expect(throws: FactFault.self, "\(row.why)") { try Fact(record) }
    }

    @Test func `a tender keeps four digits of a card or none`() {
        #expect(CardSlip(lastFour: "0017").lastFour == "0017")
        for text in ["", "017", "00175", "１２３４", "12a4"] {
            #expect(CardSlip(lastFour: text).lastFour == nil, "\(text)")
        }
    }

    @Test func `a payment's name is read back, and nothing else is one`() {
        let sale = Samples.sale
        let name = PaymentName(sale: sale, tender: 3)
        #expect(PaymentName("\(name)") == name)
        for text in ["", "\(sale)", "\(sale)/-1", "\(sale)/03", name.reversal] {
            #expect(PaymentName(text) == nil, "\(text)")
        }
    }
}
