internal import DurableSQLite
public import Identity
public import Records
public import Retail
internal import SyncProtocol

/// What a person orders of a hub that is serving, from the hub's own machine.
///
/// A file has one program at a time, so `tillhub pair`, `revoke`, `feed` and `risk set` ask the one
/// that has it: `POST /v1/desk`, from this machine only, sealed with the key that is in the hub's
/// folder. An order is good for as long as a code; what is repeated of it changes nothing.
public struct DeskOrder: Hashable, Codable, Sendable {
    /// An offer to keep, in the words of a message.
    public struct Offer: Hashable, Codable, Sendable {
        let name: String
        let device: DeviceID
        let secret: String
    }

    /// A file to publish, which the hub reads itself: it is on the same machine.
    public struct Publication: Hashable, Codable, Sendable {
        let feed: String
        let path: String
        /// The calling code of phone numbers without one; nil of an older program.
        var callingCode: String?
    }

    /// A member to erase.
    public struct Erased: Hashable, Codable, Sendable {
        let member: Int64
        let person: String
    }

    /// Codes to put on stock, from a file that the hub reads itself.
    public struct Stocked: Hashable, Codable, Sendable {
        let coupon: String
        let path: String
    }

    /// How much money tills may lose, in minor units.
    public struct Risked: Hashable, Codable, Sendable {
        let limit: Int64
    }

    /// What was the matter at the desk.
    public struct Outcome: Hashable, Codable, Sendable {
        /// Whether it was done.
        public let isDone: Bool
        /// What there is to say about it; nil for nothing.
        public var note: String?
    }

    /// The offer to keep, if that is wanted.
    public let offer: Offer?
    /// The device to revoke, if that is wanted.
    public let revoked: DeviceID?
    /// What to publish, if that is wanted.
    public let published: Publication?
    /// Whom to erase, if that is wanted.
    public var erased: Erased?
    /// What to put on stock, if that is wanted.
    public var stocked: Stocked?
    /// What may be lost from now on, if that is to be set.
    public var risked: Risked?
    /// When it was ordered, in milliseconds since 1970.
    public let at: Int64

    /// Orders that `offer` is kept.
    public init(keeping offer: PairingOffer) {
        self.offer = Offer(
            name: offer.name,
            device: offer.device,
            secret: offer.secret.bytes.hexadecimal
        )
        revoked = nil
        published = nil
        at = offer.made
    }

    /// Orders that `device` is revoked.
    public init(revoking device: DeviceID, at now: Int64) {
        offer = nil
        revoked = device
        published = nil
        at = now
    }

    /// Orders that a feed is published from a file.
    public init(publishing file: FeedFile, at now: Int64) {
        offer = nil
        revoked = nil
        published = Publication(
            feed: file.kind.rawValue,
            path: file.path,
            callingCode: file.callingCode
        )
        at = now
    }

    /// Orders that `member` is erased by `person`.
    public init(erasing member: MemberID, by person: String, at now: Int64) {
        offer = nil
        revoked = nil
        published = nil
        erased = Erased(member: member.number, person: person)
        at = now
    }

    /// Orders that the codes of a coupon are put on stock from a file.
    public init(stocking file: CodeFile, at now: Int64) {
        offer = nil
        revoked = nil
        published = nil
        stocked = Stocked(coupon: file.coupon, path: file.path)
        at = now
    }

    /// Orders that tills may lose `limit` from now on.
    public init(risking limit: Money, at now: Int64) {
        offer = nil
        revoked = nil
        published = nil
        risked = Risked(limit: limit.minorUnits)
        at = now
    }

    /// The file to publish from; nil when there is none.
    fileprivate var feedFile: FeedFile? {
        published.flatMap { published in
            FeedKind(rawValue: published.feed).map { kind in
                FeedFile(kind, path: published.path, callingCode: published.callingCode ?? "86")
            }
        }
    }

    /// The offer itself; nil when there is none, or it breaks its form.
    fileprivate var pairingOffer: PairingOffer? {
        guard let offer, let bytes = [UInt8](hexadecimal: offer.secret),
            let secret = PairingSecret(bytes: bytes)
        else { return nil }
        return PairingOffer(name: offer.name, device: offer.device, secret: secret, made: at)
    }
}

extension HubEndpoint {
    /// Carries out an order that came from this machine.
    public func order(_ bytes: [UInt8]) async -> Answer {
        guard let identity, let request = SealedRequest(bytes),
            request.key == identity.desk.publicKey,
            request.isGenuine(at: HubPath.desk, of: identity.sync.publicKey)
        else { return Answer(Refusal(.unverified, "this is not the hub's own key")) }
        let answer: Answer
        if let order = Message.decode(DeskOrder.self, request.message) {
            answer = await carryOut(order)
        } else {
            answer = Answer(Refusal(.malformed, "the body is not an order"))
        }
        return answer.sealed(to: request, with: identity.sync)
    }

    private func carryOut(_ order: DeskOrder) async -> Answer {
        do throws(StorageError) {
            var isDone = false
            var note: String?
            if let offer = order.pairingOffer {
                isDone = try await hub.keep(offer)
            } else if let device = order.revoked, hub.isFresh(order.at) {
                isDone = try await hub.revoke(device)
            } else if let file = order.feedFile, hub.isFresh(order.at) {
                let publication = try await hub.publish(file, by: identity?.lookup)
                (isDone, note) = (publication.isSuccess, publication.words)
            } else if let stocked = order.stocked, hub.isFresh(order.at) {
                let file = CodeFile(stocked.coupon, path: stocked.path)
                let stocking = try await hub.stock(file)
                (isDone, note) = (stocking.isSuccess, stocking.words)
            } else if let risked = order.risked, hub.isFresh(order.at) {
                let setting = try await hub.setRisk(Money(minorUnits: risked.limit))
                (isDone, note) = (setting.isSuccess, setting.words)
            } else if let erased = order.erased, hub.isFresh(order.at) {
                let member = MemberID(erased.member)
                (isDone, note) = (true, try await hub.erase(member, by: erased.person).words)
            }
            return Answer(status: 200, DeskOrder.Outcome(isDone: isDone, note: note))
        } catch {
            return Answer(.unavailable(error))
        }
    }
}

extension HubCore {
    /// Whether something of this moment, in milliseconds since 1970, is neither old nor to come.
    fileprivate func isFresh(_ moment: Int64) -> Bool {
        (now - PairingOffer.lifetime...now).contains(moment)
    }
}
