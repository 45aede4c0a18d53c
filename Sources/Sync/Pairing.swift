public import Identity
internal import SyncProtocol

/// Pairs a till with the hub at the other end of a line.
public struct Pairing: Sendable {
    private let link: any HubLink

    /// A pairing over `link`.
    public init(over link: any HubLink) {
        self.link = link
    }

    /// Shows that somebody here knows `code`, and takes the hub's word for the rest.
    ///
    /// It may be repeated with the same seed: a hub that has taken the key says so again.
    ///
    /// - Parameters:
    ///   - seed: The till's own secret, which stays here; durable before this is called.
    ///   - nonce: 128 random bits.
    /// - Returns: Who the till is from now on.
    public func pair(
        _ code: PairingCode,
        _ seed: KeySeed,
        nonce: (UInt64, UInt64)
    ) async throws(PairingError) -> TillIdentity {
        let key = seed.key(for: .deviceSync).publicKey
        let request = PairingRequest(code, key: key, nonce: nonce)
        let answer: LinkAnswer
        do throws(LinkFault) {
            answer = try await link.post(HubPath.pair, Message.encode(request))
        } catch {
            throw .noAnswer(error.detail)
        }
        guard answer.status == 200, let pairing = Message.decode(PairingAnswer.self, answer.body)
        else {
            let refusal = Message.decode(Refusal.self, answer.body)
            throw refusal.map { .refused($0.detail) } ?? .noAnswer("status \(answer.status)")
        }
        guard pairing.isProven(to: request, by: code) else { throw .isAnotherHub }
        return TillIdentity(seed, as: pairing.device, with: pairing.hub)
    }
}

/// Why a till is not paired.
public enum PairingError: Error, Hashable, Sendable {
    /// No hub answered; it may have taken the key all the same.
    case noAnswer(String)
    /// The hub did not take the code.
    case refused(String)
    /// Whoever answered does not know the code: it is not the hub that printed it.
    case isAnotherHub
}

extension PairingError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .noAnswer(let detail): "no hub answered (\(detail)); look at --hub, and repeat this"
        case .refused(let detail): "the hub refuses: \(detail); print a code with tillhub pair"
        case .isAnotherHub:
            "whoever answered does not know the code, so it is not the hub that printed it; look "
                + "at --hub and who stands between, and print another code"
        }
    }
}
