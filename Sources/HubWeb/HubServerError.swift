internal import Glibc
internal import NIOCore

/// Why a hub does not listen.
public enum HubServerError: Error, Hashable, Sendable {
    /// Another program listens there.
    case portInUse(host: String, port: Int)
    /// This machine has no such address, or does not let this user listen there.
    case cannotListen(host: String, port: Int, detail: String)
    /// It takes paired tills alone, and has nothing by which they would know it.
    case hasNoKey
    /// It stopped by itself.
    case failed(String)

    init(_ error: IOError, host: String, port: Int) {
        let detail = String(cString: strerror(error.errnoCode))
        self =
            error.errnoCode == EADDRINUSE
            ? .portInUse(host: host, port: port)
            : .cannotListen(host: host, port: port, detail: detail)
    }
}

extension HubServerError: CustomStringConvertible {
    /// What is true, where, and what to do.
    public var description: String {
        switch self {
        case .portInUse(let host, let port):
            "port \(port) on \(host) is in use by another program; stop it (ss -ltnp 'sport = "
                + ":\(port)' names it), or choose another with --port"
        case .cannotListen(let host, let port, let detail):
            "cannot listen on \(host) port \(port): \(detail); choose an address of this machine "
                + "with --host, and a port above 1023 with --port"
        case .hasNoKey:
            "paired tills know a hub by its key, and there is none; name its file with --key"
        case .failed(let detail): "the server stopped: \(detail)"
        }
    }
}
