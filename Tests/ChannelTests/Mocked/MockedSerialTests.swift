import Channels
import Conformance
import Glibc
import HAL
import MockedMachine
import Synchronization
import Testing
import Twins

extension MockedMachineTests {
    struct SerialPorts {
        static let count = Mutex(0)

        private var soon: Deadline { .now + .seconds(5) }

        static func name() -> String {
            let number = count.withLock { count in
                count += 1
                return count
            }
            return "ttyS\(number)"
        }

        enum Library: String, CaseIterable, Sendable {
            case libserialport
            case kernel

            func open(
                _ path: String,
                _ settings: SerialSettings = SerialSettings(baud: 115_200)
            ) throws(DeviceError) -> any ByteChannel & SerialLine {
                switch self {
                case .libserialport: try SerialPortChannel(path: path, settings: settings)
                case .kernel: try TTYChannel(path: path, settings: settings)
                }
            }
        }

        @Test(arguments: Library.allCases)
        func `every promise of a channel is kept on a mocked port`(_ library: Library) async throws
        {
            let machine = MockedMachine()
            let conformance = ByteChannelConformance(seed: 3) {
                let port = try MockedSerialPort(Self.name(), on: machine)
                let near = try library.open(port.path)
                return Cable(near: near, far: port.channel, holder: port)
            }
            #expect(try await conformance.brokenPromises() == [])
            PreloadedChild.note()
        }

        @Test func `libserialport lists the port, opens it and keeps a second opener off`() throws {
            let machine = MockedMachine()
            let port = try MockedSerialPort(Self.name(), on: machine)
            #expect(SerialPortChannel.portNames() == [port.path])
            let first = try SerialPortChannel(path: port.path, baud: 9600)
            let error = #expect(throws: DeviceError.self) {
                try SerialPortChannel(path: port.path, baud: 9600)
            }
            #expect(error?.kind == .busy)
            #expect(port.settings.baud == 9600)
            _ = first
        }

        @Test func `libserialport refuses a format that the port does not do, and names it`() throws
        {
            let machine = MockedMachine()
            let port = try MockedSerialPort(Self.name(), on: machine)
            let format = try #require(SerialFormat("7E1"))
            let error = #expect(throws: DeviceError.self) {
                try SerialPortChannel(path: port.path, settings: .init(baud: 9600, format: format))
            }
            #expect(error?.kind == .failure)
            #expect(error?.detail.contains("7 data bits") == true)
        }

        @Test(arguments: Library.allCases)
        func `modem lines cross as in a null-modem cable`(_ library: Library) throws {
            let machine = MockedMachine()
            let cable = try MockedNullModem(Self.name(), Self.name(), on: machine)
            let near = try library.open(cable.near.path)
            let far = try library.open(
                cable.far.path,
                SerialSettings(baud: 115_200, isDTROn: false, isRTSOn: false)
            )
            #expect(try near.modemInputs() == [])
            #expect(try far.modemInputs() == [.cts, .dsr, .dcd])
            try near.set(.rts, to: false)
            #expect(try far.modemInputs() == [.dsr, .dcd])
            try near.set(.dtr, to: false)
            #expect(try far.modemInputs() == [])
            try far.set(.rts, to: true)
            cable.near.end.isRinging = true
            #expect(try near.modemInputs() == [.cts, .ri])
        }

        @Test(arguments: Library.allCases)
        func `a break is counted at the other side`(_ library: Library) async throws {
            let machine = MockedMachine()
            let cable = try MockedNullModem(Self.name(), Self.name(), on: machine)
            let (near, far) = (try library.open(cable.near.path), try library.open(cable.far.path))
            let before = try far.lineCounts()
            try await near.sendBreak(lasting: .milliseconds(1))
            #expect(try far.lineCounts().since(before) == LineCounts(breaks: 1))
            cable.far.end.count(LineCounts(framing: 2, parity: 3, overrun: 4))
            let expected = LineCounts(framing: 2, parity: 3, overrun: 4, breaks: 1)
            #expect(try far.lineCounts().since(before) == expected)
        }

        @Test(arguments: Library.allCases)
        func `a break and lost characters are told, and the bytes behind them come`(
            _ library: Library
        ) async throws {
            let machine = MockedMachine()
            let cable = try MockedNullModem(Self.name(), Self.name(), on: machine)
            let (near, far) = (try library.open(cable.near.path), try library.open(cable.far.path))
            try await near.sendBreak(lasting: .milliseconds(1))
            try await near.write([7, 0xFF], by: soon)
            let error = await #expect(throws: DeviceError.self) {
                try await far.read(upTo: 9, by: soon)
            }
            #expect(error?.kind == .failure && error?.detail.contains("break") == true)
            #expect(try await far.read(exactly: 2, by: soon) == [7, 0xFF])
            cable.far.end.count(LineCounts(overrun: 4))
            try await near.write([8], by: soon)
            let lost = await #expect(throws: DeviceError.self) {
                try await far.read(upTo: 9, by: soon)
            }
            #expect(lost?.kind == .failure && lost?.detail.contains("4 characters") == true)
            #expect(try await far.read(exactly: 1, by: soon) == [8])
        }

        @Test func `a mocked line keeps its pace`() async throws {
            let machine = MockedMachine()
            let cable = try MockedNullModem(Self.name(), Self.name(), on: machine)
            let (near, far) = (
                try TTYChannel(path: cable.near.path, baud: 115_200),
                try TTYChannel(path: cable.far.path, baud: 115_200)
            )
            let bytes = (0..<4608).map { UInt8(truncatingIfNeeded: $0) }
            let start = ContinuousClock.now
            try await near.write(bytes, by: soon)
            #expect(try await far.read(exactly: bytes.count, by: soon) == bytes)
            let took = (ContinuousClock.now - start) / .seconds(1)
            print("MEASURED: 4608 bytes at 115200 baud took \(took) s; the line's own is 0.4 s")
            // Never faster than the line, whatever else the machine does.
            #expect(took > 0.39)
        }

        @Test func `a sender with RTS and CTS waits while the other side says so`() async throws {
            let machine = MockedMachine()
            let cable = try MockedNullModem(Self.name(), Self.name(), on: machine)
            let flow = SerialSettings(baud: 115_200, flow: .rtsCTS)
            let near = try TTYChannel(path: cable.near.path, settings: flow)
            let far = try TTYChannel(path: cable.far.path, baud: 115_200)
            try far.set(.rts, to: false)
            try await near.write([1, 2], by: soon)
            let held = await #expect(throws: DeviceError.self) {
                try await far.read(upTo: 1, by: .now + .milliseconds(60))
            }
            #expect(held?.kind == .timeout)
            try far.set(.rts, to: true)
            #expect(try await far.read(exactly: 2, by: soon) == [1, 2])
        }
    }
}
