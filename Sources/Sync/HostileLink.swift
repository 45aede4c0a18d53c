internal import Synchronization

/// A line that does what networks, proxies and captive portals do on their worst days, by seed.
///
/// It loses requests and answers, delivers a request again much later (between other requests, or
/// after many), delivers one late that the device has given up, cuts bodies in the middle, and
/// answers with a 503 or with somebody's web page. The hub behind it must end up with every record
/// once.
public final class HostileLink: HubLink {
    /// What a line can do to one request.
    public enum Fault: String, CaseIterable, Sendable {
        /// It never arrives.
        case loseRequest
        /// It arrives; the answer does not.
        case loseAnswer
        /// It arrives now, and once more after others.
        case repeatLater
        /// The device gives up; it arrives after others.
        case deliverLate
        /// Only the first part arrives.
        case cutRequest
        /// Only the first part of the answer comes back.
        case cutAnswer
        /// Something in between says that it is busy.
        case busy
        /// A captive portal answers with a page and status 200.
        case portal
    }

    private struct State {
        var chance: SeededChance
        var held: [(path: String, body: [UInt8])] = []
        var counts: [Fault: Int] = [:]
    }

    /// The most requests kept back for later.
    private static let heldLimit = 64

    private let link: any HubLink
    private let permille: UInt64
    private let state: Mutex<State>

    /// Wraps `link`; of 1,000 requests about `faultsPerThousand` meet a fault, chosen by `seed`.
    public init(_ link: any HubLink, seed: UInt64, faultsPerThousand: Int = 200) {
        self.link = link
        permille = UInt64(faultsPerThousand)
        state = Mutex(State(chance: SeededChance(seed: seed)))
    }

    /// How often each fault has happened.
    public var counts: [Fault: Int] {
        state.withLock(\.counts)
    }

    public func post(_ path: String, _ body: [UInt8]) async throws(LinkFault) -> LinkAnswer {
        if let old = takeHeld() {
            // Its answer goes to nobody: whoever asked has long given up.
            _ = try? await link.post(old.path, old.body)
        }
        guard let fault = nextFault() else { return try await link.post(path, body) }
        switch fault {
        case .loseRequest:
            throw LinkFault("hostile: the request was lost")
        case .loseAnswer:
            _ = try await link.post(path, body)
            throw LinkFault("hostile: the answer was lost")
        case .repeatLater:
            hold(path, body)
            return try await link.post(path, body)
        case .deliverLate:
            hold(path, body)
            throw LinkFault("hostile: the request is late")
        case .cutRequest:
            _ = try await link.post(path, Array(body.prefix(cut(body.count))))
            throw LinkFault("hostile: the connection broke in the request")
        case .cutAnswer:
            let answer = try await link.post(path, body)
            return LinkAnswer(
                status: answer.status,
                body: Array(answer.body.prefix(cut(answer.body.count)))
            )
        case .busy:
            return LinkAnswer(status: 503, body: Array("Service Unavailable".utf8))
        case .portal:
            return LinkAnswer(status: 200, body: Array("<html>Welcome to the mall</html>".utf8))
        }
    }

    private func nextFault() -> Fault? {
        state.withLock { state in
            guard state.chance.next() % 1000 < permille else { return nil }
            let fault = Fault.allCases[Int(state.chance.next() % UInt64(Fault.allCases.count))]
            state.counts[fault, default: 0] += 1
            return fault
        }
    }

    private func cut(_ count: Int) -> Int {
        state.withLock { Int($0.chance.next() % UInt64(max(1, count))) }
    }

    private func hold(_ path: String, _ body: [UInt8]) {
        state.withLock { state in
            if state.held.count < Self.heldLimit { state.held.append((path, body)) }
        }
    }

    private func takeHeld() -> (path: String, body: [UInt8])? {
        state.withLock { state in
            guard !state.held.isEmpty, state.chance.next() % 4 == 0 else { return nil }
            let index = Int(state.chance.next() % UInt64(state.held.count))
            return state.held.remove(at: index)
        }
    }
}
