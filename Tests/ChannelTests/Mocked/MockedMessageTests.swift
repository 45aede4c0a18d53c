import Channels
import HAL
import MockedMachine
import Testing

extension MockedMachineTests {
    struct USBMessages {
        private var soon: Deadline { .now + .seconds(5) }

        @Test func `every promise of a message pipe is kept by libusb on a mocked reader`()
            async throws
        {
            let conformance = MessagePipeConformance(seed: 3) {
                let reader = MockedCardReader(on: MockedMachine())
                let query = USBQuery(vendor: 0x072F, product: 0x2200)
                let interface = try USBBus().open(query, .smartCard)
                return MessagePipeConformance.Device(
                    pipe: try USBMessagePipe(interface, maximumMessage: 271),
                    take: { deadline throws(DeviceError) in try await reader.command(by: deadline)
                    },
                    say: { message, deadline throws(DeviceError) in
                        try await reader.answer(message, by: deadline)
                    },
                    unplug: { reader.device.unplug() }
                )
            }
            #expect(try await conformance.brokenPromises() == [])
        }

        @Test func `commands and answers of a card reader stay whole, whatever their length`()
            async throws
        {
            let reader = MockedCardReader(on: MockedMachine())
            let query = USBQuery(vendor: 0x072F, product: 0x2200)
            let interface = try USBBus().open(query, .smartCard)
            #expect(interface.descriptor.extra.count == 54)
            let pipe = try USBMessagePipe(interface, maximumMessage: 271)
            for length in [10, 63, 64, 65, 128, 271] {
                let message = (0..<length).map { UInt8(truncatingIfNeeded: $0) }
                try await pipe.send(message, by: soon)
                #expect(try await reader.command(by: soon) == message)
                try await reader.answer(message.reversed(), by: soon)
                #expect(try await pipe.receive(by: soon) == message.reversed())
            }
        }

        @Test func `a card that is put in is reported beside the answers`() async throws {
            let reader = MockedCardReader(on: MockedMachine())
            let query = USBQuery(vendor: 0x072F, product: 0x2200)
            let pipe = try USBMessagePipe(try USBBus().open(query, .smartCard), maximumMessage: 271)
            try await reader.report([0x50, 0x03], by: soon)
            try await reader.answer([0x81], by: soon)
            #expect(try await pipe.receive(by: soon) == [0x81])
            #expect(try await pipe.event(by: soon) == [0x50, 0x03])
            reader.device.unplug()
            for _ in 0..<2 {
                let error = await #expect(throws: DeviceError.self) {
                    try await pipe.receive(by: soon)
                }
                #expect(error?.kind == .noHardware)
            }
            let sending = await #expect(throws: DeviceError.self) {
                try await pipe.send([0x62], by: soon)
            }
            #expect(sending?.kind == .noHardware)
        }

        @Test func `reports of a HID device pass both ways`() async throws {
            let scale = MockedScale(on: MockedMachine())
            let query = USBQuery(vendor: 0x0922, product: 0x8003)
            let pipe = try USBReportPipe(try USBBus().open(query, .hid))
            try await scale.send([3, 4, 11, 255, 23, 0], by: soon)
            #expect(try await pipe.receive(by: soon) == [3, 4, 11, 255, 23, 0])
            try await pipe.send([2, 1], by: soon)
            try await pipe.send([0, 9], by: soon)
            #expect(scale.received == [[2, 1], [9]], "number 0 stands for none and is not sent")
        }

        @Test func `a device without the class that was asked for is refused by name`() throws {
            let scale = MockedScale(on: MockedMachine())
            let query = USBQuery(vendor: 0x0922, product: 0x8003)
            let error = #expect(throws: DeviceError.self) { try USBBus().open(query, .printer) }
            #expect(error?.kind == .failure)
            #expect(error?.detail.contains("printer interface") == true)
            _ = scale
        }
    }
}
