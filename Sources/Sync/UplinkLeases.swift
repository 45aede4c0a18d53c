internal import DurableSQLite
internal import Glibc
internal import Identity
internal import Journal
internal import Logging
public import Loyalty
internal import Records
internal import SyncProtocol

/// How a till leases: by which terms, and by which clock its records are dated.
public struct LeaseDuty: Sendable {
    /// The terms: they are the hub's as well.
    public let terms: LeaseTerms
    /// The wall clock, in milliseconds since 1970.
    let wall: @Sendable () -> Int64
    /// Whether somebody is being served, who may want to spend what was earned here.
    let isSelling: @Sendable () async -> Bool
    /// The pools that whoever is being served may want to spend; nil keeps all that is held.
    let wanted: @Sendable () async -> Set<LeasePool>?

    /// A till's duty under `terms`.
    ///
    /// - Parameters:
    ///   - wall: The wall clock, in milliseconds since 1970; the machine's own unless told.
    ///   - isSelling: Whether somebody is being served.
    ///   - wanted: The pools of points and of codes that whoever is being served may want to spend:
    ///     what is held of others goes back while the hub is there. Nil keeps all until it is over.
    public init(
        terms: LeaseTerms = LeaseTerms(),
        wall: @escaping @Sendable () -> Int64 = LeaseDuty.machineClock,
        isSelling: @escaping @Sendable () async -> Bool = { false },
        wanted: @escaping @Sendable () async -> Set<LeasePool>? = { nil }
    ) {
        self.terms = terms
        self.wall = wall
        self.isSelling = isSelling
        self.wanted = wanted
    }

    /// The machine's own clock.
    public static let machineClock: @Sendable () -> Int64 = {
        var time = timespec()
        _ = clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}

/// What came of a wish for a lease.
public enum WishAnswer: Hashable, Sendable {
    /// The till holds it, durably: it may be spent now.
    case held(Lease)
    /// The hub grants nothing.
    case refused(LeaseRefusal)
    /// There is no hub now, or it did not answer: what the till holds already is all there is.
    case unanswered
}

/// A wish whose customer waits.
struct WaitingWish {
    let wish: LeaseWish
    let answer: CheckedContinuation<WishAnswer, Never>
}

/// How the uplink sees to the leases: it asks and gives back beside the journal's records.
///
/// Everything about leases is asked between a hello and the next, one question at a time: so a
/// hello stands for every lease that the till has, and no grant crosses it.
extension Uplink {
    /// Asks the hub for a lease and waits for its answer; at once when no hub is there.
    ///
    /// Redemption with a line is this, with a wish for just so much; a till that wants to be ready
    /// for a day without a line wishes for more.
    ///
    /// - Parameter only: The one unit that it has to be, such as a coupon's code; nil for any.
    public func wish(
        for amount: Int64,
        of pool: LeasePool,
        only: LeaseUnit? = nil
    ) async -> WishAnswer {
        guard let duty, !hasEnded, case .connected = status.state else { return .unanswered }
        let name = operation(duty)
        let wish = LeaseWish(id: LeaseID(name), pool: pool, amount: amount, only: only)
        return await withCheckedContinuation { answer in
            wishes.append(WaitingWish(wish: wish, answer: answer))
            wake()
        }
    }

    /// The hub has greeted the box: it may spend what it holds.
    func witness(_ welcome: Welcome, asked: Int64) {
        guard let duty else { return }
        switch status.state {
        case .connected, .meeting: break
        case .resting, .apart: return
        }
        let time = HubTime(
            hub: welcome.hubMilliseconds,
            asked: asked,
            heard: counted,
            drift: duty.terms.drift
        )
        journal.witness(time, by: duty.terms)
        // The hub compares nothing while records are on their way: to wait for a hello that finds
        // the queue empty may take for ever in a shop that is busy.
        if welcome.leasesDiffer != false { asksForAll = true }
    }

    /// Gives back what is over, and asks for what is wished for.
    func tendLeases() async throws(StorageError) {
        guard let duty else { return }
        let isSelling = await duty.isSelling()
        let wanted = await duty.wanted()
        let due = journal.purse.due(
            at: moment(duty),
            isLinked: isLinked,
            isSelling: isSelling,
            wanted: wanted,
            renewal: duty.terms.duration / 2
        )
        for lease in due { try await state(.givenBack(lease.id), duty) }
        guard isLinked else { return answerWishes([:]) }
        let asksNow = asksForAll && journal.queueDepth.waiting == 0
        guard asksNow || !wishes.isEmpty else { return }
        try await askForLeases(duty, all: asksNow)
    }

