import Channels
import Glibc
import HAL
import Testing
import Twins

struct EventDeviceChannelTests {
    // swift-format-ignore
    static let refusals: [(path: String, kind: DeviceError.Kind, says: String, why: String)] = [
        ("/dev/input/event999", .noHardware, "/dev/input/by-id", "unplugged: where to look for its name"),
        ("/dev/null",           .failure,    "not an input device", "a file that is no input device"),
        ("/etc/hostname",       .failure,    "not an input device", "nor is this"),
    ]

    @Test(arguments: refusals)
    func `what is no input device is refused with the reason`(
        _ row: (path: String, kind: DeviceError.Kind, says: String, why: String)
    ) {
        let error = #expect(throws: DeviceError.self) { try EventDeviceChannel(path: row.path) }
        #expect(error?.kind == row.kind)
        #expect(error?.detail.contains(row.says) == true)
    }

    @Test func `events come whole until the device is pulled, and nothing goes to it`() async throws
    {
        var ends: [Int32] = [-1, -1]
        try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
        let channel = EventDeviceChannel(grabbed: ends[0], path: "event9")
        let soon: Deadline = .now + .seconds(5)
        let (near, far) = MemoryChannel.pair()
        let twin = WedgeTwin()
        let life = Task { await twin.run(on: far) }
        twin.scan("6901")
        let events = try await near.read(upTo: 4_096, by: soon)
        life.cancel()
        try #require(events.count.isMultiple(of: 24))
        _ = events.withUnsafeBytes { write(ends[1], $0.baseAddress, $0.count) }
        #expect(try await channel.read(exactly: events.count, by: soon) == events)
        let refusal = await #expect(throws: DeviceError.self) {
            try await channel.write([1], by: soon)
        }
        #expect(refusal?.mayHaveRun == false)
        close(ends[1])
        let end = await #expect(throws: DeviceError.self) {
            try await channel.read(upTo: 24, by: soon)
        }
        #expect(end?.kind == .noHardware)
        #expect(end?.detail.contains("event9") == true)
    }
}
