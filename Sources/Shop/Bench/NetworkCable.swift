internal import NIOCore
internal import NIOPosix
internal import Synchronization

/// The network cable between till and hub: a TCP relay on the loopback that can be pulled.
///
/// While it is in, what arrives at `port` goes on to the hub and back. Pulling it drops every
/// connection in the middle of whatever it was saying and refuses new ones, which is how a till
/// meets a dead switch. Plugged again, it listens on the same port.
public final class NetworkCable: Sendable {
    private struct Ends {
        var listener: (any Channel)?
        var connections: [ObjectIdentifier: any Channel] = [:]
        var isPlugged = false
    }

    /// Where the till finds the hub.
    public let port: Int
    private let hubPort: Int
    private let ends = Mutex(Ends())

    /// A cable from `port` to the hub's, not plugged yet.
    public init(port: Int, hubPort: Int) {
        self.port = port
        self.hubPort = hubPort
    }

    /// Whether it is in.
    public var isPlugged: Bool { ends.withLock { $0.isPlugged } }

    /// Plugs it in.
    public func plug() async throws(ShopProblem) {
        let isFirst = ends.withLock { ends in
            defer { ends.isPlugged = true }
            return !ends.isPlugged
        }
        guard isFirst else { return }
        do {
            let listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelOption(.autoRead, value: false)
                .childChannelInitializer { till in self.accept(till) }
                .bind(host: "127.0.0.1", port: port)
                .get()
            ends.withLock { $0.listener = listener }
        } catch {
            ends.withLock { $0.isPlugged = false }
            throw ShopProblem(.failure, "the cable cannot listen on port \(port): \(error)")
        }
    }

    /// Pulls it out.
    public func pull() async {
        let channels = ends.withLock { ends in
            defer {
                ends.listener = nil
                ends.connections = [:]
                ends.isPlugged = false
            }
            return (ends.listener.map { [$0] } ?? []) + ends.connections.values
        }
        for channel in channels {
            try? await channel.close().get()
        }
    }

    /// Meets a connection of the till's with one to the hub, and lets bytes flow when both stand.
    private func accept(_ till: any Channel) -> EventLoopFuture<Void> {
        keep(till)
        return ClientBootstrap(group: till.eventLoop)
            .channelInitializer { hub in
                self.keep(hub)
                return hub.pipeline.addHandler(Relay(to: till))
            }
            .connect(host: "127.0.0.1", port: hubPort)
            .flatMap { hub in
                till.pipeline.addHandler(Relay(to: hub)).flatMap {
                    // A till that hung up in the meantime leaves nobody to tell the hub.
                    till.closeFuture.whenComplete { _ in hub.close(promise: nil) }
                    return till.setOption(.autoRead, value: true)
                }
            }
    }

    private func keep(_ channel: any Channel) {
        let id = ObjectIdentifier(channel)
        let isPlugged = ends.withLock { ends in
            if ends.isPlugged { ends.connections[id] = channel }
            return ends.isPlugged
        }
        guard isPlugged else { return channel.close(promise: nil) }
        channel.closeFuture.whenComplete { _ in
            self.ends.withLock { _ = $0.connections.removeValue(forKey: id) }
        }
    }
}

/// Hands on what one side says to the other, no faster than the other takes it.
private final class Relay: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer

    private let peer: any Channel

    init(to peer: any Channel) {
        self.peer = peer
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        peer.writeAndFlush(unwrapInboundIn(data), promise: nil)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        _ = peer.setOption(.autoRead, value: context.channel.isWritable)
        context.fireChannelWritabilityChanged()
    }

    func channelInactive(context: ChannelHandlerContext) {
        peer.close(promise: nil)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
