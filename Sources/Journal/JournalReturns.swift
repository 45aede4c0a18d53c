public import DurableSQLite
internal import GRDB
public import Records
public import Retail

/// A receipt that a customer brings goods back with, as this till's journal knows it.
public enum ReturnableReceipt: Hashable, Sendable {
    /// The sale, with all that has come back of it here.
    case sale(SaleReturns)
    /// It is the receipt of a return.
    case isReturn
    /// Its lines are not kept here any more: see `TillJournal.keptDays`.
    case isForgotten
    /// No sale of this till has it.
    case isUnknown
}

/// What the counter asks before goods come back.
extension TillJournal {
    /// What can come back of the receipt `number`.
    public func returnable(
        _ number: ReceiptNumber
    ) async throws(StorageError) -> ReturnableReceipt {
        try database.read { db in
            let row = try Row.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT bytes FROM completed_sale JOIN journal ON id = record
                        WHERE day = ? AND receipt = ? ORDER BY record DESC LIMIT 1
                        """
                ),
                arguments: [Int64(number.day.number), Int64(number.number)]
            )
            guard let bytes = row?.blob(0) else { return .isUnknown }
            guard !bytes.isEmpty else { return .isForgotten }
            guard case .saleCompleted(let sale) = try Fact(try Records.Record(bytes)) else {
                return .isReturn
            }
            return .sale(try Self.returns(of: sale, db))
        }
    }

    /// The sale at `origin` with all that has come back of it; nil when its record is not here.
    static func returns(of origin: GoodsReturn.Origin, _ db: Database) throws -> SaleReturns? {
        let row = try Row.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT bytes FROM completed_sale JOIN journal ON id = record
                    WHERE day = ? AND receipt = ? AND till = ?
                    """
            ),
            arguments: [
                Int64(origin.receipt.day.number), Int64(origin.receipt.number),
                Int64(origin.place.till),
            ]
        )
        guard let bytes = row?.blob(0), !bytes.isEmpty,
            case .saleCompleted(let sale) = try Fact(try Records.Record(bytes)),
            sale.sale == origin.sale
        else { return nil }
        return try returns(of: sale, db)
    }

    private static func returns(of sale: CompletedSale, _ db: Database) throws -> SaleReturns {
        var returns = SaleReturns(sale)
        let rows = try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT bytes FROM goods_return JOIN journal ON id = record
                    WHERE sale = ? ORDER BY record
                    """
            ),
            arguments: [sale.sale.data]
        )
        for row in rows {
            guard case .goodsReturned(let goods) = try Fact(try Records.Record(row.blob(0))),
                case .success = returns.take(goods, by: nil)
            else {
                throw StorageError.damaged(
                    path: "goods_return",
                    detail: "a return of receipt \(sale.receipt.number) is none"
                )
            }
        }
        return returns
    }
}
