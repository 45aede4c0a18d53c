import CUSB
public import HAL
import Synchronization

/// The USB of this machine by libusb 1.0.26: what is on it, what comes and goes.
///
///     USBBus ──open(query, class)──▶ USBInterface ──▶ USBBulkChannel, USBMessagePipe, ...
///       └── one libusb context, one event thread, for as long as the bus or an interface lives
public final class USBBus: Sendable {
    private struct Shared {
        weak var bus: USBBus?
    }

    private static let shared = Mutex(Shared())
    let loop: USBEventLoop

    /// A bus with a context and an event thread of its own; mostly `common` is what is wanted.
    public init() throws(DeviceError) {
        loop = try .start()
    }

    deinit {
        loop.end()
    }

    /// The one that all channels of the process use; it ends with the last of them.
    public static func common() throws(DeviceError) -> USBBus {
        try shared.withLock { shared throws(DeviceError) in
            if let bus = shared.bus { return bus }
            let bus = try USBBus()
            shared.bus = bus
            return bus
        }
    }

    /// Every device on the bus now.
    public func devices() -> [USBDevice] {
        var devices: [USBDevice] = []
        forEachDevice { if let device = USBDescriptors.device($0) { devices.append(device) } }
        return devices
    }

    /// What comes and goes from now on; the stream ends with the bus.
    ///
    /// - Throws: `failure` on a system whose libusb is not told.
    public func changes() throws(DeviceError) -> AsyncStream<USBChange> {
        let (stream, record) = AsyncStream.makeStream(of: USBChange.self)
        let listener = USBListener(record)
        loop.keep(listener)
        try listener.register(with: loop.context)
        return stream
    }

    /// Opens the device that `query` means and claims its first interface of `kind`.
    ///
    /// - Throws: `noHardware` when it is not on the bus, `busy` when another program has it,
    ///   `failure` when it has no such interface or may not be opened.
    public func open(
        _ query: USBQuery,
        _ kind: USBInterfaceClass
    ) throws(DeviceError) -> USBInterface {
        var problem: DeviceError?
        var opened: USBInterface?
        forEachDevice { pointer in
            guard opened == nil, let device = USBDescriptors.device(pointer),
                query.means(device)
            else { return }
            do throws(DeviceError) {
                opened = try USBInterface(pointer, device, query, kind, on: self)
            } catch {
                // Of two alike the other may be the one.
                problem = problem ?? error
            }
        }
        if let opened { return opened }
        let detail = "\(query): not on the bus (\(devices().count) USB devices); see `lsusb`"
        throw problem ?? DeviceError(.noHardware, detail)
    }

    private func forEachDevice(_ body: (OpaquePointer) -> Void) {
        var list: UnsafeMutablePointer<OpaquePointer?>?
        let count = libusb_get_device_list(loop.context, &list)
        guard count >= 0 else { return }
        defer { libusb_free_device_list(list, 1) }
        for index in 0..<count {
            if let device = list?[index] { body(device) }
        }
    }
}
