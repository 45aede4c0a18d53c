import Channels
import Drivers
public import HAL

/// Opens the channel that a board names; a demo, a replay and a real box each have their own.
public protocol ChannelOpener: Sendable {
    /// An open channel that nothing else uses.
    func open(_ channel: ChannelSpec) async throws(DeviceError) -> any ByteChannel
    /// The device that stands at `channel` now; nothing where none can be told.
    func identity(at channel: ChannelSpec) -> DeviceIdentity?
    /// Every device that can be told and is plugged in now.
    func present() -> [DeviceIdentity]
    /// Who tells when a device may have come to `channel`; nothing where nobody does.
    func hotplug(at channel: ChannelSpec) -> (any HotplugMonitor)?
    /// The open message pipes of a chip card reader that nothing else uses.
    func openSmartCardReader(
        _ channel: ChannelSpec
    ) async throws(DeviceError) -> any CCIDTransport
}

extension ChannelOpener {
    public func identity(at channel: ChannelSpec) -> DeviceIdentity? { nil }
    public func present() -> [DeviceIdentity] { [] }
    public func hotplug(at channel: ChannelSpec) -> (any HotplugMonitor)? { nil }

    /// On a bench the messages follow each other on one cable; an opener of more says so itself.
    public func openSmartCardReader(
        _ channel: ChannelSpec
    ) async throws(DeviceError) -> any CCIDTransport {
        guard case .bench = channel else {
            let detail = "nothing here opens a chip card reader at \(channel)"
            throw DeviceError(.noHardware, detail)
        }
        return CCIDStream(channel: try await open(channel))
    }
}

/// Opens real ports, and twins that a bench has linked in its directory.
public struct SystemChannelOpener: ChannelOpener {
    private let benchDirectory: String?

    /// An opener for this machine; without a `benchDirectory` it knows no twins.
    public init(benchDirectory: String? = nil) {
        self.benchDirectory = benchDirectory
    }

    public func open(_ channel: ChannelSpec) async throws(DeviceError) -> any ByteChannel {
        switch channel {
        case .tty(let path, let settings):
            return try TTYChannel(path: path, settings: settings)
        case .serial(let path, let settings):
            return try SerialPortChannel(path: path, settings: settings)
        case .usb(let query):
            return try USBPrinterChannel(query)
        case .tcp(let endpoint):
            return try await TCPChannel(endpoint, by: .now + .seconds(5))
        case .input(let path):
            return try EventDeviceChannel(path: path)
        case .bench(let name):
            guard let benchDirectory else {
                let detail = "the twin `\(name)` needs a bench; start it with `till demo`"
                throw DeviceError(.noHardware, detail)
            }
            return try TTYChannel(path: "\(benchDirectory)/\(name)", baud: 115_200)
        }
    }

    public func openSmartCardReader(
        _ channel: ChannelSpec
    ) async throws(DeviceError) -> any CCIDTransport {
        guard case .usb(let query) = channel else {
            return CCIDStream(channel: try await open(channel))
        }
        return try USBCardTransport(query, on: .common())
    }

    public func identity(at channel: ChannelSpec) -> DeviceIdentity? {
        switch channel {
        case .tty(let path, _), .serial(let path, _): PortIdentity().device(at: path)
        case .usb, .tcp, .input, .bench: nil
        }
    }

    public func present() -> [DeviceIdentity] { PortIdentity().present() }

    /// The kernel tells of what hangs on this machine, not of the network nor of twins.
    public func hotplug(at channel: ChannelSpec) -> (any HotplugMonitor)? {
        switch channel {
        case .tty, .serial, .usb, .input: try? KernelHotplugMonitor.common()
        case .tcp, .bench: nil
        }
    }
}
