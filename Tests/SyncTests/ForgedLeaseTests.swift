import Identity
import Journal
import Loyalty
import Records
import Retail
import Sync
import SyncProtocol
import Testing

/// Whoever has a hub's key for answers alone can grant no till anything.
struct ForgedLeaseTests {
    /// What somebody with the hub's key for answers makes of the hub's grants.
    enum Forgery: String, CaseIterable {
        /// They are as programs of before sent them.
        case unsigned
        /// They are signed, with the key that the forger has.
        case byTheKeyForAnswers
        /// They are signed by a hub that the till is not paired with.
        case byARogue
    }

    /// The line to `hub`, on which the forger sits.
    private static func line(to hub: TestHub, _ forgery: Forgery?) -> LoopbackLink {
        LoopbackLink { path, body in
            guard let honest = try? await hub.link.post(path, body) else {
                return LinkAnswer(status: 502, body: [])
            }
            guard path == HubPath.leases, let forgery else { return honest }
            return forge(forgery, honest, body)
        }
    }

    private static func forge(
        _ forgery: Forgery,
        _ honest: LinkAnswer,
        _ body: [UInt8]
    ) -> LinkAnswer {
        let request = SealedRequest(body)
        let overhead = request == nil ? 0 : SealedAnswer.overhead
        let words = Array(honest.body.dropFirst(overhead))
        guard let answer = Message.decode(LeaseAnswer.self, words) else { return honest }
        let forged = LeaseAnswer(
            leases: answer.leases.map { sign($0, forgery) },
            refused: answer.refused
        )
        let message = Message.encode(forged)
        let sync = PairedUplinkTests.hubIdentity.sync
        let sealed = request.map {
            SealedAnswer.seal(message, status: honest.status, to: $0, with: sync)
        }
        return LinkAnswer(status: honest.status, body: sealed ?? message)
    }

    private static func sign(_ grant: SignedLease, _ forgery: Forgery) -> SignedLease {
        let hub = PairedUplinkTests.hubIdentity
        switch forgery {
        case .unsigned: return grant.signed("")
        case .byTheKeyForAnswers:
            let text =
                Array("PJ1-lease".utf8) + hub.keys.sync.bytes
                + Digest.of(Array(grant.text.utf8)).bytes
            return grant.signed(hub.sync.signature(over: text).hexadecimal)
        case .byARogue: return LeaseSeal.seal(grant, by: PairedUplinkTests.rogue)
        }
    }

    /// A box whose member has earned ten points and asks for five of them.
    private func wish(
        of identity: HubIdentity?,
        _ forgery: Forgery?
    ) async throws -> (answer: WishAnswer, box: LeaseBox) {
        let clock = ShopClock()
        let hub = try await TestHub(
            identity: identity,
            clock: { clock.wall() },
            leaseTerms: LeaseBox.terms
        )
        let till = identity == nil ? nil : try await hub.pair(1)
        let line = Self.line(to: hub, forgery)
        let box = try await LeaseBox(7, line, clock, seed: 1, identity: till)
        try await box.sell(MemberID(1))
        #expect(try await box.drain())
        let answer = try await box.wish(for: 5, of: MemberID(1))
        return (answer, box)
    }

    @Test(arguments: Forgery.allCases)
    func `a paired till holds nothing that the key for leases has not signed`(
        _ forgery: Forgery
    ) async throws {
        let (answer, box) = try await wish(of: PairedUplinkTests.hubIdentity, forgery)
        #expect(answer == .unanswered)
        #expect(box.journal.purse.held.isEmpty)
        #expect(try await box.sell(MemberID(1), redeeming: 5).total == 0)
    }

    @Test func `the acceptance of a lease keeps the hub's word for it`() async throws {
        let (answer, box) = try await wish(of: PairedUplinkTests.hubIdentity, nil)
        #expect(answer.kind == .held)
        let records = try await box.journal.records(after: 0, limit: 100, byteLimit: 1 << 20)
        let grants = try records.compactMap { record -> SignedLease? in
            guard case .lease(.accepted(let grant)) = try Fact(record) else { return nil }
            return grant
        }
        #expect(grants.count == 1)
        #expect(
            grants.allSatisfy { LeaseSeal.holds($0, of: PairedUplinkTests.hubIdentity.keys) }
        )
    }

    /// The bad twin: a till that cannot know its hub believes the same forgers.
    @Test(arguments: Forgery.allCases)
    func `a till that is not paired is fooled`(_ forgery: Forgery) async throws {
        let (answer, _) = try await wish(of: nil, forgery)
        #expect(answer.kind == .held)
    }
}
