internal import Records

/// How the hub meets a device.
extension HubEnd {
    /// Decides about a hello.
    ///
    /// - Parameters:
    ///   - isVerified: Whether the hello's signature holds.
    ///   - fresh: 128 random bits, for a token or a challenge.
    public mutating func meet(
        _ hello: Hello,
        isVerified: Bool = true,
        fresh: (UInt64, UInt64)
    ) -> Result<Welcome, Refusal> {
        guard isVerified else { return .failure(.unverified(row.device)) }
        takeUpGrant(hello)
        if let fence = row.fence { return .failure(refusal(fence, "the epoch is fenced")) }
        guard hello.head.epoch == row.last.epoch else {
            let detail = "epoch \(hello.head.epoch) of device \(row.device); the hub granted "
            return .failure(refusal(.staleEpoch, detail + "\(row.last.epoch)"))
        }
        if let suspicion = suspicion(of: hello) {
            return .failure(answer(hello, suspectedOf: suspicion, fresh))
        }
        row.challenge = nil
        return .success(welcome(hello, SyncToken(chance: fresh)))
    }

    /// The first hello of a new epoch ends the fence; only the box that has the grant can say it.
    private mutating func takeUpGrant(_ hello: Hello) {
        guard row.fence != nil,
            let grant = row.grants.first(where: {
                $0.device == row.device && $0.epoch == hello.head.epoch && $0.token == hello.token
            })
        else { return }
        let others = row.grants.filter { $0.device != row.device }
        row = DeviceRow(granted: grant)
        row.grants = others
    }

    /// What speaks against it that the sender is the device; perhaps it is only late.
    private func suspicion(of hello: Hello) -> Refusal.Kind? {
        let last = row.last
        if rules.keeps(.comparesHeads) {
            if hello.head.sequence < last.sequence { return .rollback }
            if hello.head.sequence == last.sequence, hello.head.hash != last.hash { return .fork }
        }
        let isKnown = hello.token == row.confirmed || hello.token == row.offered
        guard isKnown || row.isRecovering || !rules.keeps(.rotatesTokens) else {
            return .staleToken
        }
        return nil
    }

    /// Fences the device when the suspect can still answer; a message from the past cannot.
    private mutating func answer(
        _ hello: Hello,
        suspectedOf kind: Refusal.Kind,
        _ fresh: (UInt64, UInt64)
    ) -> Refusal {
        if let challenge = row.challenge, challenge == hello.challenge {
            return fence(kind)
        }
        guard rules.keeps(.challengesBeforeFencing) else { return fence(kind) }
        let challenge = row.challenge ?? SyncToken(chance: fresh)
        row.challenge = challenge
        return Refusal(.challenged, "repeat the challenge", last: row.last, challenge: challenge)
    }

    /// The token that was offered stays the same until it is used: a hello may come twice.
    private mutating func welcome(_ hello: Hello, _ fresh: SyncToken) -> Welcome {
        if !row.offered.isNone, hello.token == row.offered {
            row.confirmed = row.offered
            row.offered = fresh
            row.isRecovering = false
        } else if row.offered.isNone || !rules.keeps(.offersOneTokenUntilUsed) {
            row.offered = fresh
        }
        return Welcome(
            incarnation: life.incarnation,
            last: row.last,
            archivedSequence: row.archived,
            credits: life.credits,
            hubMilliseconds: life.time,
            token: row.offered
        )
    }

    /// Takes nothing more in this epoch.
    mutating func fence(_ kind: Refusal.Kind) -> Refusal {
        row.fence = kind
        row.challenge = nil
        return refusal(kind, "the epoch is fenced: bring the branch")
    }

    func refusal(_ kind: Refusal.Kind, _ detail: String) -> Refusal {
        Refusal(kind, "device \(row.device): \(detail)", last: row.last)
    }
}
