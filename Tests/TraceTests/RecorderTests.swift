import Conformance
import Foundation
import HAL
import Synchronization
import TestSupport
import Testing
import Traces
import Twins

/// The recorder stands in nobody's way, and ends where it was told to.
struct RecorderTests {
    @Test(arguments: WireKind.allCases)
    func `a recorded channel keeps every promise of the channel`(_ wire: WireKind) async throws {
        let conformance = ByteChannelConformance(seed: 31) {
            let (near, far) = MemoryChannel.pair(capacity: 4096)
            return Cable(
                near: Notebook().recorder(wire).wrap(near),
                far: Notebook().recorder(wire).wrap(far)
            )
        }
        #expect(try await conformance.brokenPromises() == [])
    }

    @Test func `a recorder that breaks a promise is found out`() async throws {
        let conformance = ByteChannelConformance(seed: 32) {
            let (near, far) = MemoryChannel.pair(capacity: 4096)
            let recorder = Notebook().recorder(.text)
            return Cable(near: recorder.wrap(BadChannel(near, .dropsBytes)), far: far)
        }
        #expect(try await conformance.brokenPromises().contains(.wholeAndInOrder))
    }

    @Test func `what both sides said stands in the order in which they said it`() async throws {
        let notebook = Notebook()
        let (near, far) = MemoryChannel.pair()
        let recorder = notebook.recorder(.text)
        let channel = recorder.wrap(near)
        try await channel.write(Array("W 12".utf8), by: soon)
        try await far.write(Array("ok\r".utf8), by: soon)
        _ = try await channel.read(upTo: 9, by: soon)
        // The till's digits may go on, so the answer waits for them.
        #expect(!notebook.text.contains("ok"))
        try await channel.write([0x0D], by: soon)
        near.unplug()
        await #expect(throws: DeviceError.self) { try await channel.read(upTo: 9, by: soon) }
        let kinds = try notebook.trace.events.map(\.kind)
        #expect(
            kinds == [
                .opened, .sent(Array("W 12".utf8).map { .shown($0) }),
                .received(Array("ok\r".utf8).map { .shown($0) }), .sent([.shown(0x0D)]),
                .failed(.noHardware),
            ]
        )
    }

    @Test func `a file is its owner's, new, and no longer than was said`() async throws {
        let path = NSTemporaryDirectory() + "trace-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let (near, far) = MemoryChannel.pair()
        let recorder = try TraceRecorder(.text, device: "scale", to: path, limit: 2000)
        let channel = recorder.wrap(near)
        for _ in 0..<200 { try await channel.write(Array("weigh\r".utf8), by: soon) }
        #expect(try await far.read(exactly: 1200, by: soon).count == 1200, "the device has it all")
        let facts = try FileManager.default.attributesOfItem(atPath: path)
        #expect(facts[.posixPermissions] as? Int == 0o600)
        #expect(try #require(facts[.size] as? Int) <= 2000)
        let trace = try WireTrace(text: Array(try Data(contentsOf: URL(filePath: path))))
        #expect(trace.events.last?.kind == .full && trace.events.count > 20)
        #expect(throws: DeviceError.self) {
            try TraceRecorder(.text, device: "scale", to: path)
        }
    }

    @Test func `a disk that refuses ends the recording and not the device's work`() async throws {
        let written = Mutex(0)
        let recorder = TraceRecorder(.text, device: "scale", limit: 9999) { _ in
            written.withLock { written in
                written += 1
                return written < 3
            }
        }
        let (near, far) = MemoryChannel.pair()
        let channel = recorder.wrap(near)
        for _ in 0..<20 { try await channel.write([0x57], by: soon) }
        #expect(try await far.read(exactly: 20, by: soon).count == 20)
        #expect(written.withLock { $0 } == 3)
    }
}
