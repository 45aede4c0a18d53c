public import HAL
import Wire

/// A USB printer on a mocked machine: its paper end is a byte channel, on which a twin can run.
public final class MockedUSBPrinter: Sendable {
    /// The device, to unplug it or make it stall.
    public let device: MockedUSBDevice
    /// The printer's own end: what the host prints arrives here, what is written is its answer.
    public let channel: any ByteChannel

    /// A printer in socket `1-port`; it holds `capacity` bytes and makes the host wait for more.
    public init(
        on machine: MockedMachine,
        port: Int = 1,
        address: Int = 2,
        serialNumber: String = "MOCK0001",
        capacity: Int = 4096
    ) {
        let (paper, room) = Self.pipe(capacity)
        device = MockedUSBDevice(
            .printer(serialNumber: serialNumber),
            port: port,
            address: address,
            on: machine,
            sinks: [0x01: .bytes(paper)],
            kernelDriver: "usblp",
            control: Self.answer
        )
        let engine = device.engine
        room.onRing = { [weak engine] in engine?.matchAgain() }
        channel = Firmware(paper: paper, engine: engine)
    }

    /// The printer class's requests (USB printer class 1.1, 4.2).
    private static func answer(_ setup: [UInt8], _ payload: [UInt8]) -> [UInt8]? {
        switch (setup[0], setup[1]) {
        case (0xA1, 0):
            let text = Array("MFG:EPSON;CMD:ESC/POS;MDL:TM-T88V;CLS:PRINTER;".utf8)
            return [0, UInt8(text.count + 2)] + text
        case (0xA1, 1): return [0x18]
        case (0x21, 2): return []
        default: return nil
        }
    }

    private static func pipe(_ capacity: Int) -> (BytePipe, Hook) {
        let hook = Hook()
        return (BytePipe(capacity: capacity) { hook.onRing() }, hook)
    }
}

/// The printer's own end of its two endpoints.
private struct Firmware: ByteChannel {
    let paper: BytePipe
    let engine: MockedUSBEngine

    func write(_ bytes: [UInt8], by deadline: Deadline) async throws(DeviceError) {
        // At most a packet at once, as a printer says it.
        for start in stride(from: 0, to: bytes.count, by: 4096) {
            let piece = Array(bytes[start...].prefix(4096))
            try await engine.say(piece, on: 0x82, by: deadline)
        }
    }

    func read(upTo limit: Int, by deadline: Deadline) async throws(DeviceError) -> [UInt8] {
        try await paper.read(upTo: limit, by: deadline)
    }
}