    /// Tells everybody who waits that there is no answer.
    func answerWishes(_ answers: [LeaseID: WishAnswer]) {
        let waiting = wishes
        wishes = []
        for wish in waiting { wish.answer.resume(returning: answers[wish.wish.id] ?? .unanswered) }
    }

    private var isLinked: Bool { if case .connected = status.state { true } else { false } }

    private func askForLeases(
        _ duty: LeaseDuty,
        all asksNow: Bool
    ) async throws(StorageError) {
        let waiting = wishes.prefix(LeaseRequest.wishLimit)
        wishes.removeFirst(waiting.count)
        let request = LeaseRequest(
            device: journal.device,
            epoch: journal.queueDepth.head.epoch,
            wishes: waiting.map(\.wish),
            asksForAll: asksNow
        )
        if asksNow { asksForAll = false }
        let body = Message.encode(request)
        let answer = await send(HubPath.leases, body, in: request.epoch, as: LeaseAnswer.self)
        var answers: [LeaseID: WishAnswer] = [:]
        defer {
            for wish in waiting {
                wish.answer.resume(returning: answers[wish.wish.id] ?? .unanswered)
            }
        }
        switch answer {
        case .message(let message):
            for grant in message.leases { try await take(grant, duty) }
            answers = message.answers(journal.purse)
        case .otherwise(let event, let isVerified):
            asksForAll = asksForAll || request.asksForAll
            try await follow(event, isVerified: isVerified)
        }
    }

    /// Accepts a grant that is wanted, by a record, before any of it is spent.
    ///
    /// The answer around it was signed with the hub's key for answers; a grant needs the one for
    /// leases, if the till is paired, and what has another signature is as if it had not come.
    private func take(_ grant: SignedLease, _ duty: LeaseDuty) async throws(StorageError) {
        if let identity, !LeaseSeal.holds(grant, of: identity.hub) {
            fault = "a lease is not signed with the hub's key for leases: is tillhub too old?"
            return log.warning("\(fault ?? "")")
        }
        let holder = LeaseHolder(
            device: journal.device.number,
            epoch: journal.queueDepth.head.epoch
        )
        guard let lease = grant.lease, lease.holder == holder else { return }
        let purse = journal.purse
        if purse.wants(lease, at: moment(duty)) {
            try await state(.accepted(grant), duty)
        } else if purse.refuses(lease) {
            try await state(.givenBack(lease.id), duty)
        }
    }

    /// Writes a record; one that the journal refuses was overtaken by another, and says nothing.
    private func state(_ fact: LeaseFact, _ duty: LeaseDuty) async throws(StorageError) {
        let draft = JournalDraft(
            .lease(fact),
            operation: operation(duty),
            wallMilliseconds: duty.wall(),
            monotonicNanoseconds: UInt64(max(0, counted)) * 1_000_000
        )
        do throws(StorageError) {
            try await journal.append([draft])
        } catch .refused(_, let detail) {
            log.warning("a record about a lease was not written: \(detail)")
        } catch {
            throw error
        }
    }

    private func moment(_ duty: LeaseDuty) -> PurseMoment {
        journal.purseMoment(wall: duty.wall(), counted: counted, by: duty.terms)
    }

    private func operation(_ duty: LeaseDuty) -> OperationID {
        OperationID(milliseconds: duty.wall(), chance: (random(), random()))
    }
}

extension LeaseAnswer {
    /// What it says to each wish, when `purse` has taken what it wanted.
    fileprivate func answers(_ purse: Purse) -> [LeaseID: WishAnswer] {
        var answers: [LeaseID: WishAnswer] = [:]
        // As the purse has it: what was not signed may bear the name of what was.
        for id in leases.compactMap(\.lease?.id) {
            if let held = purse.held[id] { answers[id] = .held(held.lease) }
        }
        for refused in refused {
            guard let name = OperationID(refused.lease) else { continue }
            answers[LeaseID(name)] = LeaseRefusal(rawValue: refused.reason).map(WishAnswer.refused)
        }
        return answers
    }
}
