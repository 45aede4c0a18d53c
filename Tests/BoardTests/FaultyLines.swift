import Boards
import HAL
import Twins

/// Opens the one channel that the test has, whatever is asked for.
struct OneChannel: ChannelOpener {
    let channel: any ByteChannel

    func open(_ spec: ChannelSpec) async throws(DeviceError) -> any ByteChannel { channel }
}

/// Throws for every port.
struct NoChannel: ChannelOpener {
    let kind: DeviceError.Kind

    func open(_ spec: ChannelSpec) async throws(DeviceError) -> any ByteChannel {
        throw DeviceError(kind, "\(spec)")
    }
}

/// A cable on which one command never arrives: `GS ( H`, as on a printer that does not know it.
struct DeafToProcessID: ByteChannel {
    let inner: any ByteChannel

    func write(_ bytes: [UInt8], by deadline: Deadline) async throws(DeviceError) {
        guard !bytes.starts(with: [0x1D, 0x28, 0x48]) else { return }
        try await inner.write(bytes, by: deadline)
    }

    func read(upTo limit: Int, by deadline: Deadline) async throws(DeviceError) -> [UInt8] {
        try await inner.read(upTo: limit, by: deadline)
    }
}
