import Foundation
import Hub
import Identity
import NIOSSL
import Records
import Sync
import SyncProtocol
import Testing

/// Whoever listens reads nothing, and whoever poses as the hub is told nothing.
struct SecureLineTests {
    private static let hub = PairedUplinkTests.hubIdentity
    private static let rogue = PairedUplinkTests.rogue

    /// What of a till and its sales stands readable in `bytes`.
    private func secrets(in bytes: [UInt8], _ till: TillIdentity? = nil) -> [String] {
        let words = [
            "米", "PJS1", "PJA1", "PJU1", "/v1/", "device", "bootNonce", "proof",
            Self.hub.keys.sync.description,
        ]
        var found = words.filter { bytes.firstRange(of: Array($0.utf8)) != nil }
        let keys = [Self.hub.keys.sync, Self.hub.tls.key.publicKey, till?.tls.certificate.owner]
        found += keys.compactMap(\.self).filter { bytes.firstRange(of: $0.bytes) != nil }
            .map { "the key \($0)" }
        return found
    }

    /// A hub that has paired device 7, and that till, with two sales to tell.
    private func shop() async throws -> (hub: TestHub, server: TestHubServer, till: TillIdentity) {
        let hub = try await TestHub(identity: Self.hub)
        let server = try await TestHubServer(hub)
        return (hub, server, try await hub.pair(1))
    }

    @Test(.timeLimit(.minutes(1)))
    func `a listener reads nothing of pairing, greeting and sales, and they arrive`() async throws {
        let hub = try await TestHub(identity: Self.hub)
        let server = try await TestHubServer(hub)
        let listener = try await Eavesdropper(before: server.port)
        let trust = HubTrust.unproven(showing: .till(.made(of: 1)))
        let till = try await hub.pair(1, over: server.line(trust, through: listener.port))
        let line = server.line(.paired(till), through: listener.port)
        let box = try await TestBox(line, identity: till)
        try await box.sell(2)
        #expect(try await box.drain())
        #expect(try await hub.faults(sales: 2) == [])
        #expect(listener.heard.count > 2000, "he heard it all")
        #expect(secrets(in: listener.heard, till) == [])
    }

    /// The bad twin of the check above.
    @Test(.timeLimit(.minutes(1)))
    func `the same listener reads what goes over plain HTTP`() async throws {
        let hub = try await TestHub()
        let server = try await TestHubServer(hub)
        let listener = try await Eavesdropper(before: server.port)
        let box = try await TestBox(server.line(.anyone, through: listener.port))
        try await box.sell(2)
        #expect(try await box.drain())
        let read = secrets(in: listener.heard)
        #expect(Set(read).isSuperset(of: ["米", "PJU1", "/v1/", "device"]), "\(read)")
    }

    /// Certificates by which nobody becomes the hub.
    enum Guise: String, CaseIterable {
        /// His own, as good as any.
        case own
        /// His own key with the hub's name over it, which the hub has not signed.
        case hubsName
        /// What a till shows that is paired with the hub.
        case till
        /// The hub's own, which was good until 1975: if dates counted, so would clocks.
        case over

        var identity: TLSIdentity {
            let rogue = SecureLineTests.rogue
            let hub = SecureLineTests.hub
            let key = rogue.tls.key
            switch self {
            case .own: return rogue.tls
            case .till: return .till(.made(of: 2))
            case .hubsName: return TLSIdentity(key, SecureLineTests.forged(key.publicKey))
            case .over:
                let validity = ("700101000000Z", "750101000000Z")
                let certificate = TLSCertificate(of: hub.tls.key.publicKey, by: hub.sync, validity)
                return TLSIdentity(hub.tls.key, certificate)
            }
        }
    }

    /// A word for `key` in the hub's name that somebody else has signed.
    private static func forged(_ key: PublicKey) -> TLSCertificate {
        let own = TLSCertificate(of: key, by: rogue.sync)
        var bytes = own.bytes
        let name = Array(own.owner.description.utf8)
        if let place = bytes.firstRange(of: name) {
            bytes.replaceSubrange(place, with: Array(hub.keys.sync.description.utf8))
        }
        guard let forged = TLSCertificate(bytes) else { return own }
        return forged
    }

    @Test(.timeLimit(.minutes(1)), arguments: Guise.allCases)
    func `a till tells nothing to who is not its hub, says so, and goes on when he is gone`(
        _ guise: Guise
    ) async throws {
        let (hub, server, till) = try await shop()
        let rogue = try await Eavesdropper(before: server.port, .poses(guise.identity))
        let box = try await TestBox(
            server.line(.paired(till), through: rogue.port),
            identity: till
        )
        try await box.sell(2)
        #expect(try await !box.drain(6))
        let fault = await box.uplink.status.fault ?? ""
        #expect(fault.contains("is not the hub"), "\(fault)")
        #expect(rogue.heard == [], "not a byte within TLS")
        let image = try await box.image()
        defer { try? FileManager.default.removeItem(atPath: image) }
        let again = try await TestBox(
            server.line(.paired(till)),
            image: image,
            identity: till
        )
        #expect(try await again.drain())
        #expect(try await hub.faults(sales: 2) == [])
    }

