/// The line to the hub: one request, one answer, or the honest news that there was none.
///
/// It carries four kinds of request, to `HubPath.hello`, `.journal`, `.branch` and `.pair`.
///
/// Three implementations keep it: `HTTPHubLink` over the network, `LoopbackLink` into a hub in the
/// same process, and `HostileLink` around either, which does what networks do on their worst days.
public protocol HubLink: Sendable {
    /// Sends `body` to `path` and returns the answer.
    ///
    /// The answer is that of this very request; one that comes late, for a request that was given
    /// up, reaches nobody. `DeviceEnd` counts on it: two welcomes look the same to it, and one
    /// of the hub's former life would set the mark where the hub no longer is.
    ///
    /// - Throws: when no whole answer came. The hub may have had the request all the same.
    func post(_ path: String, _ body: [UInt8]) async throws(LinkFault) -> LinkAnswer
}

/// What came back over the line, true or not.
public struct LinkAnswer: Hashable, Sendable {
    /// The HTTP status.
    public let status: Int
    /// The body.
    public let body: [UInt8]

    /// An answer.
    public init(status: Int, body: [UInt8]) {
        self.status = status
        self.body = body
    }
}

/// Why no answer came.
public struct LinkFault: Error, Hashable, Sendable {
    /// What the log keeps.
    public let detail: String

    /// A fault.
    public init(_ detail: String) {
        self.detail = detail
    }
}

/// The line into a hub in the same process: the same bytes, without a network.
public struct LoopbackLink: HubLink {
    private let handle: @Sendable (String, [UInt8]) async -> LinkAnswer

    /// A line whose far end is `handle`.
    public init(_ handle: @escaping @Sendable (String, [UInt8]) async -> LinkAnswer) {
        self.handle = handle
    }

    public func post(_ path: String, _ body: [UInt8]) async throws(LinkFault) -> LinkAnswer {
        await handle(path, body)
    }
}
