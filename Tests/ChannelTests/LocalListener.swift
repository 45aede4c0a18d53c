import Glibc
import HAL
import Wire

/// A device on the network, as far as TCP sees it: a listener on this machine's loopback.
///
/// Its receive buffer is small, as a printer's is, so that a full one shows.
final class LocalListener: Sendable {
    private let descriptor: Int32
    let port: UInt16

    init() {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var size: Int32 = 16_384
        setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, 4)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        port = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                _ = bind(descriptor, address, length)
                _ = listen(descriptor, 8)
                _ = getsockname(descriptor, address, &length)
            }
            return UInt16(bigEndian: pointer.pointee.sin_port)
        }
    }

    deinit {
        close(descriptor)
    }

    /// The device's end of a connection that stands already.
    func accept() -> DescriptorChannel {
        DescriptorChannel(Glibc.accept(descriptor, nil, nil), name: "device")
    }
}
