import HAL
import Traces

/// What stands in a trace's file, and the masks that every device's bytes pass through.
enum TraceParsers {
    static let all = [file] + WireKind.allCases.map(mask)

    private static let file = FuzzTarget(
        name: "trace-file",
        samples: [
            """
            suanpan-trace 1
            wire zvt-serial
            device payment-terminal
            0.000000 + opened
            0.001204 > 10 02 80 00 00 10 03 ** **  |.......**|
            0.003911 < 06
            1.250333 ! noHardware
            2.000000 . full

            """
        ].map { Array($0.utf8) }
    ) { bytes in
        guard let trace = try? WireTrace(text: bytes) else { return }
        var playback = TracePlayback(trace)
        playback.hear(bytes)
        Sink.swallow(playback.step)
    }

    private static func mask(_ wire: WireKind) -> FuzzTarget {
        let others = PrinterParsers.all + CardParsers.all + ChipParsers.all + PaymentParsers.all
        return FuzzTarget(
            name: "mask-\(wire.rawValue)",
            samples: others.flatMap(\.samples)
        ) { bytes in
            let recorder = TraceRecorder(wire, device: "d", limit: 1 << 20) { _ in true }
            let channel = recorder.wrap(FedChannel(bytes))
            try? await channel.write(bytes, by: .now)
            while (try? await channel.read(upTo: 64, by: .now)) != nil {}
            recorder.finish()
        }
    }
}
