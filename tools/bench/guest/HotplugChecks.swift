import Channels
import Conformance
import Glibc
import HAL

/// What the kernel says of arrivals, and who else speaks on its socket.
enum HotplugChecks {
    static let all = [
        Check("hotplug.promises", "every promise of a monitor: the kernel's own socket") { _ in
            let conformance = HotplugMonitorConformance {
                let monitor = try KernelHotplugMonitor()
                return HotplugBench(monitor, announce: announce) { monitor.close() }
            }
            let broken = try await conformance.brokenPromises().map(\.rawValue)
            try require(broken.isEmpty, "broken: \(broken)")
            return "\(HotplugMonitorConformance.Promise.allCases.count) promises kept"
        },
        Check("hotplug.foreign", "a program that plays the kernel is not believed") { _ in
            try await believesTheKernelAlone()
        },
        Check("hotplug.overrun", "a flood that runs over the buffer is noticed") { _ in
            let socket = try UEventSocket(buffer: 4096)
            for _ in 0..<200 { announce() }
            var (events, misses) = (0, 0)
            while true {
                switch socket.receive() {
                case .event: events += 1
                case .missed: misses += 1
                case .refused: continue
                case .nothing:
                    try require(misses > 0, "\(events) events and no loss")
                    try require(events > 0, "not one event")
                    return "200 and more said, \(events) heard, told that some were lost"
                case .dead(let code): throw Broken("the socket died: \(code)")
                }
            }
        },
    ]

    private static func believesTheKernelAlone() async throws -> String {
        let monitor = try KernelHotplugMonitor()
        var count = monitor.arrivals
        var isArrival = true
        // The kernel may have a word of its own at the same time, but not each time; and on a slow
        // machine udev is still saying again what the kernel said before.
        for _ in 0..<5 where isArrival {
            _ = await Shell.run("udevadm settle --timeout=10")
            count = monitor.arrivals
            try await lie(to: monitor)
            isArrival = monitor.arrivals != count
        }
        try require(!isArrival, "a lie was an arrival")
        announce()
        try await eventually(for: "the kernel's word") { monitor.arrivals > count }
        return "2 messages refused, the kernel's heard"
    }

    /// Tells the monitor of a port that is none, by both ways, and waits until it has refused them.
    private static func lie(to monitor: KernelHotplugMonitor) async throws {
        let before = monitor.tally.refusals
        let lie = Array("add@/x\0ACTION=add\0DEVPATH=/x\0SUBSYSTEM=tty\0".utf8)
        for group in [UEventSender.kernelGroup, 0] {
            try require(
                NetlinkSpeaker.say(lie, group: group, port: group == 0 ? monitor.port : 0),
                "the guest may not send"
            )
        }
        // What comes after them is heard, and so they were.
        try await eventually(for: "refusal of both") { monitor.tally.refusals == before + 2 }
    }

    /// Makes the kernel say that a serial port has come.
    @Sendable private static func announce() {
        try? SystemFile("/sys/class/tty/ttyS0/uevent").write("add")
    }
}
