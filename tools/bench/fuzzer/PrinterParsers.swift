import Channels
import Drivers
import HAL

/// What printers and scales answer.
enum PrinterParsers {
    static let all = [answers, device, scale]

    /// DLE EOT, GS r, status back, process ids and names, one byte after another.
    private static let answers = FuzzTarget(
        name: "printer-answers",
        samples: [
            [0x12], [0x16, 0x12, 0x12, 0x12], [0x00, 0x0C], [0x10, 0x00, 0x00, 0x00],
            [0x14, 0x13, 0x08, 0x60, 0x0C], [0x37, 0x22, 0x30, 0x30, 0x30, 0x31, 0x00],
            [0x37, 0x25, 0x00], [0x5F] + Array("TM-T88V".utf8) + [0x00], [0x35, 0x3B, 0x00],
        ]
    ) { bytes in
        var answers = ESCPOSAnswers()
        for byte in bytes {
            guard let answer = answers.take(byte) else { continue }
            Sink.swallow(answer)
            if case .automaticStatus(let report) = answer {
                Sink.swallow(ESCPOSStatus(report: report).summary)
            }
        }
    }

    /// A USB printer's own description of itself.
    private static let device = FuzzTarget(
        name: "ieee-1284-id",
        samples: [
            [0, 38] + Array("MFG:EPSON;CMD:ESC/POS;MDL:TM-T88V;".utf8),
            [0, 4, 0x3A, 0x3B], Array("MANUFACTURER:a;COMMAND SET:b,c;".utf8),
        ]
    ) { bytes in
        Sink.swallow(IEEE1284ID(answer: bytes))
        Sink.swallow(IEEE1284ID(text: String(decoding: bytes, as: UTF8.self)))
    }

    private static let scale = FuzzTarget(
        name: "scale",
        samples: [
            [0x02] + Array("01.250".utf8) + [0x0D], [0x02, 0x3F, 0x41, 0x0D],
            [0x02] + Array("12345N".utf8) + [0x0D], [0x02, 0x45, 0x0D, 0x02, 0xB0, 0x8D],
        ]
    ) { bytes in
        Sink.swallow(Toledo8217Reply(bytes))
        let scale = Toledo8217Scale(channel: FedChannel(bytes), unit: .gram, pause: .zero)
        Sink.swallow(try? await scale.liveWeight(by: .now + .milliseconds(1)))
    }
}
