import Glibc
import Wire

/// What a mocked device does about an ioctl.
enum IoctlAnswer {
    /// The result, and errno when it is -1.
    case done(Int32, errno: Int32 = 0)
    /// The real call, on whatever is behind the node.
    case run

    static let ok = IoctlAnswer.done(0)

    static func failed(_ code: Int32) -> IoctlAnswer { .done(-1, errno: code) }
}

/// Answers the ioctls of everyone who opens one node of a mocked machine.
///
/// Each opening has a connection and a thread of its own until it is closed: the preload ends its
/// process when a connection breaks off.
final class IoctlServer: Sendable {
    typealias Handler =
        @Sendable (_ request: UInt64, _ argument: UInt64, ClientMemory) -> IoctlAnswer

    private let listener: Int32

    /// Listens at `path`, the socket that the preload looks for.
    init(at path: String, _ handler: @escaping Handler) {
        let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        unlink(path)
        _ = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(listener, $0, size) }
        }
        listen(listener, 8)
        PermanentThread.start {
            while true {
                let client = accept(listener, nil, nil)
                if client < 0 { break }
                PermanentThread.start { Self.serve(client, handler) }
            }
            close(listener)
        }
        self.listener = listener
    }

    deinit {
        // Wakes the thread in `accept`; closing would not.
        shutdown(listener, Int32(SHUT_RDWR))
    }

    /// `1 request address` asks for an ioctl, 7 for a read and 8 for a write, which are always the
    /// real ones; `4` lets the client do the real call, `3 result errno` ends it.
    private static func serve(_ client: Int32, _ handler: Handler) {
        let memory = ClientMemory(socket: client)
        while let words = ClientMemory.receiveWords(client) {
            let answer = words[0] == 1 ? handler(words[1], words[2], memory) : .run
            switch answer {
            case .done(let result, let code):
                let result = UInt64(bitPattern: Int64(result))
                ClientMemory.send(client, [3, result, UInt64(code)])
            case .run:
                ClientMemory.send(client, [4, 0, 0] as [UInt64])
                guard let result = ClientMemory.receiveWords(client) else { break }
                ClientMemory.send(client, [3, result[1], result[2]])
            }
        }
        close(client)
    }
}
