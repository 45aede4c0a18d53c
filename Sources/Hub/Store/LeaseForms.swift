internal import FoundationEssentials
package import Loyalty
internal import Records
internal import Retail

/// How every store keeps a lease: its words as the hub granted it, until it is over.
extension LeaseEntry {
    /// The lease's words; nil when they are not kept.
    package var words: String? { lease?.text }

    /// The entry that a store's columns say; nil for a store that is damaged.
    package init?(id: LeaseID, device: Int64, epoch: Int64, state: Int, words: String?) {
        let lease = words.flatMap { Lease(text: $0) }
        guard let state = State(rawValue: state), (words == nil) == (lease == nil) else {
            return nil
        }
        let holder = LeaseHolder(
            device: UInt32(truncatingIfNeeded: device),
            epoch: UInt32(truncatingIfNeeded: epoch)
        )
        self.init(id: id, holder: holder, lease: lease, state: state)
    }
}

/// How every store keeps what it knows of a device: 0 not awaited, 1 its hello, 2 its records.
extension LeaseDevice {
    /// The kind of what is awaited, and the record.
    package var columns: (kind: Int, epoch: Int64, sequence: Int64) {
        switch awaited {
        case nil: (0, 0, 0)
        case .hello: (1, 0, 0)
        case .records(let epoch, let sequence): (2, Int64(epoch), Int64(clamping: sequence))
        }
    }

    /// The device that a store's columns say.
    package init(device: Int64, begun: Int64, kind: Int, epoch: Int64, sequence: Int64) {
        let awaited: Awaited? =
            switch kind {
            case 0: nil
            case 1: .hello
            default:
                .records(
                    epoch: UInt32(truncatingIfNeeded: epoch),
                    sequence: UInt64(clamping: sequence)
                )
            }
        self.init(
            device: UInt32(truncatingIfNeeded: device),
            begun: UInt32(truncatingIfNeeded: begun),
            awaited: awaited
        )
    }
}

/// How every store keeps an excess: JSON with sorted keys, compared byte for byte.
package enum ExcessForm {
    /// The words of one excess; units are named as in records.
    private struct Words: Codable {
        struct Unit: Codable {
            let unit: String
            let count: Int64
        }

        let lease: String
        let pool: String
        let spent: [Unit]
        let beyond: [Unit]
        let risk: [Unit]
        /// Minor units; nil for what was not on the shop's risk, and in words of older programs.
        var worth: Int64?
        var lost: Int64?
    }

    package static func encode(_ excess: LeaseExcess) -> String {
        let words = Words(
            lease: excess.spend.lease.description,
            pool: excess.spend.pool.description,
            spent: units(excess.spend.units),
            beyond: units(excess.beyond),
            risk: units(excess.risk),
            worth: excess.spend.worth?.minorUnits,
            lost: excess.lost?.minorUnits
        )
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return String(decoding: try encoder.encode(words), as: UTF8.self)
        } catch {
            preconditionFailure("an excess holds nothing that JSON cannot say: \(error)")
        }
    }

    /// The excess in `text`; a store that holds anything else there is damaged.
    package static func decode(_ text: String) -> LeaseExcess? {
        guard let words = try? JSONDecoder().decode(Words.self, from: Data(text.utf8)),
            let lease = LeaseID(words.lease), let pool = LeasePool(words.pool),
            let spent = holding(words.spent), let beyond = holding(words.beyond),
            let risk = holding(words.risk)
        else { return nil }
        return LeaseExcess(
            spend: LeaseSpend(
                lease: lease,
                pool: pool,
                units: spent,
                worth: words.worth.map(Money.init(minorUnits:))
            ),
            beyond: beyond,
            risk: risk,
            lost: words.lost.map(Money.init(minorUnits:))
        )
    }

    private static func units(_ holding: Holding) -> [Words.Unit] {
        holding.entries.map { Words.Unit(unit: $0.unit.description, count: $0.count) }
    }

    private static func holding(_ units: [Words.Unit]) -> Holding? {
        let entries = units.compactMap { word in
            LeaseUnit(word.unit).map { Holding.Entry($0, word.count) }
        }
        return entries.count == units.count ? Holding(entries) : nil
    }
}
