import Channels
public import HAL

/// Opens the channel that a board names; a demo, a replay and a real box each have their own.
public protocol ChannelOpener: Sendable {
    /// An open channel that nothing else uses.
    func open(_ channel: ChannelSpec) async throws(DeviceError) -> any ByteChannel
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
        case .bench(let name):
            guard let benchDirectory else {
                let detail = "the twin `\(name)` needs a bench; start it with `till demo`"
                throw DeviceError(.noHardware, detail)
            }
            return try TTYChannel(path: "\(benchDirectory)/\(name)", baud: 115_200)
        }
    }
}