    /// The bad twin of the check above: a till that takes any certificate.
    @Test(.timeLimit(.minutes(1)))
    func `a till that takes any certificate tells the man in the middle, and its hub notices`()
        async throws
    {
        let (hub, server, till) = try await shop()
        let rogue = try await Eavesdropper(before: server.port, .poses(Guise.own.identity))
        let line = server.line(.unproven(showing: till.tls), through: rogue.port)
        let box = try await TestBox(line, identity: till)
        try await box.sell(2)
        #expect(try await !box.drain(6))
        let read = secrets(in: rogue.heard)
        #expect(Set(read).isSuperset(of: ["PJS1", "/v1/", "device"]), "\(read)")
        let fault = await box.uplink.status.fault ?? ""
        #expect(fault.contains("stands between"), "\(fault)")
        #expect(try await hub.core.census().records == 0)
    }

    @Test(.timeLimit(.minutes(1)))
    func `a pairing over a man in the middle fails, and costs the code nothing`() async throws {
        let hub = try await TestHub(identity: Self.hub)
        let server = try await TestHubServer(hub)
        let rogue = try await Eavesdropper(before: server.port, .poses(Guise.own.identity))
        let code = PairingCode(chance: (0x0123_4567_89AB_CDEF, 0x7777))
        let offer = PairingOffer(of: TestBox.device, to: code, at: HubCore.wallClock())
        try #require(try await hub.core.keep(offer))
        let trust = HubTrust.unproven(showing: .till(.made(of: 1)))
        for _ in 0...PairingOffer.tryLimit {
            let error = await #expect(throws: PairingError.self) {
                try await Pairing(over: server.line(trust, through: rogue.port))
                    .pair(code, .made(of: 1), nonce: (1, 2))
            }
            let words = error?.description ?? ""
            #expect(words.contains("stands between"), "\(words)")
        }
        let till = try await Pairing(over: server.line(trust))
            .pair(code, .made(of: 1), nonce: (1, 2))
        #expect(till.hub == Self.hub.keys)
    }

    @Test(.timeLimit(.minutes(1)))
    func `a proxy's page is a fault of the line, and reads nothing`() async throws {
        let (_, server, till) = try await shop()
        let page = "<html>Welcome to the mall</html>"
        let proxy = try await Eavesdropper(before: server.port, .shows(page: page))
        let box = try await TestBox(
            server.line(.paired(till), through: proxy.port),
            identity: till
        )
        try await box.sell(1)
        #expect(try await !box.drain(6))
        let fault = await box.uplink.status.fault ?? ""
        #expect(fault.contains("does not speak TLS"), "\(fault)")
        #expect(secrets(in: proxy.heard, till) == [])
        #expect(!proxy.heard.isEmpty)
    }

    @Test(.timeLimit(.minutes(1)))
    func `a hub hears a box over its own connection alone`() async throws {
        let (hub, server, till) = try await shop()
        let other = try await hub.pair(2, as: DeviceID(8))
        let forged = TLSIdentity(till.tls.key, Self.forged(till.tls.key.publicKey))
        typealias Row = (caller: TLSIdentity?, isHeard: Bool, why: String)
        let rows: [Row] = [
            (till.tls, true, "the box itself"),
            (other.tls, false, "another box of the shop, with what it took on the way"),
            (nil, false, "somebody without a certificate"),
        ]
        let question = LeaseRequest(device: till.device, epoch: 1, wishes: [], asksForAll: true)
        for (index, row) in rows.enumerated() {
            let request = till.seal(
                Message.encode(question),
                to: HubPath.leases,
                from: till.device,
                in: 1,
                nonce: (UInt64(index), 9)
            )
            let line = server.line(.pinned(Self.hub.sync.publicKey, showing: row.caller))
            let answer = try await line.post(HubPath.leases, request.bytes)
            let opened = till.open(answer.body, status: answer.status, to: request)
            #expect(opened.isGenuine)
            let refusal = Message.decode(Refusal.self, opened.message)
            let isStopped = refusal?.detail.contains("stands between") == true
            #expect(isStopped == !row.isHeard, "\(row.why): \(answer.status)")
        }
        let liar = server.line(.pinned(Self.hub.sync.publicKey, showing: forged))
        await #expect(throws: LinkFault.self, "a certificate that its owner has not signed") {
            try await liar.post(HubPath.hello, [1])
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `a hub for paired tills hears no plain HTTP, and the till is told what to do`()
        async throws
    {
        let (_, server, _) = try await shop()
        let line = HTTPHubLink(base: "http://127.0.0.1:\(server.port)", trust: .anyone)
        let fault = await #expect(throws: LinkFault.self) { try await line.post("/v1/hello", [1]) }
        #expect(fault?.detail.contains("till pair") == true, "\(fault?.detail ?? "")")
    }

    @Test func `no clock that a box can have makes a certificate too young or too old`() throws {
        let certificates = [
            Self.hub.tls.certificate.bytes,
            TLSCertificate.anchor(of: Self.hub.keys.sync),
            TLSIdentity.till(.made(of: 1)).certificate.bytes,
        ]
        for bytes in certificates {
            let read = try NIOSSLCertificate(bytes: bytes, format: .der)
            #expect(read.notValidBefore < 0, "before 1970")
            #expect(read.notValidAfter == 253_402_300_799, "the end of 9999")
        }
    }
}
