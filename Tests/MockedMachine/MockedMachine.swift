import Foundation
import Glibc

/// A machine's `/sys` and `/dev` in a folder, shown to this process by Debian's umockdev preload.
///
/// Only the client is preloaded; the machine is a folder with plain files, symlinks to ptys, FIFOs
/// and one socket for each device that answers ioctls. The preload asks for the folder at each
/// call, so a process can change machines; but it has one at a time, and such tests run one after
/// another.
///
///     libserialport, libusb ──open, ioctl──▶ preload ──▶ FOLDER/dev/ttyS1 ─▶ /dev/pts/5
///                                               └──────▶ FOLDER/ioctl/dev/ttyS1 ─▶ IoctlServer
public final class MockedMachine: Sendable {
    /// Where Debian's package umockdev puts the preload.
    public static let preload = "/usr/lib/x86_64-linux-gnu/libumockdev-preload.so.0"

    /// The folder, in place of `/`.
    public let directory: String

    /// An empty machine, which this process sees from now on.
    public init() {
        var template = Array("/tmp/suanpan-machine-XXXXXX".utf8CString)
        _ = mkdtemp(&template)
        directory = String(
            decoding: template.dropLast().map { UInt8(bitPattern: $0) },
            as: UTF8.self
        )
        for folder in ["/dev", "/ioctl/dev", "/sys/class/tty", "/sys/bus/usb/devices"] {
            makeFolder(folder)
        }
        setenv("UMOCKDEV_DIR", directory, 1)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: directory)
    }

    /// Whether somebody listens for what udev has to tell.
    public var hasListener: Bool {
        !UEvent.listeners(in: directory).isEmpty
    }

    /// Tells all who listen what udev would tell of a device of that kind.
    public func tell(_ action: String, subsystem: String) {
        UEvent(
            action: action,
            devicePath: "/devices/\(subsystem)",
            subsystem: subsystem,
            deviceType: "",
            properties: []
        ).send(to: self)
    }

    /// Sends `message` to all who listen for what udev has to tell.
    public func tell(_ message: [UInt8]) {
        UEvent.send(message, to: self)
    }

    /// Makes a folder and those above it.
    func makeFolder(_ path: String) {
        var made = directory
        for part in path.split(separator: "/") {
            made += "/\(part)"
            mkdir(made, 0o755)
        }
    }

    /// Writes a file, and its folder when need be.
    func write(_ bytes: some Sequence<UInt8>, to path: String) {
        makeFolder(path.split(separator: "/").dropLast().joined(separator: "/"))
        let bytes = Array(bytes)
        let file = open("\(directory)\(path)", O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        _ = Glibc.write(file, bytes, bytes.count)
        close(file)
    }

    /// Makes `path` a symlink to `target`.
    func link(_ path: String, to target: String) {
        makeFolder(path.split(separator: "/").dropLast().joined(separator: "/"))
        unlink("\(directory)\(path)")
        symlink(target, "\(directory)\(path)")
    }

    /// Takes a file or symlink away.
    func remove(_ path: String) {
        unlink("\(directory)\(path)")
    }
}
