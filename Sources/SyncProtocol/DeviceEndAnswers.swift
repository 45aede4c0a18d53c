internal import Records

/// How the device takes what the hub says.
extension DeviceEnd {
    mutating func take(_ welcome: Welcome, _ own: Digest?, _ moment: Moment) -> Action {
        let isOwn = own == welcome.last.hash || !rules.keeps(.comparesWelcomedHash)
        guard welcome.last.epoch == memory.mark.epoch, isOwn else {
            return standApart(.fork, moment)
        }
        let interval = Self.helloInterval
        state = .connected(
            helloBy: moment.time + interval + Int64(moment.chance % UInt64(interval / 2))
        )
        challenge = nil
        faultsInARow = 0
        credits = clamped(welcome.credits)
        // A hub that was restored believes only the second hello, which has its new token: the
        // first may be a message from the past.
        let isRestored = memory.incarnation.map { $0 != welcome.incarnation } ?? false
        if isRestored, !welcome.token.isNone { state = .meeting }
        memory.incarnation = welcome.incarnation
        memory.archived = min(welcome.archivedSequence, welcome.last.sequence)
        if !welcome.token.isNone { memory.token = welcome.token }
        // A hub that lost its tail (restored from a backup) names an earlier record: send again.
        if welcome.last.sequence > memory.mark.sequence || rules.keeps(.sendsAgainWhatTheHubForgot)
        {
            memory.mark = welcome.last
        }
        return .remember
    }

    mutating func take(_ answer: Acknowledgement, _ own: Digest?, _ moment: Moment) -> Action {
        guard answer.incarnation == memory.incarnation, answer.last.epoch == memory.mark.epoch
        else {
            state = .meeting
            return .proceed
        }
        guard own == answer.last.hash || !rules.keeps(.comparesAcknowledgedHash) else {
            return standApart(.fork, moment)
        }
        faultsInARow = 0
        credits = clamped(answer.credits)
        allowance = min(allowance + Self.growth, Upload.recordLimit)
        memory.archived = min(answer.archivedSequence, answer.last.sequence)
        // A duplicate of an old answer may come late; the mark never goes back on its account.
        if answer.last.sequence > memory.mark.sequence { memory.mark = answer.last }
        if answer.retryAfterMilliseconds > 0 {
            let wait = min(answer.retryAfterMilliseconds, Self.longestRest)
            state = .resting(until: moment.time + wait + Int64(moment.chance % UInt64(wait)))
        }
        return .remember
    }

    mutating func take(
        _ receipt: BranchReceipt,
        _ own: Digest?,
        _ tip: ChainPlace,
        _ moment: Moment
    ) -> Action {
        guard own == receipt.last.head.hash else { return rest(moment) }
        if broughtTo != receipt.incarnation, rules.keeps(.bringsBranchToEveryLife) {
            let isFirst = brought == nil
            broughtTo = receipt.incarnation
            // What the hub was brought in its former life may be gone: begin again.
            guard isFirst else {
                brought = nil
                return .proceed
            }
        }
        brought = receipt.last
        faultsInARow = 0
        let isWhole = receipt.last == tip || !rules.keeps(.adoptsOnlyBehindLastRecord)
        if let grant = receipt.grant, grant.branch == receipt.last, isWhole {
            return .adopt(grant)
        }
        guard receipt.last == tip else { return .proceed }
        state = .resting(until: moment.time + Self.longestRest / 2 + jitter(moment) / 2)
        return .proceed
    }

    mutating func take(_ refusal: Refusal, _ moment: Moment) -> Action {
        if !rules.keeps(.passesOverNoRecord), memory.apart == nil,
            refusal.kind == .malformed || refusal.kind == .unavailable
        {
            memory.mark = known
        }
        switch refusal.kind {
        case .fork, .rollback, .staleToken, .staleEpoch:
            return standApart(refusal.kind, moment)
        case .gap where memory.apart != nil:
            // The hub misses what was brought before: begin again.
            brought = nil
            return rest(moment)
        case .gap:
            // The hub says how far it got: greet it again, and the mark follows its word.
            state = .meeting
            return .proceed
        case .challenged where refusal.challenge != challenge:
            challenge = refusal.challenge
            return .proceed
        case .tooLarge:
            allowance = max(1, allowance / 2)
            return .proceed
        case .challenged, .revoked, .unverified, .malformed, .unavailable:
            return rest(moment)
        }
    }

    private mutating func standApart(_ kind: Refusal.Kind, _ moment: Moment) -> Action {
        challenge = nil
        guard memory.apart == nil else { return rest(moment) }
        memory.apart = kind
        (brought, broughtTo) = (nil, nil)
        state = .apart
        return .standApart(kind)
    }

    /// Full jitter: anything from nothing to the doubled bound, so that 500 tills do not come back
    /// at once.
    mutating func rest(_ moment: Moment) -> Action {
        let bound = min(Self.longestRest, Self.shortestRest << min(faultsInARow, 16))
        faultsInARow += 1
        allowance = max(1, allowance / 2)
        state = .resting(until: moment.time + 1 + Int64(moment.chance % UInt64(bound)))
        return .proceed
    }

    private func jitter(_ moment: Moment) -> Int64 {
        Int64(moment.chance % UInt64(Self.longestRest))
    }

    private func clamped(_ credits: Int) -> Int {
        min(max(1, credits), Upload.recordLimit)
    }
}
