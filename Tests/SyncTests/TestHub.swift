import Records
import Sync
import SyncProtocol

/// A hub that keeps one device's chain: the real decision, a power cut, and rules left out.
actor TestHub {
    /// A rule that is left out.
    enum Mutant: CaseIterable {
        /// It answers before its commit.
        case acknowledgesBeforeKeeping
        /// It takes again what it holds already.
        case forgetsOverlap
    }

    private let device: DeviceID
    private let mutant: Mutant?
    private let credits: Int
    /// What a power cut cannot take, in the order in which it came.
    private(set) var kept: [Record] = []
    /// Acknowledged, and only in memory.
    private var pending: [Record] = []
    /// How often the hub has said that records are missing.
    private(set) var gaps = 0
    private var life = 1
    private var waiting: [(count: Int, done: CheckedContinuation<Void, Never>)] = []

    init(_ device: DeviceID = TestTill.device, mutant: Mutant? = nil, credits: Int = 7) {
        self.device = device
        self.mutant = mutant
        self.credits = credits
    }

    /// The line into this hub.
    nonisolated var link: LoopbackLink {
        LoopbackLink { path, body in await self.answer(path, body) }
    }

    /// Answers as a hub does over HTTP.
    func answer(_ path: String, _ body: [UInt8]) -> LinkAnswer {
        do {
            switch path {
            case "/v1/hello":
                guard let hello = Message.decode(Hello.self, body) else {
                    throw Refusal(.malformed, "no greeting")
                }
                return LinkAnswer(status: 200, body: Message.encode(try greet(hello)))
            case "/v1/journal":
                return LinkAnswer(status: 200, body: Message.encode(try take(try Upload(body))))
            default:
                return LinkAnswer(status: 404, body: [])
            }
        } catch let refusal as Refusal {
            if refusal.kind == .gap { gaps += 1 }
            return LinkAnswer(status: refusal.status, body: Message.encode(refusal))
        } catch {
            return LinkAnswer(status: 500, body: [])
        }
    }

    /// Returns when it keeps `count` records.
    func reaches(_ count: Int) async {
        guard kept.count < count else { return }
        await withCheckedContinuation { waiting.append((count, $0)) }
    }

    /// The power goes and comes back.
    func crash() {
        pending = []
    }

    /// A backup comes back that lacks the last `count` records.
    func restore(losing count: Int) {
        kept.removeLast(count)
        life += 1
    }

    /// Loses its tail and does not know it.
    func forget(_ count: Int) {
        kept.removeLast(count)
    }

    /// Another box has sent `records` under the device's number.
    func hold(_ records: [Record]) {
        kept = records
    }

    private var held: [Record] { kept + pending }

    private var last: ChainHead {
        held.last?.position ?? .root(of: device, epoch: 1)
    }

    private func greet(_ hello: Hello) throws(Refusal) -> Welcome {
        guard hello.head.sequence >= last.sequence else {
            throw Refusal(.rollback, "the device was set back", last: last)
        }
        return Welcome(
            incarnation: "life \(life)",
            last: last,
            archivedSequence: 0,
            credits: credits,
            hubMilliseconds: 0
        )
    }

    private func take(_ upload: Upload) throws(Refusal) -> Acknowledgement {
        let held = held
        let decision = Reception.decide(upload, last: last) { number in
            held.indices.contains(Int(number) - 1) ? held[Int(number) - 1].hash : nil
        }
        switch decision {
        case .refuse(let refusal): throw refusal
        case .take(let start): commit(upload, from: start)
        }
        return Acknowledgement(incarnation: "life \(life)", last: last, credits: credits)
    }

    private func commit(_ upload: Upload, from start: Int) {
        switch mutant {
        case .acknowledgesBeforeKeeping:
            // What came before is flushed by now; this is still in memory when the answer leaves.
            kept += pending
            pending = Array(upload.records[start...])
        case .forgetsOverlap:
            kept += upload.records
        case nil:
            kept += upload.records[start...]
        }
        for (count, done) in waiting where kept.count >= count { done.resume() }
        waiting.removeAll { kept.count >= $0.count }
    }
}
