/// Where a device listens on the network: `printer.lan:9100`, `192.168.1.20:9100`, `[fe80::1]:23`.
public struct TCPEndpoint: Hashable, Sendable {
    /// A name or an address, an IPv6 one without its brackets.
    public let host: String
    public let port: UInt16

    /// An endpoint of a host and a port.
    public init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }
}

extension TCPEndpoint: LosslessStringConvertible {
    /// Reads `host:port`; nothing when a part is missing or the port is no number of 1 to 65535.
    public init?(_ description: String) {
        guard let colon = description.lastIndex(of: ":"),
            let port = UInt16(description[description.index(after: colon)...]), port > 0
        else { return nil }
        var host = description[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        guard !host.isEmpty, !host.contains(where: \.isWhitespace) else { return nil }
        self.init(host: String(host), port: port)
    }

    public var description: String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}
