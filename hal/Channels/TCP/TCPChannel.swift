import Glibc
public import HAL
import Wire

/// A device on the network that takes raw bytes: a printer on port 9100, a terminal server.
///
/// Small pieces leave at once, for a status question must not wait for company; and the kernel
/// holds at most 64 KB on their way, so that a write waits for a printer that does not take any. A
/// far end that closed or fell silent for about a minute is `noHardware` for ever: the till opens
/// a new channel.
public final class TCPChannel: ByteChannel {
    private let channel: DescriptorChannel

    /// Connects, or throws by `deadline`.
    ///
    /// - Throws: `noHardware` when nobody listens or the host is not known, `timeout` when nobody
    ///   answers.
    public init(_ endpoint: TCPEndpoint, by deadline: Deadline) async throws(DeviceError) {
        let outcome = await Errand.run(by: deadline) {
            Result { () throws(DeviceError) in try TCPConnector.connect(endpoint, by: deadline) }
        } discard: { late in
            if case .success(let descriptor) = late { _ = Glibc.close(descriptor) }
        }
        guard let outcome else {
            let detail = "\(endpoint): no connection by the deadline"
            throw DeviceError(.timeout, detail, mayHaveRun: false)
        }
        let descriptor = try outcome.get()
        Self.tune(descriptor)
        channel = DescriptorChannel(descriptor, name: "\(endpoint)")
    }

    public func write(_ bytes: [UInt8], by deadline: Deadline) async throws(DeviceError) {
        try await channel.write(bytes, by: deadline)
    }

    public func read(
        upTo limit: Int,
        by deadline: Deadline
    ) async throws(DeviceError) -> [UInt8] {
        try await channel.read(upTo: limit, by: deadline)
    }

    /// Hangs up; every call from now on throws `noHardware`.
    public func close() {
        channel.close()
    }

    private static func tune(_ descriptor: Int32) {
        func set(_ level: Int32, _ option: Int32, _ value: Int32) {
            var value = value
            setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
        }
        let tcp = Int32(IPPROTO_TCP)
        set(tcp, TCP_NODELAY, 1)
        set(SOL_SOCKET, SO_SNDBUF, 65_536)
        // A cable that was pulled says nothing: ask after 30 s of silence, thrice, 10 s apart.
        set(SOL_SOCKET, SO_KEEPALIVE, 1)
        set(tcp, TCP_KEEPIDLE, 30)
        set(tcp, TCP_KEEPINTVL, 10)
        set(tcp, TCP_KEEPCNT, 3)
    }
}
