import Drivers
import HAL

/// What chip card readers and their cards answer.
enum ChipParsers {
    static let all = [stream, exchange, blocks, reset]

    /// DataBlock with an answer, SlotStatus, a notification before it, parameters, a plea for time.
    static let answers: [[UInt8]] = [
        [0x80, 4, 0, 0, 0, 0, 1, 0, 0, 0, 0x31, 0x32, 0x90, 0x00],
        [0x81, 0, 0, 0, 0, 0, 1, 2, 0, 0], [0x50, 3, 0x81, 0, 0, 0, 0, 0, 2, 1, 0, 0],
        [0x82, 7, 0, 0, 0, 0, 1, 0, 0, 1, 0x11, 0x10, 0, 0x4D, 0, 0x20, 0],
        [0x80, 0, 0, 0, 0, 0, 1, 0x80, 3, 0], [0x51, 0, 0, 1],
    ]

    private static var soon: Deadline { .now + .seconds(1) }

    private static let stream = FuzzTarget(name: "ccid-messages", samples: answers) { bytes in
        let stream = CCIDStream(channel: FedChannel(bytes))
        for _ in 0..<4 {
            guard let message = try? await stream.receive(by: soon) else { continue }
            message.read { if let answer = try? CCIDAnswer($0) { Sink.swallow(answer) } }
        }
        Sink.swallow(CCIDNotification(bytes))
    }

    private static let reset = FuzzTarget(
        name: "answer-to-reset",
        samples: [
            [0x3B, 0x84, 0x81, 0x31, 32, 0x45, 0x4D, 0x45, 0x4D, 0x42],
            [0x3B, 0x8F, 0x80, 0x01, 0x80, 0x4F, 0x0C, 0xA0, 0, 0, 3, 6, 3, 0, 1, 0, 0, 0, 0]
                + [0x6A],
        ]
    ) { bytes in
        Sink.swallow(try? AnswerToReset(bytes.span))
        if let response = ResponseAPDU(bytes.span) { Sink.swallow(response) }
        Sink.swallow(ApplicationID(hexadecimal: String(decoding: bytes, as: UTF8.self)))
    }

    /// Whole APDUs: a length before each answer, then what the card says.
    private static let exchange = FuzzTarget(
        name: "member-applet",
        samples: [
            [0, 20, 0x3B, 0x8F, 0x80, 1, 0x80, 0x4F, 0x0C, 0xA0, 0, 0, 3, 6, 3, 0, 1, 0, 0, 0, 0]
                + [0x6A, 2, 0x90, 0, 7] + Array("88801".utf8) + [0x90, 0],
            [0, 10, 0x3B, 0x84, 0x80, 1, 0x4D, 0x45, 0x4D, 0x42, 0x42, 2, 2, 0x6A, 0x82, 6]
                + [1, 2, 3, 4, 0x90, 0],
        ]
    ) { await tap($0, .generic) }

    /// The same with T=1 left to the host.
    private static let blocks = FuzzTarget(
        name: "t1-blocks",
        samples: [
            [0, 11, 0x3B, 0x84, 0x81, 0x31, 32, 0x4D, 0x45, 0x4D, 0x42, 0x7A, 0x14, 7, 0]
                + [6, 0, 0, 2, 0x90, 0, 0x92, 11, 0, 0x40, 7] + Array("88801".utf8)
                + [0x90, 0, 0xC4],
            [0, 10, 0x3B, 0x84, 0x81, 0x31, 32, 0x4D, 0x45, 0x4D, 0x42, 0x45, 0, 4, 0, 0x92, 0]
                + [0x92],
        ]
    ) { bytes in
        for profile in CCIDProfile.all { await tap(bytes, profile) }
    }

    private static func tap(_ bytes: [UInt8], _ profile: CCIDProfile) async {
        guard let name = ApplicationID([0xF0, 0x53, 0x55, 0x41, 0x4E]) else { return }
        let reader = CCIDReader(transport: FedCardTransport(bytes), profile: profile)
        let tap = MemberCardTap(
            reader: reader,
            applet: MemberCardTap.Applet(application: name, file: 1),
            isContactless: profile.isContactless
        )
        Sink.swallow(try? await tap.swipe(by: soon))
    }
}
