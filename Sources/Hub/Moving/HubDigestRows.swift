internal import Identity
internal import Loyalty
internal import Records
internal import Retail
internal import SyncProtocol

/// How rows stand in a digest.
extension HubDigest {
    mutating func take(_ key: JournalKey) {
        number(key.device.number)
        number(key.run)
        number(key.sequence)
    }

    mutating func take(_ device: DeviceEntry) {
        number(device.device.number)
        number(device.place.store)
        number(device.place.till)
        bytes(device.row.base.bytes)
        number(device.last.epoch)
        number(device.last.sequence)
        bytes(device.last.hash.bytes)
        text(device.version)
        text(device.bootNonce)
        number(device.lastSeen)
        number(device.row.archived)
        text(device.row.confirmed.rawValue)
        text(device.row.offered.rawValue)
        optional(device.row.challenge) { $0.text($1.rawValue) }
        number(device.row.isRecovering ? 1 : 0)
        optional(device.row.fence) { $0.text($1.rawValue) }
        text(GrantForm.encode(device.row.grants))
        optional(device.witness) { $0.bytes($1.bytes) }
    }

    mutating func take(_ identity: DeviceIdentity) {
        number(identity.device.number)
        bytes(identity.key.bytes)
        number(identity.pairedAt)
        number(identity.isRevoked ? 1 : 0)
        bytes(FormerKeys.encode(identity.formerKeys) ?? [])
    }

    mutating func take(_ keys: HubKeys) {
        bytes(keys.sync.bytes)
        bytes(keys.leases.bytes)
    }

    mutating func take(_ run: ChainRun) {
        take(run.key)
        bytes(run.start.hash.bytes)
        number(run.last.sequence)
        bytes(run.last.hash.bytes)
        number(run.bearer.number)
        number(run.since)
        optional(run.witness) { $0.bytes($1.bytes) }
    }

    mutating func take(_ backup: BackupEntry) {
        text(backup.name)
        number(backup.takenAt)
        bytes(backup.markBytes)
    }

    mutating func take(_ entry: JournalEntry) {
        take(entry.key)
        number(entry.kind.rawValue)
        number(entry.schema)
        optional(entry.operation) { $0.bytes($1.bytes) }
        bytes(entry.hash.bytes)
        bytes(entry.bytes)
        let (state, reason): (Int, String?) =
            switch entry.standing {
            case .applied: (0, nil)
            case .setAside(let reason): (1, reason)
            case .deferred(let reason): (2, reason)
            }
        number(state)
        optional(reason) { $0.text($1) }
    }

    mutating func take(_ sale: SaleEntry) {
        take(sale.key)
        bytes(sale.sale.bytes)
        optional(sale.reference) { $0.text($1) }
        number(sale.place.store)
        number(sale.place.till)
        number(sale.receipt.day.number)
        number(sale.receipt.number)
        number(sale.at.unixSeconds)
        number(sale.at.offsetMinutes)
        optional(sale.member) { $0.number($1.number) }
        number(sale.lines)
        take(sale.totals)
        optional(sale.accrual) { digest, pinned in
            digest.text(pinned.programme.description)
            digest.number(pinned.accrual.weighted.minorUnits)
            digest.number(pinned.accrual.points.value)
        }
        number(sale.departments.count)
        for sums in sale.departments {
            optional(sums.department) { $0.text($1) }
            number(sums.lines)
            take(sums.totals)
        }
        optional(sale.origin) { digest, origin in
            digest.bytes(origin.sale.bytes)
            digest.number(origin.day.number)
            digest.number(origin.refund.minorUnits)
        }
    }

    private mutating func take(_ totals: SaleTotals) {
        number(totals.gross.minorUnits)
        number(totals.memberDiscount.minorUnits)
        number(totals.couponMatch.minorUnits)
        number(totals.net.minorUnits)
        number(totals.makerCoupon.minorUnits)
    }

    mutating func take(_ entry: ProgrammeEntry) {
        take(entry.programme.pinned)
        bytes(ProgrammeForm.encode(entry.programme))
        text(entry.text)
    }

    mutating func take(_ version: ProgrammeVersion) {
        text(version.id)
        number(version.version)
    }

    mutating func take(_ lot: EarnedLot, of programme: String) {
        text(programme)
        number(lot.member.number)
        number(lot.day.number)
        number(lot.points.value)
    }

    mutating func take(_ erasure: Erasure) {
        number(erasure.member.number)
        number(erasure.at)
        text(erasure.by)
    }

    mutating func take(_ difference: Difference) {
        take(difference.key)
        text(difference.detail)
    }
}
