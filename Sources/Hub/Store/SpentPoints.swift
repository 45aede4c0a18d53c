package import Loyalty
internal import Records
package import Retail

/// What sales have spent of their members' points: every store finds their records in its own way,
/// and this reads them.
package enum SpentPoints {
    /// Adds what the record in `bytes` states of points that were spent; a record of anything else
    /// adds nothing.
    package static func add(_ bytes: [UInt8], to spends: inout [MemberID: [PointSpend]]) {
        // A booked record was read before; one that a fault of the disk has changed since is the
        // business of whoever verifies the chains.
        guard let record = try? Record(bytes), case .saleCompleted(let sale)? = try? Fact(record),
            let member = sale.member
        else { return }
        for spend in sale.leases?.spent ?? [] where spend.pool == .points(member) {
            spends[member, default: []] += spend.units.entries.map { entry in
                PointSpend(on: sale.receipt.day, of: entry.unit.lastDay, Points(entry.count))
            }
        }
    }
}
