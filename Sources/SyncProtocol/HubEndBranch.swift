internal import Records

/// How the hub takes the branch of a box that stands apart.
extension HubEnd {
    /// Decides about a branch, for the row of its bearer.
    ///
    /// Every record is a fact: those that the hub holds nowhere are stored and applied by name,
    /// whatever else is decided. The bearer whose branch comes first may go on under its number.
    ///
    /// - Parameters:
    ///   - isVerified: Whether the branch's signature holds.
    ///   - floor: The highest receipt that the hub knows of the till, this branch's included.
    ///   - fresh: 128 random bits.
    ///   - held: Whether the hub holds this very record, on a chain or in a branch.
    /// - Returns: The grant for this branch, nil while a person has to decide; or a refusal.
    public mutating func take(
        _ branch: Branch,
        isVerified: Bool = true,
        floor: Grant.ReceiptFloor?,
        fresh: (UInt64, UInt64),
        held: (ChainPlace) throws -> Bool
    ) rethrows -> Result<Grant?, Refusal> {
        guard isVerified else { return .failure(.unverified(row.device)) }
        if rules.keeps(.refusesBranchGaps), let gap = try gap(before: branch, held) {
            return .failure(refusal(.gap, gap))
        }
        // A bearer of a later epoch has a grant that this hub was restored to before.
        if branch.epoch >= row.last.epoch, row.fence == nil {
            _ = fence(branch.epoch > row.last.epoch ? .staleEpoch : .fork)
        }
        return .success(grant(branch, floor, SyncToken(chance: fresh)))
    }

    /// What the hub lacks before `branch`; nil when nothing is missing.
    ///
    /// The first record of a chain links to no record: what the box brought before it, on another
    /// chain, may have been brought to a life of this hub that is over. So the box names it.
    private func gap(
        before branch: Branch,
        _ held: (ChainPlace) throws -> Bool
    ) rethrows -> String? {
        let first = branch.upload.records[0]
        if first.sequence > 1 {
            let before = ChainHead(
                epoch: first.position.epoch,
                sequence: first.sequence - 1,
                hash: first.previous
            )
            guard try held(ChainPlace(device: first.device, head: before)) else {
                return "the hub has nothing before record \(first.sequence) of the branch"
            }
        }
        if let after = branch.after, try !held(after) {
            return """
                the hub has no record \(after.head.sequence) of epoch \(after.head.epoch), which \
                the branch follows
                """
        }
        return nil
    }

    /// The receipt for a branch that was taken.
    public func receipt(
        of branch: Branch,
        _ grant: Grant?,
        setAside: [Acknowledgement.SetAside]
    ) -> BranchReceipt {
        BranchReceipt(
            incarnation: life.incarnation,
            last: branch.tip,
            grant: grant,
            setAside: setAside
        )
    }

    private mutating func grant(
        _ branch: Branch,
        _ floor: Grant.ReceiptFloor?,
        _ token: SyncToken
    ) -> Grant? {
        let tip = branch.tip
        let number = row.device
        // A grant for an epoch that the bearer has left behind: this hub was restored since.
        row.grants.removeAll { $0.device == number && $0.epoch <= branch.epoch }
        if let moved = move(branch, floor, token) { return moved }
        if let grant = row.grants.first(where: { $0.branch == tip }) { return grant }
        let hasSuccessor = row.grants.contains { $0.device == number }
        guard row.fence != nil, branch.epoch >= row.last.epoch,
            !hasSuccessor || !rules.keeps(.grantsOneSuccessor)
        else { return nil }
        row.grants.append(successor(max(row.last.epoch, branch.epoch) + 1, tip, floor, token))
        return row.grants.last
    }

    /// Moves the grant under the bearer's own number to the end of a branch that goes on.
    ///
    /// Whoever goes on has not taken the grant, and as long as it has not started again it is the
    /// box that the grant was for. A start tells no box from its copy: the grant may be with the
    /// one, and the other go on. So the grant is over then, and the new one is of an epoch of its
    /// own, with a word of its own, that only one of them can have.
    private mutating func move(
        _ branch: Branch,
        _ floor: Grant.ReceiptFloor?,
        _ fresh: SyncToken
    ) -> Grant? {
        for (index, granted) in row.grants.enumerated() where granted.device == row.device {
            guard let next = Self.next(after: granted.branch, in: branch) else { continue }
            let isAnew = next.kind == .boot && rules.keeps(.grantsAnewAfterAStart)
            row.grants[index] = successor(
                isAnew ? granted.epoch + 1 : granted.epoch,
                branch.tip,
                floor,
                isAnew ? fresh : granted.token
            )
            return row.grants[index]
        }
        return nil
    }

    /// The base names the branch's end: a hub restored to before that end has another root.
    private func successor(
        _ epoch: UInt32,
        _ tip: ChainPlace,
        _ floor: Grant.ReceiptFloor?,
        _ token: SyncToken
    ) -> Grant {
        Grant(
            device: row.device,
            epoch: epoch,
            base: Grant.base(
                of: row.device,
                epoch: epoch,
                after: row.last.hash,
                and: tip.head.hash
            ),
            token: token,
            receiptFloor: floor,
            branch: tip
        )
    }

    /// What the box has written next after `granted`; nil when this branch does not go on there.
    private static func next(after granted: ChainPlace, in branch: Branch) -> Record? {
        if branch.after == granted, branch.tip != granted { return branch.upload.records[0] }
        return branch.upload.records.first {
            $0.device == granted.device && $0.follows(granted.head)
        }
    }
}
