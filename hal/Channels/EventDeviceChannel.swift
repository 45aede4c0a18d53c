import Glibc
public import HAL
import Wire

/// An input device of the kernel, `/dev/input/event*`: a scanner or card reader that types.
///
/// Opening grabs it (`EVIOCGRAB`): its keys come here and to nobody else, neither to the console
/// nor to the page that shows the till. The grab is the claim, and ends with the descriptor. The
/// bytes are `struct input_event`, 24 each; their times are of the clock that no one sets
/// (`EVIOCSCLOCKID`).
public final class EventDeviceChannel: ByteChannel {
    private let path: String
    private let channel: DescriptorChannel

    /// Opens and grabs `path`, an event device or a symlink to one such as udev's `by-id`.
    public convenience init(path: String) throws(DeviceError) {
        let flags = O_RDONLY | O_NONBLOCK | O_CLOEXEC
        let claim = try Claim(open(path, flags)) { EventDevice.error($0, path) }
        try EventDevice.grab(claim.descriptor, path)
        self.init(grabbed: claim.handOver(), path: path)
    }

    /// Takes over a descriptor that has been opened and grabbed already; it is closed at the end.
    public init(grabbed descriptor: Int32, path: String) {
        self.path = path
        channel = DescriptorChannel(descriptor, name: path)
    }

    /// An input device never takes bytes.
    public func write(_ bytes: [UInt8], by deadline: Deadline) async throws(DeviceError) {
        throw DeviceError(.failure, "\(path): an input device takes no bytes", mayHaveRun: false)
    }

    public func read(
        upTo limit: Int,
        by deadline: Deadline
    ) async throws(DeviceError) -> [UInt8] {
        try await channel.read(upTo: limit, by: deadline)
    }
}

/// What the kernel has to be told before an input device is read; `linux/input.h`.
private enum EventDevice {
    /// `EVIOCGBIT(EV_KEY, 96)`: which keys it has, a bit each.
    private static let getKeys: UInt = 0x8060_4521
    /// `EVIOCGRAB`.
    private static let grabDevice: UInt = 0x4004_4590
    /// `EVIOCSCLOCKID`.
    private static let setClock: UInt = 0x4004_45A0
    /// `KEY_ENTER`.
    private static let enter = 28

    /// Makes sure that it types, and takes it for this program alone.
    static func grab(_ descriptor: Int32, _ path: String) throws(DeviceError) {
        var keys = [UInt8](repeating: 0, count: 96)
        guard ioctl(descriptor, getKeys, &keys) >= 0 else {
            guard [ENOTTY, EINVAL].contains(errno) else { throw error(errno, path) }
            throw DeviceError(.failure, "\(path): not an input device", mayHaveRun: false)
        }
        guard keys[enter / 8] & 1 << (enter % 8) != 0 else {
            let detail = "\(path): it has no Enter key; take the `-event-kbd` of the same device"
            throw DeviceError(.failure, detail, mayHaveRun: false)
        }
        guard ioctl(descriptor, grabDevice, 1) == 0 else { throw error(errno, path) }
        var clock = CLOCK_MONOTONIC
        guard ioctl(descriptor, setClock, &clock) == 0 else { throw error(errno, path) }
    }

    /// The error of opening `path`, with what a technician does about it.
    static func error(_ code: Int32, _ path: String) -> DeviceError {
        let reason = String(cString: strerror(code))
        switch code {
        case ENOENT, ENXIO, ENODEV:
            return DeviceError(.noHardware, "\(path): no such device; see `ls /dev/input/by-id`")
        case EBUSY:
            return DeviceError(.busy, "\(path): another program has grabbed it")
        case EACCES, EPERM:
            let remedy = "add the user to the group input"
            return DeviceError(.failure, "\(path): \(reason); \(remedy)", mayHaveRun: false)
        default:
            return DeviceError(.failure, "\(path): \(reason)", mayHaveRun: false)
        }
    }
}
