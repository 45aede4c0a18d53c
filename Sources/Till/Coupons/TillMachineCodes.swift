internal import Loyalty
internal import Records
internal import Retail

/// How a till takes a code for single use: only one that it holds leased, and the record that
/// completes the sale spends it.
///
///     scanned ──held──▶ a line of the basket ──paid──▶ spent, in the sale's own record
///        │                  └──line voided, void──▶ goes back to the hub, for any till
///        └──not held──▶ refused, the hub is asked beside the sale; scanned again: held, or why not
extension TillMachine {
    /// Takes `coupon` by `code` into the basket on the counter, which has found no other fault.
    mutating func take(
        _ code: CouponCode,
        of coupon: Coupon,
        on day: BusinessDay,
        _ reading: ClockReading,
        _ name: () -> OperationID
    ) -> Decision {
        let baskets = served.map(\.machine.basket)
        guard !baskets.contains(where: { $0.codes.values.contains(code) }) else {
            return .refuse(.code(.isInBasket))
        }
        guard refusal(of: code, on: day) != nil else {
            // What it was wished for has happened: nobody wants it once its line is voided.
            if codeWish?.code == code { codeWish = nil }
            return basket(.coupon(coupon, code), reading, name)
        }
        // A till that no hub has greeted, or one that stands apart, need not ask.
        if pocket.purse.isApart { return .refuse(.code(.closed(.apart))) }
        guard pocket.purse.isWitnessed, let sale = current?.id else {
            return .refuse(.code(.closed(.unwitnessed)))
        }
        let word = heard.flatMap { $0.wish.sale == sale && $0.wish.code == code ? $0.word : nil }
        codesAsked += 1
        codeWish = CodeWish(sale: sale, code: code, attempt: codesAsked)
        return .refuse(.code(word ?? .asking))
    }

    /// The sales that are not over.
    var served: [NamedSale] { parked + [isCounterTaken ? current : nil].compactMap(\.self) }

    /// Why `code` cannot be spent now; nil when it can.
    private func refusal(of code: CouponCode, on day: BusinessDay) -> PurseRefusal? {
        var purse = pocket.purse
        do throws(PurseRefusal) {
            _ = try purse.spend(1, of: code.pool, only: code.unit, at: pocket.moment, on: day).get()
            return nil
        } catch {
            return error
        }
    }

    /// Takes the codes that `sale` uses up out of `purse`.
    ///
    /// - Throws: why one cannot be spent, and its line.
    func spend(
        codesOf sale: NamedSale,
        out purse: inout Purse,
        on day: BusinessDay
    ) throws(CodeRefusal) -> [LeaseSpend] {
        var spends: [LeaseSpend] = []
        for (line, code) in sale.machine.basket.usedCodes {
            do throws(PurseRefusal) {
                spends += try purse.spend(
                    1,
                    of: code.pool,
                    only: code.unit,
                    at: pocket.moment,
                    on: day
                ).get()
            } catch {
                throw .lapsed(error, line: line)
            }
        }
        return spends
    }

    /// Voids the lines of codes in `sale` that cannot be spent any more.
    ///
    /// A coupon that took nothing off beside one of them may take something off now, so it is
    /// looked at as well.
    ///
    /// - Returns: The facts of it.
    mutating func leaveCodes(
        in sale: inout NamedSale,
        _ name: () -> OperationID
    ) -> [(fact: Fact, operation: OperationID)] {
        guard let day = lastReceipt?.day else { return [] }
        var facts: [(fact: Fact, operation: OperationID)] = []
        while let (line, _) = sale.machine.basket.usedCodes.first(where: {
            refusal(of: $0.code, on: day) != nil
        }) {
            _ = sale.machine.handle(.voidLine(line))
            facts.append((.basket(BasketFact(sale: sale.id, event: .voidLine(line))), name()))
        }
        return facts
    }
}
