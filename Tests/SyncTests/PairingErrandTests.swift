import Hub
import Identity
import Records
import Sync
import SyncProtocol
import Synchronization
import Testing

/// The errand of being paired, with everybody who may stand between the box and its hub.
struct PairingErrandTests {
    private static let code = PairingCode(chance: (0x0123_4567_89AB_CDEF, 0x7777))

    private func offering() async throws -> TestHub {
        let hub = try await TestHub(identity: PairedUplinkTests.hubIdentity)
        let offer = PairingOffer(of: DeviceID(7), to: Self.code, at: HubCore.wallClock())
        try #require(try await hub.core.keep(offer))
        return hub
    }

    private func pair(
        over link: any HubLink,
        _ code: PairingCode = code
    ) async -> Result<TillIdentity, PairingError> {
        do throws(PairingError) {
            return .success(
                try await Pairing(over: link).pair(code, .made(of: 1), nonce: (1, 2))
            )
        } catch {
            return .failure(error)
        }
    }

    private func error(_ result: Result<TillIdentity, PairingError>) -> PairingError? {
        guard case .failure(let error) = result else { return nil }
        return error
    }

    @Test func `a box that knows the code has its number and its hub's keys`() async throws {
        let hub = try await offering()
        let till = try await pair(over: hub.link).get()
        #expect(till.device == DeviceID(7))
        #expect(till.hub == PairedUplinkTests.hubIdentity.keys)
    }

    @Test func `an answer that was lost is asked for again`() async throws {
        let hub = try await offering()
        let isLost = Mutex(true)
        let line = LoopbackLink { path, body in
            let answer = try? await hub.link.post(path, body)
            let lost = isLost.withLock { lost in
                defer { lost = false }
                return lost
            }
            return lost
                ? LinkAnswer(status: 502, body: []) : answer ?? LinkAnswer(status: 502, body: [])
        }
        #expect(error(await pair(over: line)) == .noAnswer("status 502"))
        #expect(try await pair(over: line).get().device == DeviceID(7))
    }

    @Test func `another code is refused, and the refusal names no code`() async throws {
        let hub = try await offering()
        let other = PairingCode(chance: (0x0123_4567_89AB_CDEF ^ 1 << 20, 0x7777))
        let error = try #require(error(await pair(over: hub.link, other)))
        guard case .refused = error else {
            Issue.record("\(error)")
            return
        }
        #expect(!"\(error)".contains(other.spelled.suffix(4)))
    }

    /// Somebody on the line who would like to be the hub.
    enum Rogue: String, CaseIterable {
        /// Answers by itself, with a code of its own.
        case answersAlone
        /// Asks the hub, and puts its own keys in the place of the hub's.
        case swapsKeys
        /// Asks the hub, and puts another number in the place of the box's.
        case swapsNumber
        /// Asks the hub for itself, with its own key in the place of the box's.
        case swapsTill

        func answer(_ body: [UInt8], _ hub: TestHub) async -> LinkAnswer? {
            guard let request = Message.decode(PairingRequest.self, body) else { return nil }
            let own = PairedUplinkTests.rogue.keys
            switch self {
            case .answersAlone:
                let secret = PairingCode(chance: (5, 5)).secret
                return PairingAnswer(request, as: DeviceID(7), by: secret, of: own).map {
                    LinkAnswer(status: 200, body: Message.encode($0))
                }
            case .swapsTill:
                let key = KeySeed.made(of: 9).key(for: .deviceSync).publicKey
                let swapped = String(decoding: body, as: UTF8.self)
                    .replacing(request.key.description, with: key.description)
                return try? await hub.link.post(HubPath.pair, Array(swapped.utf8))
            case .swapsKeys, .swapsNumber:
                guard let answer = try? await hub.link.post(HubPath.pair, body) else { return nil }
                var text = String(decoding: answer.body, as: UTF8.self)
                let keys = PairedUplinkTests.hubIdentity.keys
                if self == .swapsKeys {
                    text.replace(keys.sync.description, with: own.sync.description)
                } else {
                    text.replace(#""device":7"#, with: #""device":8"#)
                }
                return LinkAnswer(status: answer.status, body: Array(text.utf8))
            }
        }
    }

    @Test(arguments: Rogue.allCases)
    func `nobody on the line becomes the hub or the till`(_ rogue: Rogue) async throws {
        let hub = try await offering()
        let line = LoopbackLink { _, body in
            await rogue.answer(body, hub) ?? LinkAnswer(status: 502, body: [])
        }
        let error = error(await pair(over: line))
        let known = try await hub.core.store.read { try $0.identity(of: DeviceID(7)) }
        if rogue == .swapsTill {
            guard case .refused = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(known == nil)
        } else {
            #expect(error == .isAnotherHub)
        }
        let thief = KeySeed.made(of: 9).key(for: .deviceSync).publicKey
        #expect(known?.key != thief)
    }
}
