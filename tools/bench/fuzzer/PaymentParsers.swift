import Drivers
import HAL

/// What payment terminals say.
enum PaymentParsers {
    static let all = [frames, messages, serial, network]

    private static let status: [UInt8] =
        [0x04, 0x0F, 42, 0x27, 0x00, 0x04, 0, 0, 0, 0, 0x12, 0x34, 0x0B, 0, 0, 0x17]
        + [0x0C, 0x10, 0x34, 0x56, 0x0D, 0x10, 0x04, 0x22, 0xF0, 0xF8, 0x59, 0x99]
        + [0, 0, 0, 1, 0x70, 0x00, 0x29, 0x29, 0x00, 0x16, 0x12, 0x49, 0x09, 0x78, 0x87, 0, 1]
    private static let samples: [[UInt8]] = [
        [0x80, 0, 0], [0x84, 0x9C, 0], [0x06, 0x1E, 1, 0x6C], [0x04, 0xFF, 2, 0x0A, 1], status,
        [0x06, 0x0F, 4, 0x27, 0, 0x06, 0x00], [0x06, 0xD3, 0xFF, 5, 0, 1, 2, 3, 4, 5],
    ]

    private static let frames = FuzzTarget(
        name: "zvt-frames",
        samples: samples.map { SerialFrame.encode($0) } + [[0x06], [0x15, 0x10, 0x02, 0x10, 0x10]]
    ) { bytes in
        for cuts in [false, true] {
            var reader = SerialFrameReader(cutsCards: cuts)
            for byte in bytes { Sink.swallow(reader.take(byte)) }
        }
    }

    private static let messages = FuzzTarget(name: "zvt-fields", samples: samples) { bytes in
        Sink.swallow(APDU(bytes))
        Sink.swallow(BMP.fields(of: bytes))
        Sink.swallow(StatusInformation(Array(bytes.dropFirst(3))))
        var cut = bytes
        CardCut.cut(&cut)
        Sink.swallow(BCD.decode(bytes))
        Sink.swallow(BCD.digits(bytes))
    }

    private static let serial = FuzzTarget(
        name: "zvt-serial-dialogue",
        samples: [[0x06] + samples.flatMap { SerialFrame.encode($0) }]
            + samples.map { [0x06] + SerialFrame.encode($0) }
    ) { await talk($0, .serial) }

    private static let network = FuzzTarget(
        name: "zvt-network-dialogue",
        samples: [samples.flatMap(\.self)] + samples
    ) { await talk($0, .network) }

    private static func talk(_ bytes: [UInt8], _ framing: ZVTFraming) async {
        // The channel never lets anybody wait.
        let timers = ZVTTimers(byte: .zero, answer: .zero, customer: .zero)
        let terminal = ZVTTerminal(
            channel: FedChannel(bytes, isAsked: true),
            framing: framing,
            currency: 978,
            timers: timers
        )
        Sink.swallow(try? await terminal.lastResult(by: .now + .milliseconds(2)))
    }
}
