import NIOCore
import NIOPosix
import Shop
import Testing

/// The hub of these tests says back what it hears.
struct NetworkCableTests {
    @Test func `bytes go through and come back`() async throws {
        try await withCable { cable in
            let answer = try await ask("三斤苹果", port: cable.port)
            #expect(answer == "三斤苹果")
        }
    }

    @Test func `much goes through whole`() async throws {
        try await withCable { cable in
            let text = String(repeating: "0123456789", count: 50_000)
            let answer = try await ask(text, port: cable.port)
            #expect(answer == text)
        }
    }

    @Test func `pulled, it drops what is open and refuses what is new`() async throws {
        try await withCable { cable in
            let open = try await connect(cable.port)
            await cable.pull()
            try await open.closeFuture.get()
            #expect(!cable.isPlugged)
            await #expect(throws: (any Error).self) { try await connect(cable.port) }
        }
    }

    @Test func `plugged again, it works on the same port`() async throws {
        try await withCable { cable in
            await cable.pull()
            try await cable.plug()
            #expect(cable.isPlugged)
            let answer = try await ask("back", port: cable.port)
            #expect(answer == "back")
        }
    }

    @Test func `a cable whose hub is down hangs up on the till`() async throws {
        let listener = try await echo()
        let hubPort = try #require(listener.localAddress?.port)
        try await listener.close().get()
        let port = try await freePort()
        let cable = NetworkCable(port: port, hubPort: hubPort)
        try await cable.plug()
        let till = try await connect(port)
        try await till.closeFuture.get()
        await cable.pull()
    }

    private func withCable(_ body: (NetworkCable) async throws -> Void) async throws {
        let hub = try await echo()
        let hubPort = try #require(hub.localAddress?.port)
        let cable = NetworkCable(port: try await freePort(), hubPort: hubPort)
        try await cable.plug()
        try await body(cable)
        await cable.pull()
        try await hub.close().get()
    }

    private func echo() async throws -> any Channel {
        try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { $0.pipeline.addHandler(Echo()) }
            .bind(host: "127.0.0.1", port: 0)
            .get()
    }

    private func freePort() async throws -> Int {
        let listener = try await echo()
        let port = try #require(listener.localAddress?.port)
        try await listener.close().get()
        return port
    }

    private func connect(_ port: Int) async throws -> any Channel {
        try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(host: "127.0.0.1", port: port)
            .get()
    }

    /// Sends `text` and answers what came back, as many bytes as were sent.
    private func ask(_ text: String, port: Int) async throws -> String {
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel
                    )
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: text))
            var heard = ByteBuffer()
            for try await var bytes in inbound {
                heard.writeBuffer(&bytes)
                if heard.readableBytes >= text.utf8.count { break }
            }
            return String(buffer: heard)
        }
    }
}

private final class Echo: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        context.writeAndFlush(data, promise: nil)
    }
}
