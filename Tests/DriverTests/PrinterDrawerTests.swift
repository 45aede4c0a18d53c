import Conformance
import Drivers
import HAL
import Testing
import Twins

struct PrinterDrawerTests {
    @Test(arguments: [true, false])
    func `a pulse opens the drawer and pin 3 tells`(_ isOpenWhenHigh: Bool) async throws {
        let drawer = DrawerTwin(isOpenWhenHigh: isOpenWhenHigh)
        try await withTwin(PrinterTwin(drawer: drawer)) { channel in
            let printer = ESCPOSPrinter(channel: channel, columns: 48)
            let driver = PrinterDrawer(printer: printer, isOpenWhenHigh: isOpenWhenHigh)
            #expect(try await driver.isOpen(by: soon) == false)
            let opened = try await driver.open(by: soon)
            #expect(opened == .open)
            #expect(drawer.isOpen)
            #expect(try await driver.state(by: soon) == .open)
            #expect(try await driver.open(by: soon) == .leftOpen)
            #expect(drawer.openings == 1)
            drawer.push()
            #expect(try await driver.state(by: soon) == .closed)
        }
    }

    @Test func `a drawer wired the other way is read wrong, so the board must say`() async throws {
        let drawer = DrawerTwin(isOpenWhenHigh: true)
        try await withTwin(PrinterTwin(drawer: drawer)) { channel in
            let printer = ESCPOSPrinter(channel: channel, columns: 48)
            let driver = PrinterDrawer(printer: printer, isOpenWhenHigh: false)
            let isOpen = try await driver.isOpen(by: soon)
            #expect(isOpen)
        }
    }

    @Test func `a blocked drawer stays shut and says so`() async throws {
        let drawer = DrawerTwin()
        drawer.setBlocked(true)
        try await withTwin(PrinterTwin(drawer: drawer)) { channel in
            let printer = ESCPOSPrinter(channel: channel, columns: 48)
            let driver = PrinterDrawer(printer: printer, isOpenWhenHigh: false)
            let outcome = try await driver.open(by: moment)
            #expect(outcome == .didNotOpen)
            #expect(try await driver.state(by: soon) == .closed)
        }
    }

    @Test func `a drawer that needs a second kick gets one where the board allows it`()
        async throws
    {
        let drawer = DrawerTwin()
        drawer.setBlocked(true)
        let twin = PrinterTwin(drawer: drawer)
        let pulses = twin.roll.updates()
        try await withTwin(twin) { channel in
            let printer = ESCPOSPrinter(channel: channel, columns: 48)
            let driver = PrinterDrawer(printer: printer, wiring: .openIsLow, kicks: 2)
            async let opening = driver.open(by: soon)
            for await element in pulses where element == .drawerPulse {
                drawer.setBlocked(false)
                break
            }
            let outcome = try await opening
            #expect(outcome == .open)
        }
        #expect(twin.roll.elements.count { $0 == .drawerPulse } == 2)
    }

    // swift-format-ignore
    static let profiles: [(milliseconds: Int, kick: [UInt8]?, why: String)] = [
        (50,  [0x1B, 0x70, 0, 25, 250],  "the usual drawer"),
        (200, [0x1B, 0x70, 0, 100, 250], "a stiff one"),
        (0,   nil,                       "a printer without a connector"),
    ]

