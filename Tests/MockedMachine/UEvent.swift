import Glibc

/// What udev tells its listeners when a device comes or goes.
///
/// The preload gives each listener a socket `eventN` in the machine's folder in place of netlink.
/// The message is that of libudev's monitor: a header with hashes for the kernel's filter, then
/// the properties (systemd, device-monitor.c).
struct UEvent {
    let action: String
    /// Below `/sys`.
    let devicePath: String
    let subsystem: String
    let deviceType: String
    let properties: [String]

    func send(to machine: MockedMachine) {
        Self.send(message, to: machine)
    }

    /// Sends any bytes to those who listen.
    static func send(_ message: [UInt8], to machine: MockedMachine) {
        for path in listeners(in: machine.directory) { send(message, to: path) }
    }

    /// The sockets of those who listen.
    static func listeners(in directory: String) -> [String] {
        guard let folder = opendir(directory) else { return [] }
        defer { closedir(folder) }
        var paths: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasPrefix("event") { paths.append("\(directory)/\(name)") }
        }
        return paths
    }

    private var message: [UInt8] {
        let lines =
            [
                "ACTION=\(action)", "DEVPATH=\(devicePath)", "SUBSYSTEM=\(subsystem)",
                "DEVTYPE=\(deviceType)", "SEQNUM=1",
            ] + properties
        var body: [UInt8] = []
        for line in lines { body += Array(line.utf8) + [0] }
        var header: [UInt8] = Array("libudev".utf8) + [0]
        header += Self.bigEndian(0xFEED_CAFE)
        // The header's own length, where the properties begin, how long they are.
        for word in [40, 40, UInt32(body.count)] { header += Self.bigEndian(word).reversed() }
        header += Self.bigEndian(Self.hash(subsystem)) + Self.bigEndian(Self.hash(deviceType))
        header += [UInt8](repeating: 0, count: 8)
        return header + body
    }

    private static func bigEndian(_ number: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
    }

    /// MurmurHash2 with the length as its seed's partner, as systemd's `string_hash32`.
    private static func hash(_ text: String) -> UInt32 {
        let multiplier: UInt32 = 0x5BD1_E995
        var bytes = Array(text.utf8)[...]
        var hash = UInt32(bytes.count)
        while bytes.count >= 4 {
            var word = bytes.prefix(4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            word &*= multiplier
            word ^= word >> 24
            hash = hash &* multiplier ^ (word &* multiplier)
            bytes = bytes.dropFirst(4)
        }
        if !bytes.isEmpty {
            hash ^= bytes.reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            hash &*= multiplier
        }
        hash ^= hash >> 13
        hash &*= multiplier
        return hash ^ hash >> 15
    }

    private static func send(_ message: [UInt8], to path: String) {
        let sender = socket(AF_UNIX, Int32(SOCK_RAW.rawValue), 0)
        defer { close(sender) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                guard connect(sender, address, size) == 0 else { return }
                _ = Glibc.send(
                    sender,
                    message,
                    message.count,
                    Int32(MSG_NOSIGNAL)
                )
            }
        }
    }
}
