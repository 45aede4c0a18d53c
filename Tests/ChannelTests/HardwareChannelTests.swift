import Channels
import HAL
import Testing
import Twins

/// What libserialport and libusb say on a machine that has neither port nor bus.
struct HardwareChannelTests {
    @Test func `a missing serial port is named`() {
        let error = #expect(throws: DeviceError.self) {
            try SerialPortChannel(path: "/dev/ttyS99", baud: 9600)
        }
        #expect(error?.kind == .noHardware)
        #expect(error?.detail.contains("/dev/ttyS99") == true)
    }

    @Test func `libserialport takes no pty, and says so`() throws {
        let terminal = try PseudoTerminal()
        let error = #expect(throws: DeviceError.self) {
            try SerialPortChannel(path: terminal.path, baud: 9600)
        }
        #expect(error?.kind == .noHardware)
        #expect(error?.detail.contains("libserialport") == true)
    }

    @Test func `listing serial ports works, whatever there is`() {
        #expect(SerialPortChannel.portNames().allSatisfy { $0.hasPrefix("/dev/") })
    }

    @Test func `a USB printer that is not there is named as lsusb would`() {
        let error = #expect(throws: DeviceError.self) {
            try USBPrinterChannel(USBQuery(vendor: 0x0FFF, product: 0x00AB))
        }
        #expect(error?.kind == .noHardware)
        #expect(error?.detail.contains("0fff:00ab") == true)
    }
}
