import Foundation
import Records
import Sync
import SyncProtocol
import Synchronization
import Testing

/// The uplink does what its machine decides, and believes nobody but the hub.
struct UplinkTests {
    /// What comes back instead of the hub's answer.
    enum Trick: Sendable {
        case portal
        case cut
        case unavailable
        case wrongHash
        case otherLife
        case ahead
        case otherEpoch

        /// The false answer to a request that the hub answered with `answer`.
        func answer(_ answer: LinkAnswer) -> LinkAnswer {
            switch self {
            case .portal:
                return LinkAnswer(status: 200, body: Array("<html>Welcome</html>".utf8))
            case .cut:
                return LinkAnswer(status: 200, body: Array(answer.body.dropLast(1)))
            case .unavailable:
                return LinkAnswer(status: 503, body: Array("Service Unavailable".utf8))
            case .wrongHash:
                return forged(answer) {
                    ($0, ChainHead(epoch: 1, sequence: $1.sequence, hash: .zero))
                }
            case .otherLife:
                return forged(answer) { (_, last) in ("another life", last) }
            case .ahead:
                return forged(answer) { ($0, ChainHead(epoch: 1, sequence: 99, hash: $1.hash)) }
            case .otherEpoch:
                return forged(answer) {
                    ($0, ChainHead(epoch: 2, sequence: $1.sequence, hash: $1.hash))
                }
            }
        }

        private func forged(
            _ answer: LinkAnswer,
            _ change: (String, ChainHead) -> (String, ChainHead)
        ) -> LinkAnswer {
            guard let honest = Message.decode(Acknowledgement.self, answer.body) else {
                return answer
            }
            let (life, last) = change(honest.incarnation, honest.last)
            let lie = Acknowledgement(incarnation: life, last: last, credits: 7)
            return LinkAnswer(status: 200, body: Message.encode(lie))
        }
    }

    typealias Row = (trick: Trick, apart: Bool, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        (.portal,      false, "a captive portal's page with status 200 is no acknowledgement"),
        (.cut,         false, "half an answer is none"),
        (.unavailable, false, "something in between is busy"),
        (.otherLife,   false, "the hub was restored in the meantime: meet it again"),
        (.otherEpoch,  false, "an acknowledgement of another life of this device"),
        (.wrongHash,   true,  "the hub holds other records under this number"),
        (.ahead,       true,  "it acknowledges what was never stated"),
    ]

    @Test(arguments: rows)
    func `only the hub's own word about this very chain moves the mark`(_ row: Row) async throws {
        let till = try await TestTill(20)
        let hub = TestHub()
        let trick = Mutex<Trick?>(row.trick)
        let line = LoopbackLink { path, body in
            let answer = await hub.answer(path, body)
            guard path == "/v1/journal", let trick = trick.withLock({ $0 }) else { return answer }
            return trick.answer(answer)
        }
        let uplink = try await till.uplink(line)
        // It says hello, uploads, and hears the lie.
        #expect(try await !uplink.drain(patience: 2))
        #expect(try await till.mark() == 0)
        let status = await uplink.status
        if case .apart(.fork, _) = status.state {
            #expect(row.apart)
        } else {
            #expect(!row.apart, "\(status.state)")
        }
        trick.withLock { $0 = nil }
        #expect(try await uplink.drain(patience: 50))
        #expect(try await till.faults(hub) == [])
        #expect(await uplink.status.fault == nil)
    }

    @Test(arguments: [Trick.portal, .cut, .unavailable])
    func `a false welcome greets nobody`(_ trick: Trick) async throws {
        let till = try await TestTill(3)
        let hub = TestHub()
        let line = LoopbackLink { path, body in trick.answer(await hub.answer(path, body)) }
        let uplink = try await till.uplink(line)
        #expect(try await !uplink.drain(patience: 20))
        #expect(try await till.mark() == 0)
        #expect(await hub.kept.isEmpty)
        #expect(await uplink.status.fault != nil)
    }

    @Test func `a refusal is told in the hub's words, and cured by asking again`() async throws {
        let till = try await TestTill(3)
        let hub = TestHub()
        let isBusy = Mutex(true)
        let line = LoopbackLink { path, body in
            guard isBusy.withLock({ $0 }) else { return await hub.answer(path, body) }
            let refusal = Refusal(.unavailable, "the disk is full")
            return LinkAnswer(status: refusal.status, body: Message.encode(refusal))
        }
        let uplink = try await till.uplink(line)
        #expect(try await !uplink.drain(patience: 5))
        #expect(await uplink.status.fault == "unavailable: the disk is full")
        isBusy.withLock { $0 = false }
        #expect(try await uplink.drain(patience: 20))
        #expect(try await till.faults(hub) == [])
    }

    @Test func `a run carries what is stated while it runs, and ends when it is told to`()
        async throws
    {
        let till = try await TestTill(1)
        let hub = TestHub()
        let uplink = try await till.uplink(hub.link)
        let run = Task { try await uplink.run() }
        for count in [1, 4, 30] {
            try await till.state(count)
            uplink.wake()
            await hub.reaches(try await till.records().count)
        }
        run.cancel()
        try await run.value
        #expect(await hub.kept.map(\.hash) == (try await till.records().map(\.hash)))
    }
}
