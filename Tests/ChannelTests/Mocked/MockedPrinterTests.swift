import Channels
import Conformance
import Glibc
import HAL
import MockedMachine
import Testing
import Twins

extension MockedMachineTests {
    struct USBPrinters {
        private var soon: Deadline { .now + .seconds(5) }
        private static let epson = USBQuery(vendor: 0x04B8, product: 0x0202)

        /// libusb has one listener a process, from its first context to the end of its last: those
        /// of the tests before must have ended.
        private func listeningBus(on machine: MockedMachine) async throws -> USBBus {
            for _ in 0..<200 {
                let bus = try USBBus()
                if machine.hasListener { return bus }
                try await Task.sleep(for: .milliseconds(5))
            }
            throw DeviceError(.timeout, "nobody listens for what comes and goes")
        }

        @Test func `every promise of a channel is kept by libusb on a mocked printer`() async throws
        {
            let conformance = ByteChannelConformance(seed: 4) {
                let machine = MockedMachine()
                let printer = MockedUSBPrinter(on: machine)
                let near = try USBPrinterChannel(Self.epson, on: USBBus())
                return Cable(near: near, far: printer.channel, holder: printer)
            }
            #expect(try await conformance.brokenPromises() == [])
        }

        @Test func `a printer says who and how it is, and takes a reset`() async throws {
            let printer = MockedUSBPrinter(on: MockedMachine())
            let channel = try USBPrinterChannel(Self.epson, on: USBBus())
            let identity = try await channel.deviceID(by: soon)
            #expect(identity.manufacturer == "EPSON")
            #expect(identity.model == "TM-T88V")
            #expect(identity.commands == ["ESC/POS"])
            #expect(try await channel.portStatus(by: soon) == [.noError, .selected])
            try await channel.softReset(by: soon)
            _ = printer
        }

        @Test func `usblp goes while the channel lives and comes back after it`() async throws {
            let printer = MockedUSBPrinter(on: MockedMachine())
            let bus = try USBBus()
            #expect(printer.device.kernelDriver == "usblp")
            let channel = try USBPrinterChannel(Self.epson, on: bus)
            #expect(printer.device.kernelDriver == nil)
            let error = #expect(throws: DeviceError.self) {
                try USBPrinterChannel(Self.epson, on: bus)
            }
            #expect(error?.kind == .busy)
            await channel.close()
            #expect(printer.device.kernelDriver == "usblp")
            let after = await #expect(throws: DeviceError.self) {
                try await channel.write([1], by: soon)
            }
            #expect(after?.kind == .noHardware)
            let again = try USBPrinterChannel(Self.epson, on: bus)
            try await again.write([2], by: soon)
            #expect(try await printer.channel.read(upTo: 9, by: soon) == [2])
        }

        @Test func `a stalled endpoint throws once and works again`() async throws {
            let printer = MockedUSBPrinter(on: MockedMachine())
            let channel = try USBPrinterChannel(Self.epson, on: USBBus())
            printer.device.stallNext(0x01)
            let error = await #expect(throws: DeviceError.self) {
                try await channel.write([1], by: soon)
            }
            #expect(error?.kind == .failure)
            #expect(error?.detail.contains("stall") == true)
            try await channel.write([2], by: soon)
            #expect(try await printer.channel.read(upTo: 9, by: soon) == [2])
            // The endpoint in stalls under the transfer that is always there.
            printer.device.stallNext(0x82)
            try await printer.channel.write([3], by: soon)
            #expect(try await channel.read(upTo: 9, by: soon) == [3])
        }

        @Test func `a printer that takes nothing makes the write time out, and says how much left`()
            async throws
        {
            let printer = MockedUSBPrinter(on: MockedMachine(), capacity: 10)
            let channel = try USBPrinterChannel(Self.epson, on: USBBus())
            let error = await #expect(throws: DeviceError.self) {
                let bytes = [UInt8](repeating: 7, count: 100)
                try await channel.write(bytes, by: .now + .milliseconds(80))
            }
            #expect(error?.kind == .timeout)
            #expect(error?.detail.contains("10 of 100 bytes left") == true)
            #expect(try await printer.channel.read(exactly: 10, by: soon).count == 10)
        }

        @Test func `a pulled plug is no hardware for ever, even when it is put in again`()
            async throws
        {
            let machine = MockedMachine()
            let printer = MockedUSBPrinter(on: machine)
            let bus = try USBBus()
            let channel = try USBPrinterChannel(Self.epson, on: bus)
            printer.device.unplug()
            let read = await #expect(throws: DeviceError.self) {
                try await channel.read(upTo: 1, by: soon)
            }
            #expect(read?.kind == .noHardware)
            let again = MockedUSBPrinter(on: machine, address: 9)
            again.device.announce()
            for _ in 0..<2 {
                let write = await #expect(throws: DeviceError.self) {
                    try await channel.write([1], by: soon)
                }
                #expect(write?.kind == .noHardware)
            }
        }

        @Test func `one of two alike is found by its serial number or its socket`() async throws {
            let machine = MockedMachine()
            let first = MockedUSBPrinter(on: machine, port: 1, address: 2, serialNumber: "A1")
            let second = MockedUSBPrinter(on: machine, port: 2, address: 3, serialNumber: "B2")
            let bus = try USBBus()
            #expect(Set(bus.devices().map(\.portPath)) == ["1-1", "1-2"])
            var query = Self.epson
            query.serialNumber = "B2"
            let bySerial = try USBPrinterChannel(query, on: bus)
            try await bySerial.write([2], by: soon)
            #expect(try await second.channel.read(upTo: 9, by: soon) == [2])
            query = Self.epson
            query.portPath = "1-1"
            let bySocket = try USBPrinterChannel(query, on: bus)
            try await bySocket.write([1], by: soon)
            #expect(try await first.channel.read(upTo: 9, by: soon) == [1])
            query.serialNumber = "C3"
            query.portPath = nil
            let none = #expect(throws: DeviceError.self) { try USBPrinterChannel(query, on: bus) }
            #expect(none?.kind == .noHardware)
        }

        @Test func `waiting for a silent printer costs next to no processor time`() async throws {
            let printer = MockedUSBPrinter(on: MockedMachine())
            let channel = try USBPrinterChannel(Self.epson, on: USBBus())
            let start = clock()
            _ = try? await channel.read(upTo: 1, by: .now + .milliseconds(500))
            let seconds = Double(clock() - start) / 1e6
            print("MEASURED: half a second of waiting took \(seconds) s of processor time")
            #expect(printer.device.pendingTransfers == 1, "one transfer in, always")
            #expect(seconds < 0.2)
        }

        @Test func `what comes and goes is heard`() async throws {
            let machine = MockedMachine()
            let bus = try await listeningBus(on: machine)
            var changes = try bus.changes().makeAsyncIterator()
            let printer = MockedUSBPrinter(on: machine)
            printer.device.announce()
            let came = await changes.next()
            #expect(came?.kind == .arrived)
            #expect(came?.portPath == "1-1")
            #expect(came?.vendor == 0x04B8)
            let channel = try USBPrinterChannel(Self.epson, on: bus)
            printer.device.unplug()
            #expect(await changes.next()?.kind == .left)
            let error = await #expect(throws: DeviceError.self) {
                try await channel.read(upTo: 1, by: soon)
            }
            #expect(error?.kind == .noHardware)
        }
    }
}
