import Foundation
import Identity
import Records
import SyncProtocol

/// What a hub and a till read of strangers, before anybody is known: pairing, seals, certificates,
/// codes that people type, and the pages of a feed.
///
/// Whatever is believed of spoilt bytes ends the run: a seal that holds is not to be had by luck.
enum IdentityParsers {
    static let all = [requests, pairings, answers, certificates, codes, asks, pages]

    private static let seed: KeySeed = {
        guard let seed = KeySeed([UInt8](repeating: 7, count: 32)) else {
            preconditionFailure("32 bytes are a seed")
        }
        return seed
    }()
    private static let hub = HubIdentity(seed)
    private static let key = seed.key(for: .deviceSync)
    private static let code = PairingCode(chance: (1, 2))

    private static let requests = FuzzTarget(
        name: "wire-sealed-request",
        samples: [
            SealedRequest(
                Array("{}".utf8),
                to: "/v1/hello",
                of: hub.keys.sync,
                from: DeviceID(7),
                in: 1,
                nonce: (3, 4),
                with: key
            ).bytes
        ]
    ) { bytes in
        guard SealedRequest.isMeant(by: bytes), let request = SealedRequest(bytes) else { return }
        let isGenuine = request.isGenuine(at: "/v1/hello", of: hub.keys.sync)
        if isGenuine, request.message != Array("{}".utf8) {
            preconditionFailure("a seal holds over another message")
        }
    }

    private static let asked = PairingRequest(code, key: key.publicKey, nonce: (5, 6))

    private static let pairings = FuzzTarget(
        name: "wire-pairing",
        samples: [Message.encode(asked)]
    ) { bytes in
        guard let request = Message.decode(PairingRequest.self, bytes) else { return }
        if request.isProven(by: code.secret), request.key != key.publicKey {
            preconditionFailure("a proof holds over another key")
        }
    }

    private static let answers = FuzzTarget(
        name: "wire-pairing-answer",
        samples: [
            PairingAnswer(asked, as: DeviceID(7), by: code.secret, of: hub.keys)
                .map { Message.encode($0) } ?? []
        ]
    ) { bytes in
        guard let answer = Message.decode(PairingAnswer.self, bytes) else { return }
        if answer.isProven(to: asked, by: code), answer.hub != hub.keys {
            preconditionFailure("a proof holds over another hub")
        }
    }

    private static let certificates = FuzzTarget(
        name: "wire-certificate",
        samples: [TLSIdentity.till(seed).certificate.bytes]
    ) { bytes in
        guard let certificate = TLSCertificate(bytes) else { return }
        if certificate.isGenuine, certificate.bytes != TLSIdentity.till(seed).certificate.bytes {
            preconditionFailure("a signature holds over another certificate")
        }
    }

    private static let codes = FuzzTarget(
        name: "typed-code",
        samples: [Array(code.spelled.utf8), Array("ABCD-EFGH".utf8)]
    ) { bytes in
        let text = String(decoding: bytes, as: UTF8.self)
        Sink.swallow(PairingCode(typed: text))
        Sink.swallow(RecoveryCode(typed: text))
    }

    private static let version = FeedVersion(
        feed: "catalogue",
        number: 3,
        digest: FeedDigest.of([FeedEntry(key: "1", value: "{}")])
    )

    private static let asks = FuzzTarget(
        name: "wire-feed-request",
        samples: [
            Message.encode(
                FeedRequest(
                    device: DeviceID(7),
                    epoch: 1,
                    standings: [FeedStanding(feed: "catalogue")]
                )
            )
        ]
    ) { bytes in
        Sink.swallow(Message.decode(FeedRequest.self, bytes))
    }

    private static let pages = FuzzTarget(
        name: "wire-feed-page",
        samples: [
            Message.encode(
                FeedAnswer(
                    FeedPage(
                        version: version,
                        base: 0,
                        after: "",
                        changes: [FeedChange(FeedEntry(key: "1", value: "{}"))],
                        isLast: true,
                        seal: ""
                    )
                )
            )
        ]
    ) { bytes in
        guard let answer = Message.decode(FeedAnswer.self, bytes), let page = answer.page else {
            return
        }
        var end = FeedEnd(FeedStanding(feed: "catalogue"))
        Sink.swallow(try? end.take(page, isProven: true))
        for change in page.changes {
            guard let entry = change.entry else { continue }
            Sink.swallow(CatalogueEntry(entry))
            Sink.swallow(CardEntry(entry))
            Sink.swallow(MemberEntry(entry))
            Sink.swallow(CouponEntry(entry))
        }
    }
}
