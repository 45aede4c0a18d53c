import Glibc

/// A program that says things on the kernel's uevent socket; only root may.
package enum NetlinkSpeaker {
    /// `struct sockaddr_nl`.
    private struct Address {
        var family = UInt16(AF_NETLINK)
        var padding: UInt16 = 0
        var port: UInt32
        var groups: UInt32
    }

    /// Says `message` to all who listen to `group`, or to the socket `port` alone, and whether the
    /// system let it.
    package static func say(_ message: [UInt8], group: UInt32 = 0, port: UInt32 = 0) -> Bool {
        // NETLINK_KOBJECT_UEVENT.
        let socket = Glibc.socket(AF_NETLINK, Int32(SOCK_RAW.rawValue | SOCK_CLOEXEC.rawValue), 15)
        guard socket >= 0 else { return false }
        defer { close(socket) }
        var address = Address(port: port, groups: group)
        let sent = withUnsafeBytes(of: &address) { address in
            sendto(
                socket,
                message,
                message.count,
                0,
                address.assumingMemoryBound(to: sockaddr.self).baseAddress,
                socklen_t(address.count)
            )
        }
        return sent == message.count
    }
}
