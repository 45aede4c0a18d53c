import Glibc
public import HAL
import Wire

/// A cable through the kernel: a pty whose slave side looks to a till like any serial port.
///
///     till ──TTYChannel──▶ /run/bench/printer ──▶ /dev/pts/7 ═kernel═ master ◀── twin.run(on:)
///
/// The pty stays while this object lives, whoever opens or kills the till at its other side; the
/// slave is held open here too, for else the kernel reports a hang-up whenever no till has it open.
public final class PseudoTerminal: Sendable {
    /// The twin's end.
    public let channel: any ByteChannel
    /// What the till opens: the symlink when there is one, else the kernel's own name.
    public let path: String
    private let master: DescriptorChannel
    private let slave: Int32
    private let link: (path: String, target: String)?

    /// Opens a pty and, given both, links `directory/name` to it in place of an older link.
    public init(name: String? = nil, in directory: String? = nil) throws(DeviceError) {
        var ends: (master: Int32, slave: Int32) = (-1, -1)
        var device = [CChar](repeating: 0, count: 128)
        guard openpty(&ends.master, &ends.slave, &device, nil, nil) == 0 else {
            throw DeviceError(.failure, "openpty: \(String(cString: strerror(errno)))")
        }
        for end in [ends.master, ends.slave] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        Self.makeRaw(ends.slave)
        let devicePath = String(
            decoding: device.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) },
            as: UTF8.self
        )
        slave = ends.slave
        master = DescriptorChannel(ends.master, name: name ?? devicePath)
        channel = master
        guard let name, let directory else {
            link = nil
            path = devicePath
            return
        }
        let link = "\(directory)/\(name)"
        unlink(link)
        guard symlink(devicePath, link) == 0 else {
            throw DeviceError(.failure, "symlink \(link): \(String(cString: strerror(errno)))")
        }
        self.link = (link, devicePath)
        path = link
    }

    deinit {
        if let link, Self.target(of: link.path) == link.target { unlink(link.path) }
        close(slave)
    }

    /// No echo and no lines: a kernel that echoed would answer for the twin.
    private static func makeRaw(_ descriptor: Int32) {
        var settings = termios()
        tcgetattr(descriptor, &settings)
        cfmakeraw(&settings)
        tcsetattr(descriptor, TCSANOW, &settings)
    }

    /// Where a symlink points; a newer pty of the same name may have taken it over.
    private static func target(of link: String) -> String? {
        guard let resolved = realpath(link, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// Pulls the cable: the till's side sees a hang-up.
    public func unplug() {
        master.close()
    }
}
