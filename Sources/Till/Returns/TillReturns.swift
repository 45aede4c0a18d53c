public import DurableSQLite
internal import Journal
internal import Loyalty
internal import Records
public import Retail

/// How goods come back to a till: only to one that has their sale in its own journal, so that it
/// knows without a line what has come back before.
extension Till {
    /// Takes goods of the receipt `number` back; answers once that is durable.
    public func giveBack(
        _ request: ReturnRequest,
        of number: ReceiptNumber
    ) async throws(StorageError) -> TillAnswer {
        let grounds = GoodsReturn.Grounds(reason: request.reason, clerk: request.clerk)
        guard let grounds else { return .refused(.groundsAreMissing) }
        switch try await parts.journal.returnable(number) {
        case .isUnknown: return .refused(.receiptIsElsewhere(number))
        case .isReturn: return .refused(.receiptIsOfReturn(number))
        case .isForgotten: return .refused(.receiptIsForgotten(number))
        case .sale(let returns):
            guard let event = request.event(keeping: returns.machine.kept) else {
                return .refused(.notAQuantity)
            }
            return await perform(.giveBack(returns, event, grounds))
        }
    }
}

/// What came of bringing goods back.
public struct ReturnAnswer: Hashable, Codable, Sendable {
    /// The number on the return's own receipt; nil when nothing happened.
    public let receipt: Int32?
    /// What goes back out of the drawer.
    public let cash: Money
    /// What the cashier gives back by hand where it was paid.
    public let byHand: Money
    /// The points that were taken back.
    public let points: Int64
    /// What the cashier reads.
    public let message: String

    /// What `answer` says about a return.
    public init(_ answer: TillAnswer) {
        if case .returned(let goods) = answer {
            receipt = goods.receipt.number
            (cash, byHand, points) = (goods.cash, goods.byHand, goods.points.value)
        } else {
            (receipt, cash, byHand, points) = (nil, .zero, .zero, 0)
        }
        message = Entered(answer).message
    }
}
