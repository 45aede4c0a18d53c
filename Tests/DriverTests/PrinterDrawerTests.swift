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
            try await driver.open(by: soon)
            #expect(await eventually { drawer.isOpen })
            #expect(try await driver.isOpen(by: soon))
            drawer.push()
            #expect(try await driver.isOpen(by: soon) == false)
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
            try await driver.open(by: soon)
            #expect(try await driver.isOpen(by: soon) == false)
        }
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