    @Test(arguments: profiles)
    func `a kick is as long as the printer's profile says`(
        _ row: (milliseconds: Int, kick: [UInt8]?, why: String)
    ) async throws {
        let (near, far) = MemoryChannel.pair()
        var profile = PrinterProfile.generic(columns: 48)
        profile.drawerPulseMilliseconds = Fact(row.milliseconds, .assumed("a test"))
        let printer = ESCPOSPrinter(channel: near, profile: profile)
        let driver = PrinterDrawer(printer: printer, isOpenWhenHigh: true)
        let opening = Task { () -> Result<DrawerState, DeviceError> in
            do throws(DeviceError) {
                return .success(try await driver.open(by: soon))
            } catch {
                return .failure(error)
            }
        }
        guard let kick = row.kick else {
            let refusal = await opening.value
            let error = #expect(throws: DeviceError.self) { try refusal.get() }
            #expect(error?.mayHaveRun == false)
            await #expect(throws: DeviceError.self) { try await far.read(upTo: 64, by: .now) }
            return
        }
        _ = try await far.read(exactly: 12, by: soon)
        try await far.write([0x12, 0x12, 0x12, 0x12], by: soon)
        #expect(try await far.read(exactly: 5, by: soon) == kick)
        _ = try await far.read(exactly: 3, by: soon)
        try await far.write([0x16], by: soon)
        #expect(try await opening.value.get() == .open)
    }

    typealias Kick = DrawerWiring.Observation

    // swift-format-ignore
    static let lessons: [(kicks: [Kick], wiring: DrawerWiring?, why: String)] = [
        ([Kick(wasHigh: false, isHigh: true)],  .openIsHigh, "a rising edge"),
        ([Kick(wasHigh: true, isHigh: false)],  .openIsLow,  "a falling edge"),
        ([],                                    nil,         "nobody kicked"),
        ([Kick(wasHigh: true, isHigh: true)],   nil,         "no drawer, or a locked one"),
        ([Kick(wasHigh: false, isHigh: false), Kick(wasHigh: false, isHigh: true)],
                                                .openIsHigh, "the second kick did it"),
        ([Kick(wasHigh: true, isHigh: false), Kick(wasHigh: false, isHigh: true)],
                                                nil,         "it shut itself: look again"),
    ]

    @Test(arguments: lessons)
    func `a drawer's wiring is learned from edges alone`(
        _ row: (kicks: [Kick], wiring: DrawerWiring?, why: String)
    ) {
        #expect(DrawerWiring.learned(from: row.kicks) == row.wiring)
    }

    @Test(arguments: [true, false])
    func `a kick teaches how the drawer is wired`(_ isOpenWhenHigh: Bool) async throws {
        let drawer = DrawerTwin(isOpenWhenHigh: isOpenWhenHigh)
        try await withTwin(PrinterTwin(drawer: drawer)) { channel in
            let printer = ESCPOSPrinter(channel: channel, columns: 48)
            let seen = try await PrinterDrawer.observe(printer, by: soon)
            let wiring: DrawerWiring = isOpenWhenHigh ? .openIsHigh : .openIsLow
            #expect(DrawerWiring.learned(from: [seen]) == wiring)
        }
    }

    // swift-format-ignore
    static let pulses: [(pulse: DrawerPulse, bytes: [UInt8], why: String)] = [
        (DrawerPulse(),                              [0x1B, 0x70, 0, 25, 250],  "50 ms"),
        (DrawerPulse(.pin5, onMilliseconds: 200),    [0x1B, 0x70, 1, 100, 250], "a stiff drawer 2"),
        (DrawerPulse(onMilliseconds: 0, offMilliseconds: 999), [0x1B, 0x70, 0, 1, 255], "in range"),
    ]

    @Test(arguments: pulses)
    func `a pulse is as long as the board says`(
        _ row: (pulse: DrawerPulse, bytes: [UInt8], why: String)
    ) {
        #expect(row.pulse.bytes == row.bytes)
    }

    @Test func `a receipt opens the drawer only where the layout says`() async throws {
        let twin = PrinterTwin()
        try await withTwin(twin) { channel in
            let printer = ESCPOSPrinter(channel: channel, columns: 48)
            try await printer.print(receipt, ticket: PrintTicket(1), by: soon)
            #expect(twin.drawer.openings == 0)
            let kick = PrintDocument([.openDrawer, .text("x")])
            try await printer.print(kick, ticket: PrintTicket(2), by: soon)
            #expect(twin.drawer.openings == 1)
        }
    }
}
