internal import Boards
internal import HAL
internal import Synchronization
internal import Twins

/// Remembers every byte that a driver writes, and passes all on.
final class WireTap: ByteChannel {
    private let channel: any ByteChannel
    private let heard = Mutex<[UInt8]>([])

    init(_ channel: any ByteChannel) {
        self.channel = channel
    }

    /// What was written since it was asked last.
    func take() -> [UInt8] {
        heard.withLock { heard in
            defer { heard = [] }
            return heard
        }
    }

    func write(_ bytes: [UInt8], by deadline: Deadline) async throws(DeviceError) {
        heard.withLock { $0 += bytes }
        try await channel.write(bytes, by: deadline)
    }

    func read(upTo limit: Int, by deadline: Deadline) async throws(DeviceError) -> [UInt8] {
        try await channel.read(upTo: limit, by: deadline)
    }
}

/// One twin at the far end of a cable in memory that is tapped.
struct TappedCable: ChannelOpener {
    let tap: WireTap
    private let twinEnd: MemoryChannel

    init() {
        let (near, far) = MemoryChannel.pair()
        tap = WireTap(near)
        twinEnd = far
    }

    /// Lets `twin` live until the cable is pulled.
    func run(_ twin: some Twin) async {
        await twin.run(on: twinEnd)
    }

    /// Pulls the cable.
    func unplug() { twinEnd.unplug() }

    func open(_ channel: ChannelSpec) async throws(DeviceError) -> any ByteChannel { tap }
}
