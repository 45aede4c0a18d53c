public import Records

/// How the hub takes records.
extension HubEnd {
    /// What the hub does with an upload.
    public enum Intake: Hashable, Sendable {
        /// Store and apply the records from this index on, those before it are held already; then
        /// acknowledge `row.last`.
        case take(from: Int)
        /// Store nothing, and answer this.
        case refuse(Refusal)
        /// Answer this; when the records follow what is held, store them as a branch, since nobody
        /// else may have them.
        case fork(Refusal, follows: Bool)
    }

    /// Decides about an upload, before the store is touched.
    ///
    ///     first > last + 1                      gap: the device rewinds
    ///     a number that is held, same hash      skipped: a lost answer, a duplicate, however old
    ///     a number that is held, other hash     fork: two boxes claim one number
    ///     the rest, linked to last              taken, committed, then acknowledged
    ///
    /// - Parameters:
    ///   - isVerified: Whether the upload's signature holds.
    ///   - held: Whether the hub holds this very record on the device's chain.
    public mutating func receive(
        _ upload: Upload,
        isVerified: Bool = true,
        held: (ChainHead) throws -> Bool
    ) rethrows -> Intake {
        guard isVerified else { return .refuse(.unverified(row.device)) }
        let first = upload.records[0]
        guard first.position.epoch == row.last.epoch else {
            let detail = "epoch \(first.position.epoch); the hub granted \(row.last.epoch)"
            return .refuse(refusal(.staleEpoch, detail))
        }
        if let fence = row.fence { return .refuse(refusal(fence, "the epoch is fenced")) }
        guard first.sequence <= row.last.sequence + 1 || !rules.keeps(.refusesGaps) else {
            let missing = "records \(row.last.sequence + 1) to \(first.sequence - 1) are missing"
            return .refuse(refusal(.gap, missing))
        }
        return try takeOrFork(upload, held)
    }

    private mutating func takeOrFork(
        _ upload: Upload,
        _ held: (ChainHead) throws -> Bool
    ) rethrows -> Intake {
        let last = row.last
        var taken = 0
        for record in upload.records where record.sequence <= last.sequence {
            if rules.keeps(.comparesOverlap), try !held(record.position) {
                return try fork(upload, held)
            }
            taken += 1
        }
        guard taken < upload.records.count else { return .take(from: taken) }
        guard
            upload.records[taken].follows(last) || !rules.keeps(.linksNewRecords)
                || !rules.keeps(.refusesGaps) && upload.records[taken].sequence > last.sequence + 1
        else { return try fork(upload, held) }
        row.last = upload.records[upload.records.count - 1].position
        return .take(from: taken)
    }

    /// Fences the device.
    ///
    /// The hub holds no record without all that its box wrote before: a branch may go on at any
    /// record that is held, and a grant behind it says that nothing is missing. A hub that was
    /// restored may lack what comes before this upload.
    private mutating func fork(
        _ upload: Upload,
        _ held: (ChainHead) throws -> Bool
    ) rethrows -> Intake {
        let first = upload.records[0]
        let before = ChainHead(
            epoch: first.position.epoch,
            sequence: first.sequence - 1,
            hash: first.previous
        )
        let root = ChainHead.root(of: row.device, epoch: row.last.epoch, base: row.base)
        let follows = try before == root || first.sequence > 1 && held(before)
        return .fork(fence(.fork), follows: follows || !rules.keeps(.keepsNoForkAcrossAGap))
    }

    /// The answer to an upload that was taken.
    ///
    /// - Parameter setAside: Which of its records wait for a person.
    public func acknowledgement(setAside: [Acknowledgement.SetAside]) -> Acknowledgement {
        Acknowledgement(
            incarnation: life.incarnation,
            last: row.last,
            archivedSequence: row.archived,
            setAside: setAside,
            credits: life.credits,
            retryAfterMilliseconds: life.retryAfterMilliseconds
        )
    }
}
