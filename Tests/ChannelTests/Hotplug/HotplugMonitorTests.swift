import Channels
import Conformance
import HAL
import MockedMachine
import Testing
import Twins

struct HotplugMonitorTests {
    typealias Row = (name: String, make: @Sendable () throws -> HotplugBench, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        ("memory",         { .memory() },                    "what tests announce"),
        ("hostile",        { .memory { hostile($0, 300) } }, "late, and false alarms"),
        ("hostile, flood", { .memory { hostile($0, 990) } }, "next to nothing but false alarms"),
    ]

    static func hostile(_ monitor: any HotplugMonitor, _ falseAlarms: Int) -> any HotplugMonitor {
        HostileHotplugMonitor(monitor, seed: 5, falseAlarmsInThousand: falseAlarms)
    }

    @Test(arguments: rows)
    func `every monitor keeps every promise`(_ row: Row) async throws {
        #expect(try await HotplugMonitorConformance(makeBench: row.make).brokenPromises() == [])
    }

    @Test(arguments: BadHotplugMonitor.Vice.allCases)
    func `a monitor that breaks a promise is found out`(
        _ vice: BadHotplugMonitor.Vice
    ) async throws {
        let conformance = HotplugMonitorConformance { .memory { BadHotplugMonitor($0, vice) } }
        #expect(try await conformance.brokenPromises().contains(vice.promise))
    }

    @Test func `all who ask share one monitor, and it ends with the last of them`() throws {
        var first: KernelHotplugMonitor? = try .common()
        let second = try KernelHotplugMonitor.common()
        #expect(first === second)
        first = nil
        #expect(second.isListening)
    }

    static let lie = Array("add@/x\0ACTION=add\0DEVPATH=/x\0SUBSYSTEM=tty\0".utf8)

    @Test(
        .enabled("SKIPPED: only root may send on the uevent socket") {
            NetlinkSpeaker.say(lie, port: try KernelHotplugMonitor().port)
        }
    )
    func `what another program says on the kernel's socket is refused`() async throws {
        let monitor = try KernelHotplugMonitor()
        #expect(NetlinkSpeaker.say(Self.lie, port: monitor.port))
        try await appear("refusal") { monitor.tally.refusals == 1 }
        #expect(monitor.arrivals == 0)
    }
}

extension MockedMachineTests {
    /// The real monitor; udev's side is played by this process.
    struct Hotplug {
        @Test func `every promise is kept by the monitor of the kernel's socket`() async throws {
            let conformance = HotplugMonitorConformance {
                let machine = MockedMachine()
                let printer = MockedUSBPrinter(on: machine)
                let monitor = try KernelHotplugMonitor()
                return HotplugBench(monitor, announce: printer.device.announce) { monitor.close() }
            }
            #expect(try await conformance.brokenPromises() == [])
        }

        @Test func `a device that leaves, or is of no use to a till, wakes nobody`() async throws {
            let machine = MockedMachine()
            let printer = MockedUSBPrinter(on: machine)
            let monitor = try KernelHotplugMonitor()
            machine.tell("add", subsystem: "block")
            printer.device.unplug()
            // What comes after them is heard, and so they were.
            let count = monitor.arrivals
            machine.tell("add", subsystem: "tty")
            #expect(await monitor.isArrivalHeard(after: count, by: .now + .seconds(5)))
            #expect(monitor.arrivals == 1)
        }

        @Test func `a flood of torn and overlong messages is a loss, and not the end`()
            async throws
        {
            let machine = MockedMachine()
            let monitor = try KernelHotplugMonitor()
            var random = SeededRandom(seed: 7)
            for _ in 0..<2_000 {
                let count = Int.random(in: 0...9_000, using: &random)
                machine.tell((0..<count).map { _ in UInt8.random(in: 0...255, using: &random) })
            }
            try await appear("loss") { monitor.tally.misses > 0 }
            let heard = monitor.tally.events
            let count = monitor.arrivals
            machine.tell("add", subsystem: "tty")
            try await appear("event") { monitor.tally.events > heard && monitor.arrivals > count }
            #expect(monitor.isListening)
        }
    }
}
