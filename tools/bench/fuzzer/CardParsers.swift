import Drivers
import HAL

/// What stripe readers and keyboards send.
enum CardParsers {
    static let all = [stripe, report, bits, keys]

    private static var soon: Deadline { .now + .seconds(1) }

    private static let lines = [
        "%B88800012345^LI/LEI^49121010000?;88800012345=49121010000?\r",
        ";88800012345=4912?\r", "%E?;E?+0188800012345=1?\r", "88800012345\r\n",
    ]

    private static let stripe = FuzzTarget(
        name: "stripe",
        samples: lines.map { Array($0.utf8) }
    ) { bytes in
        let reader = SerialCardReader(channel: FedChannel(bytes))
        // A line that was refused may have another behind it.
        for _ in 0..<4 { Sink.swallow(try? await reader.swipe(by: soon)) }
    }

    private static let report = FuzzTarget(
        name: "magtek-report",
        samples: [
            [0, 0, 0, 20, 13, 0, 0] + Array("%B8880^A/B^49121010?".utf8)
                + [UInt8](repeating: 0, count: 90) + Array(";88801=4912?".utf8)
                + [UInt8](repeating: 0, count: 208),
            [1, 1, 1] + [UInt8](repeating: 0xFF, count: 334),
        ]
    ) { bytes in
        let missing = max(0, MagTekCardReader.reportLength - bytes.count)
        let report = bytes + [UInt8](repeating: 0x3F, count: missing)
        let reader = MagTekCardReader(channel: FedChannel(report))
        Sink.swallow(try? await reader.swipe(by: soon))
    }

    private static let bits = FuzzTarget(
        name: "stripe-bits",
        samples: [
            [0, 0, 0b1101_0100, 0b0010_0001, 0b1000_1111, 0b1100_1110, 0, 0],
            [0, 0, 0, 0b1010_0011, 0b0001_1000, 0b1011_0101, 0x7C, 0x3E, 0, 0],
        ]
    ) { bytes in
        var (one, two, three) = (bytes, Array(bytes.reversed()), Array(bytes.dropFirst(3)))
        let stripe = BitStripe(track1: &one, track2: &two, track3: &three)
        Sink.swallow(try? stripe.swipe(through: CardFirewall()))
    }

    /// `struct input_event`, as the kernel hands out keys, and HID keyboards through it.
    private static let keys = FuzzTarget(
        name: "input-events",
        samples: [
            event(1, 2, 1) + event(0, 0, 0) + event(1, 2, 0) + event(1, 28, 1),
            event(1, 42, 1) + event(1, 30, 1) + event(0, 3, 0) + event(1, 28, 1),
        ]
    ) { bytes in
        let reader = WedgeCardReader(channel: FedChannel(bytes))
        for _ in 0..<4 { Sink.swallow(try? await reader.swipe(by: soon)) }
        let scanner = WedgeScanner(channel: FedChannel(bytes))
        for _ in 0..<4 { Sink.swallow(try? await scanner.scan(by: soon)) }
    }

    private static func event(_ type: UInt8, _ code: UInt8, _ value: UInt8) -> [UInt8] {
        [5, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, type, 0, code, 0, value, 0, 0, 0]
    }
}
