import Hub
import Identity
import Sync
import SyncProtocol
import Synchronization

/// A line on which somebody sits who lies as long as `lie` says so.
final class PairedLine: Sendable {
    /// What comes back instead of the hub's answer.
    enum Lie: String, CaseIterable {
        /// The hub's own words, which nobody signed.
        case unsealed
        /// One bit of the signature or of the words is another.
        case flipped
        /// The last byte is missing.
        case cut
        /// The hub's signed answer to an earlier question.
        case replayed
        /// Another status over the same answer.
        case otherStatus
        /// Signed by a hub that the till is not paired with.
        case rogueHub
        /// A refusal by which a till stands apart, from somebody on the line.
        case forgedFork
        /// A refusal by which a till stops sending, from somebody on the line.
        case forgedRevocation
        /// A captive portal's page.
        case portal
    }

    let lie: Mutex<Lie?>
    private let old = Mutex<LinkAnswer?>(nil)
    private let bodies = Mutex<[[UInt8]]>([])
    private let hub: TestHub

    init(to hub: TestHub, _ lie: Lie? = nil) {
        self.hub = hub
        self.lie = Mutex(lie)
    }

    /// What the till has sent.
    var sent: [[UInt8]] { bodies.withLock { $0 } }

    var link: LoopbackLink {
        LoopbackLink { path, body in await self.answer(path, body) }
    }

    private func answer(_ path: String, _ body: [UInt8]) async -> LinkAnswer {
        bodies.withLock { $0.append(body) }
        guard let honest = try? await hub.link.post(path, body) else {
            return LinkAnswer(status: 502, body: [])
        }
        let earlier = old.withLock { old in
            defer { old = honest }
            return old
        }
        guard let lie = lie.withLock({ $0 }), path != HubPath.pair else { return honest }
        return Self.tell(lie, honest, earlier, body)
    }

    private static func tell(
        _ lie: Lie,
        _ honest: LinkAnswer,
        _ earlier: LinkAnswer?,
        _ body: [UInt8]
    ) -> LinkAnswer {
        let words = Array(honest.body.dropFirst(SealedAnswer.overhead))
        func refusal(_ kind: Refusal.Kind) -> LinkAnswer {
            let refusal = Refusal(kind, "says somebody")
            return LinkAnswer(status: refusal.status, body: Message.encode(refusal))
        }
        switch lie {
        case .unsealed: return LinkAnswer(status: honest.status, body: words)
        case .flipped:
            var bytes = honest.body
            if let last = bytes.indices.last { bytes[last / 2] ^= 1 }
            return LinkAnswer(status: honest.status, body: bytes)
        case .cut: return LinkAnswer(status: honest.status, body: honest.body.dropLast())
        case .replayed: return earlier ?? LinkAnswer(status: 502, body: [])
        case .otherStatus: return LinkAnswer(status: 201, body: honest.body)
        case .rogueHub:
            guard let request = SealedRequest(body) else { return honest }
            let sealed = SealedAnswer.seal(
                words,
                status: honest.status,
                to: request,
                with: PairedUplinkTests.rogue.sync
            )
            return LinkAnswer(status: honest.status, body: sealed)
        case .forgedFork: return refusal(.fork)
        case .forgedRevocation: return refusal(.revoked)
        case .portal:
            return LinkAnswer(status: 200, body: Array("<html>Welcome</html>".utf8))
        }
    }
}
