import HAL

/// A trace as it stands in a file, version 1: text, a line an event, for eyes and for `diff`.
///
///     suanpan-trace 1
///     wire text
///     device receipt-printer
///     0.000000 + opened
///     0.001204 > 10 04 02                    |...|
///     0.003911 < 12                          |.|
///     1.250333 > 54 6F 74 61 6C 20 ** **     |Total **|
///     9.000000 ! noHardware
///
/// A line says when, in seconds since the recording began; who, `>` the till and `<` the device;
/// and what, in hexadecimal, `**` for a byte that is masked. `+` is a port that was opened, `!` a
/// call that failed, `. full` the last line of a trace that reached its limit. What stands behind
/// `|` repeats the bytes as text for people, and is not read; so is a line that begins with `#`. To
/// compare what was said and not when, cut the first column off.
public enum TraceText {
    /// The first line of every trace.
    static let version = "suanpan-trace 1"
    /// The most bytes in a line; more that passed at once go on in the next, at the same time.
    public static let mostBytes = 64
    /// The longest line that is read.
    static let longestLine = 512
    /// The largest file that is read.
    public static let longest = 64 << 20

    /// The whole trace.
    public static func text(of trace: WireTrace) -> [UInt8] {
        head(trace.wire, device: trace.device) + trace.events.flatMap(line)
    }

    /// The lines before the first event.
    static func head(_ wire: WireKind, device: String) -> [UInt8] {
        Array("\(version)\nwire \(wire.rawValue)\ndevice \(device)\n".utf8)
    }

    /// The line of one event, its end mark with it.
    static func line(_ event: TraceEvent) -> [UInt8] {
        let micros = String(event.microseconds % 1_000_000)
        let fraction = String(repeating: "0", count: 6 - micros.count) + micros
        let time = Array("\(event.microseconds / 1_000_000).\(fraction) ".utf8)
        return time + what(event.kind) + [0x0A]
    }

    private static func what(_ kind: TraceEvent.Kind) -> [UInt8] {
        switch kind {
        case .sent(let bytes): [UInt8(ascii: ">")] + hexadecimal(bytes)
        case .received(let bytes): [UInt8(ascii: "<")] + hexadecimal(bytes)
        case .opened: Array("+ opened".utf8)
        case .failed(let kind): Array("! \(kind.rawValue)".utf8)
        case .full: Array(". full".utf8)
        }
    }

    private static func hexadecimal(_ bytes: [TraceByte]) -> [UInt8] {
        let digits = Array("0123456789ABCDEF".utf8)
        var text: [UInt8] = []
        var gloss: [UInt8] = []
        for byte in bytes {
            switch byte {
            case .shown(let value):
                text += [0x20, digits[Int(value >> 4)], digits[Int(value & 15)]]
                gloss.append((0x20...0x7E).contains(value) ? value : UInt8(ascii: "."))
            case .masked:
                text += [0x20, UInt8(ascii: "*"), UInt8(ascii: "*")]
                gloss.append(UInt8(ascii: "*"))
            }
        }
        // Short lines get their texts under each other.
        let blanks = [UInt8](repeating: 0x20, count: max(2, 50 - text.count))
        let bar = UInt8(ascii: "|")
        return text + blanks + [bar] + gloss + [bar]
    }
}
