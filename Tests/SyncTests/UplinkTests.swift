import Foundation
import Hub
import Journal
import Records
import Sync
import SyncProtocol
import Synchronization
import Testing
import Till

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

    /// The line to `hub`, with what `change` makes of its answers.
    private func line(
        to hub: TestHub,
        _ change: @escaping @Sendable (String, LinkAnswer) -> LinkAnswer
    ) -> LoopbackLink {
        LoopbackLink { path, body in
            guard let answer = try? await hub.link.post(path, body) else {
                return LinkAnswer(status: 502, body: [])
            }
            return change(path, answer)
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
        let hub = try await TestHub()
        let trick = Mutex<Trick?>(row.trick)
        let line = line(to: hub) { path, answer in
            guard path == HubPath.journal, let trick = trick.withLock({ $0 }) else { return answer }
            return trick.answer(answer)
        }
        let box = try await TestBox(line)
        try await box.sell(5)
        // It says hello, uploads, and hears the lie.
        #expect(try await !box.drain(2))
        #expect(box.journal.queueDepth.mark.sequence == 0)
        #expect(await (box.uplink.status.apart == .fork) == row.apart)
        #expect(try await box.sell(1) == [6], "the sale path knows nothing of it")
        trick.withLock { $0 = nil }
        #expect(try await box.drain())
        #expect(try await box.faults() == [])
        #expect(try await hub.faults(sales: 6) == [])
        #expect(await box.uplink.status.fault == nil)
        #expect(box.journal.queueDepth.head.epoch == (row.apart ? 2 : 1))
    }

    @Test(arguments: [Trick.portal, .cut, .unavailable])
    func `a false welcome greets nobody`(_ trick: Trick) async throws {
        let hub = try await TestHub()
        let box = try await TestBox(line(to: hub) { _, answer in trick.answer(answer) })
        try await box.sell(3)
        #expect(try await !box.drain(20))
        #expect(box.journal.queueDepth.mark.sequence == 0)
        #expect(try await hub.core.census().records == 0)
        #expect(await box.uplink.status.fault != nil)
    }

    @Test func `a refusal is told in the hub's words, and cured by asking again`() async throws {
        let hub = try await TestHub()
        let isBusy = Mutex(true)
        let line = line(to: hub) { _, answer in
            guard isBusy.withLock({ $0 }) else { return answer }
            let refusal = Refusal(.unavailable, "the disk is full")
            return LinkAnswer(status: refusal.status, body: Message.encode(refusal))
        }
        let box = try await TestBox(line)
        try await box.sell(3)
        #expect(try await !box.drain(5))
        #expect(await box.uplink.status.fault == "unavailable: the disk is full")
        isBusy.withLock { $0 = false }
        #expect(try await box.drain())
        #expect(try await hub.faults(sales: 3) == [])
    }

    @Test func `the token is on the disk before the hub hears it`() async throws {
        let hub = try await TestHub()
        let files = Mutex<[String]>([])
        let heard = Mutex<[Bool]>([])
        let line = LoopbackLink { path, body in
            if path == HubPath.hello, let hello = Message.decode(Hello.self, body),
                let file = files.withLock({ $0.last })
            {
                // Nobody can read the database while the till has it, but its files can be copied.
                let token = try? TestBox.token(inCopyOf: file)
                heard.withLock { $0.append(token == hello.token.rawValue) }
            }
            return (try? await hub.link.post(path, body)) ?? LinkAnswer(status: 502, body: [])
        }
        let box = try await TestBox(line)
        files.withLock { $0 = [box.journal.path] }
        for _ in 0..<4 {
            try await box.sell(1)
            #expect(try await box.drain())
            try await box.wait()
        }
        let all = heard.withLock { $0 }
        #expect(all.count >= 4)
        #expect(!all.contains(false))
    }

    @Test func `a run carries what is stated while it runs, and ends when it is told to`()
        async throws
    {
        let hub = try await TestHub()
        let box = try await TestBox(hub.link)
        let uplink = Uplink(
            journal: box.journal,
            link: hub.link,
            version: "1",
            bootNonce: box.till.bootNonce,
            gatheringMilliseconds: 1
        )
        let run = Task { try await uplink.run() }
        for count in [1, 4, 30] {
            try await box.sell(count)
            uplink.wake()
            while box.journal.queueDepth.waiting > 0 { await Task.yield() }
        }
        run.cancel()
        try await run.value
        #expect(try await hub.faults(sales: 35) == [])
    }
}
