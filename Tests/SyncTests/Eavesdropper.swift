import Identity
import NIOCore
import NIOPosix
import NIOSSL
import PinnedTLS
import Synchronization

/// Somebody on the line between a till and its hub, who writes down what he can read of it.
final class Eavesdropper: Sendable {
    /// What he does besides.
    enum Manner {
        /// He listens.
        case listens
        /// He answers as the hub with this, and calls the hub himself with what he hears.
        case poses(TLSIdentity)
        /// He shows everybody a page.
        case shows(page: String)
    }

    /// Where he is called.
    let port: Int
    private let channel: any Channel
    private let notes: Notes

    /// What went by, in both directions, as far as he could read it.
    var heard: [UInt8] { notes.bytes.withLock { $0 } }

    /// Sits before whoever listens on `port`.
    init(before port: Int, _ manner: Manner = .listens) async throws {
        let notes = Notes()
        self.notes = notes
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { caller in
                caller.eventLoop.makeCompletedFuture {
                    let relay = try Self.take(caller, manner, notes)
                    guard case .shows = manner else { return try Self.call(port, relay, manner) }
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        self.port = channel.localAddress?.port ?? 0
    }

    deinit { channel.close(promise: nil) }

    /// Takes a call.
    private static func take(
        _ caller: any Channel,
        _ manner: Manner,
        _ notes: Notes
    ) throws -> Relay {
        var page: String?
        switch manner {
        case .listens: break
        case .shows(let text): page = text
        case .poses(let identity):
            var configuration = PinnedTLS.answering(as: identity)
            configuration.certificateVerification = .none
            let context = try NIOSSLContext(configuration: configuration)
            try caller.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
        }
        let relay = Relay(notes, page)
        try caller.pipeline.syncOperations.addHandler(relay)
        return relay
    }

    /// Calls the hub for whoever is on `relay`.
    private static func call(_ port: Int, _ relay: Relay, _ manner: Manner) throws {
        guard let caller = relay.channel else { return }
        var context: NIOSSLContext?
        if case .poses = manner {
            context = try NIOSSLContext(configuration: PinnedTLS.calling(nil, showing: nil))
        }
        let (bound, tls) = (NIOLoopBound(relay, eventLoop: caller.eventLoop), context)
        _ = ClientBootstrap(group: caller.eventLoop)
            .channelInitializer { hub in
                hub.eventLoop.makeCompletedFuture {
                    let answers = Relay(bound.value.notes, nil)
                    let pipeline = hub.pipeline.syncOperations
                    if let tls {
                        try pipeline.addHandler(
                            NIOSSLClientHandler(context: tls, serverHostname: nil)
                        )
                    }
                    try pipeline.addHandler(answers)
                    answers.connect(to: caller)
                }
            }
            .connect(host: "127.0.0.1", port: port)
            .map { bound.value.connect(to: $0) }
    }
}

/// What somebody has written down.
private final class Notes: Sendable {
    let bytes = Mutex<[UInt8]>([])
}

/// Carries what arrives on one connection to another, and writes it down.
private final class Relay: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    let notes: Notes
    private(set) var channel: (any Channel)?
    private let page: String?
    private var other: (any Channel)?
    private var waiting: [ByteBuffer] = []

    init(_ notes: Notes, _ page: String?) {
        (self.notes, self.page) = (notes, page)
    }

    func handlerAdded(context: ChannelHandlerContext) { channel = context.channel }

    func connect(to other: any Channel) {
        self.other = other
        for bytes in waiting { other.writeAndFlush(bytes, promise: nil) }
        waiting = []
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        notes.bytes.withLock { $0 += Array(bytes.readableBytesView) }
        if let page {
            let head = "HTTP/1.1 200 OK\r\ncontent-length: \(page.utf8.count)\r\n\r\n"
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: head + page)), promise: nil)
        } else if let other {
            other.writeAndFlush(bytes, promise: nil)
        } else {
            waiting.append(bytes)
        }
    }

    func channelInactive(context: ChannelHandlerContext) { other?.close(promise: nil) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
