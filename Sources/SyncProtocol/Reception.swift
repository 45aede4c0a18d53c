public import Records

/// What the hub decides about an upload, before it touches its store.
///
/// The hub hands in what it knows and carries out the answer inside the transaction in which it
/// read it:
///
///     first > last + 1                      gap: the device rewinds
///     a number that is held, same hash      skipped: a lost answer, a duplicate, days old or not
///     a number that is held, other hash     fork: two boxes claim one number
///     the rest, linked to last              taken, committed, then acknowledged
public enum Reception: Hashable, Sendable {
    /// Store and apply the records from this index on; those before it are held already.
    case take(from: Int)
    /// Answer this and store nothing.
    case refuse(Refusal)

    /// Decides about `upload`.
    ///
    /// - Parameters:
    ///   - last: The last record of this device that the hub holds.
    ///   - held: The hash of the record that the hub holds under a number up to `last`.
    public static func decide(
        _ upload: Upload,
        last: ChainHead,
        held: (UInt64) throws -> Digest?
    ) rethrows -> Reception {
        let first = upload.records[0]
        guard first.position.epoch == last.epoch else {
            return .refuse(
                Refusal(
                    .staleEpoch,
                    "device \(upload.device) sends epoch \(first.position.epoch), the hub granted "
                        + "\(last.epoch)",
                    last: last
                )
            )
        }
        guard first.sequence <= last.sequence + 1 else {
            return .refuse(
                Refusal(
                    .gap,
                    "records \(last.sequence + 1) to \(first.sequence - 1) are missing",
                    last: last
                )
            )
        }

        var taken = 0
        for record in upload.records where record.sequence <= last.sequence {
            guard try held(record.sequence) == record.hash else {
                return .refuse(fork(record, last))
            }
            taken += 1
        }
        if taken < upload.records.count, !upload.records[taken].follows(last) {
            return .refuse(fork(upload.records[taken], last))
        }
        return .take(from: taken)
    }

    private static func fork(_ record: Record, _ last: ChainHead) -> Refusal {
        Refusal(
            .fork,
            "the hub holds another record \(record.sequence) of device \(record.device)",
            last: last
        )
    }
}
