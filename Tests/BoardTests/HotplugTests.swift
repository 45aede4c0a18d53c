import Boards
import Channels
import HAL
import Supervision
import Synchronization
import Testing
import Twins

/// A keeper that is told of arrivals looks at once, and does not depend on being told.
struct HotplugTests {
    /// So slow that only an arrival can bring a device back within a test.
    private static let hour = Duration.seconds(3600)

    /// A scanner on a cable in memory, plugged in or not.
    final class Socket: ChannelOpener {
        private struct State {
            var scanner: ScannerTwin?
            var cable: (near: MemoryChannel, life: Task<Void, Never>)?
            var looks = 0
            var onMiss: @Sendable () -> Void = {}
        }

        private let monitor: any HotplugMonitor
        private let state = Mutex(State())

        init(_ monitor: any HotplugMonitor) { self.monitor = monitor }

        func hotplug(at channel: ChannelSpec) -> (any HotplugMonitor)? { monitor }

        /// How often somebody has looked.
        var looks: Int { state.withLock { $0.looks } }

        /// Does `body` in the middle of the next look that finds nothing.
        func onMiss(_ body: @escaping @Sendable () -> Void) {
            state.withLock { $0.onMiss = body }
        }

        func plug(_ scanner: ScannerTwin) { state.withLock { $0.scanner = scanner } }

        func unplug() async {
            let cable = state.withLock { state in
                state.scanner = nil
                return state.cable.take()
            }
            cable?.near.unplug()
            cable?.life.cancel()
            await cable?.life.value
        }

        func open(_ channel: ChannelSpec) async throws(DeviceError) -> any ByteChannel {
            let (scanner, onMiss) = state.withLock { state in
                state.looks += 1
                defer { state.onMiss = {} }
                return (state.scanner, state.onMiss)
            }
            guard let scanner else {
                onMiss()
                throw DeviceError(.noHardware, "the socket is empty")
            }
            let (near, far) = MemoryChannel.pair()
            let life = Task { await scanner.run(on: far) }
            state.withLock { $0.cable = (near, life) }
            return near
        }
    }

    private func keep(_ socket: Socket, _ pace: SearchPace) async throws -> any Scanner {
        let text = """
            board: { vendor: v, revision: a, arch: x86_64 }
            scanner: { driver: serial-scanner, channel: { bench: device } }
            """
        let board = try Board(name: "b", text: text, file: "b.yaml")
        let kept = await board.keep(
            socket,
            book: MemoryRoleBook(),
            pace: pace,
            report: { _, _ in }
        )
        return try #require(kept.devices.scanner)
    }

    /// The scanner answers within the two seconds in which a device has to be back.
    private func expectHere(_ scanner: any Scanner, _ twin: ScannerTwin) async throws {
        twin.scan("6901")
        #expect(try await scanner.scan(by: .now + .seconds(2)).text == "6901")
    }

    @Test func `an arrival brings a device back at once, at first and after a loss`() async throws {
        let (monitor, twin) = (MemoryHotplugMonitor(), ScannerTwin())
        let socket = Socket(monitor)
        let scanner = try await keep(socket, SearchPace(blind: Self.hour, watched: Self.hour))
        for _ in 1...20 {
            socket.plug(twin)
            monitor.announce()
            try await expectHere(scanner, twin)
            await socket.unplug()
            let gone = await #expect(throws: DeviceError.self) {
                try await scanner.scan(by: .now + .milliseconds(20))
            }
            #expect(gone?.kind == .timeout)
        }
    }

    @Test func `an arrival in the middle of a look is not missed`() async throws {
        let (monitor, twin) = (MemoryHotplugMonitor(), ScannerTwin())
        let socket = Socket(monitor)
        socket.onMiss { [weak socket] in
            socket?.plug(twin)
            monitor.announce()
        }
        let scanner = try await keep(socket, SearchPace(blind: Self.hour, watched: Self.hour))
        try await expectHere(scanner, twin)
    }

    @Test func `a device that is told of before it can be opened is looked for again`()
        async throws
    {
        let (monitor, twin) = (MemoryHotplugMonitor(), ScannerTwin())
        let socket = Socket(monitor)
        let scanner = try await keep(socket, SearchPace(blind: Self.hour, watched: Self.hour))
        // udev links the port's name only after the look that the kernel's event was worth.
        socket.onMiss { [weak socket] in socket?.plug(twin) }
        monitor.announce()
        try await expectHere(scanner, twin)
        #expect(socket.looks >= 3, "at the start, at the arrival, and after it")
    }

    // swift-format-ignore
    static let paces: [(pace: SearchPace, isDeaf: Bool, why: String)] = [
        (SearchPace(blind: hour, watched: .milliseconds(30)), false, "the event was lost"),
        (SearchPace(blind: .milliseconds(30), watched: hour), true,  "the monitor has gone deaf"),
    ]

    @Test(arguments: paces)
    func `a device is found though nobody tells`(
        _ row: (pace: SearchPace, isDeaf: Bool, why: String)
    ) async throws {
        let (monitor, twin) = (MemoryHotplugMonitor(), ScannerTwin())
        let socket = Socket(monitor)
        let scanner = try await keep(socket, row.pace)
        if row.isDeaf { monitor.goDeaf() }
        socket.plug(twin)
        try await expectHere(scanner, twin)
    }

    @Test func `a flood of false alarms makes nobody look fifty times a second`() async throws {
        let monitor = HostileHotplugMonitor(
            MemoryHotplugMonitor(),
            seed: 1,
            falseAlarmsInThousand: 1000
        )
        let (socket, twin) = (Socket(monitor), ScannerTwin())
        let began = ContinuousClock.now
        let scanner = try await keep(socket, SearchPace(blind: Self.hour, watched: Self.hour))
        while began.duration(to: .now) < .milliseconds(400) { await Task.yield() }
        let most = Int(began.duration(to: .now) / .milliseconds(20)) + 2
        #expect((3...most).contains(socket.looks), "\(socket.looks) looks, \(most) at the most")
        socket.plug(twin)
        try await expectHere(scanner, twin)
    }

    @Test func `the usual pace keeps the promise even when every event is lost`() {
        #expect(SearchPace().watched < .seconds(2))
        #expect(SearchPace().blind < SearchPace().watched)
    }

    // swift-format-ignore
    static let channels: [(yaml: String, isWatched: Bool, why: String)] = [
        ("{ tty: /dev/ttyS0, baud: 9600 }",    true,  "the kernel tells of its ports"),
        ("{ serial: /dev/ttyS0, baud: 9600 }", true,  "by whatever library they are opened"),
        ("{ usb: \"04b8:0202\" }",             true,  "and of what hangs on USB"),
        ("{ input: /dev/input/event0 }",       true,  "and of keyboards"),
        ("{ tcp: \"127.0.0.1:9100\" }",        false, "nobody tells that a printer is on again"),
        ("{ bench: device }",                  false, "nor that a twin was linked"),
    ]

    @Test(arguments: channels)
    func `the kernel tells of what hangs on this machine`(
        _ row: (yaml: String, isWatched: Bool, why: String)
    ) throws {
        let text = """
            board: { vendor: v, revision: a, arch: x86_64 }
            scanner: { driver: serial-scanner, channel: \(row.yaml) }
            """
        let board = try Board(name: "b", text: text, file: "b.yaml")
        let channel = try #require(board.channels[.scanner])
        #expect((SystemChannelOpener().hotplug(at: channel) != nil) == row.isWatched)
    }
}
