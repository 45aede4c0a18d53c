import HAL

/// Reads the text that a magnetic stripe reader sends for one swipe.
///
///     %B6222021234567890^ZHANG/SAN^3012101000?;6222021234567890=3012101000?
///     └─ track 1, at most 76 between marks ──┘└─ track 2, at most 37 ──────┘
///
/// Track 3 begins with `;` again, or with `+` on readers that tell it apart so. A reader that
/// misread a track sends `%E?`, `;E?` or `+E?` in its place, and has checked parity and LRC itself.
///
/// No error repeats what was read: a bank card's number would be in the log.
enum StripeText {
    /// Three tracks at their longest, with their marks.
    static let longest = StripeTrack.allCases.reduce(0) { $0 + $1.longest + 2 }

    /// Whether a line is tracks; else it may be a plain number.
    static func isStripe(_ line: Span<UInt8>) -> Bool {
        !line.isEmpty && [0x25, 0x3B, 0x2B].contains(line[0])
    }

    static func parse(_ line: Span<UInt8>) throws(DeviceError) -> StripeRead {
        guard line.indices.allSatisfy({ (0x20...0x7E).contains(line[$0]) }) else {
            throw DeviceError(.failure, "a swipe with bytes that no card holds")
        }
        guard !line.isEmpty, line[line.count - 1] == UInt8(ascii: "?") else {
            throw DeviceError(.failure, "a swipe without its end mark (END)")
        }
        var stripe = StripeRead()
        var start = 0
        for end in line.indices where line[end] == UInt8(ascii: "?") {
            try add(line.extracting(start..<end), to: &stripe)
            start = end + 1
        }
        return stripe
    }

    /// Puts `track`, with its start mark and without its end mark, where it belongs.
    private static func add(
        _ track: Span<UInt8>,
        to stripe: inout StripeRead
    ) throws(DeviceError) {
        guard !track.isEmpty else { throw DeviceError(.failure, "a track without its start mark") }
        let body = track.extracting(droppingFirst: 1)
        switch track[0] {
        case UInt8(ascii: "%") where stripe.track1.result == .absent:
            stripe.track1 = try read(body, as: .one)
        case UInt8(ascii: ";")
        where stripe.track2.result == .absent && body.count <= StripeTrack.two.longest:
            stripe.track2 = try read(body, as: .two)
        case UInt8(ascii: ";") where stripe.track3.result == .absent,
            UInt8(ascii: "+") where stripe.track3.result == .absent:
            stripe.track3 = try read(body, as: .three)
        case UInt8(ascii: "%"), UInt8(ascii: ";"), UInt8(ascii: "+"):
            throw DeviceError(.failure, "a swipe with more tracks than a card has")
        default:
            throw DeviceError(.failure, "a track without its start mark (START)")
        }
    }

    private static func read(
        _ body: Span<UInt8>,
        as track: StripeTrack
    ) throws(DeviceError) -> TrackRead {
        if body.count == 1, body[0] == UInt8(ascii: "E") { return .error(.unspecified) }
        guard body.count <= track.longest else {
            throw DeviceError(.failure, "track \(track.rawValue) is longer than a card's")
        }
        return .read(SensitiveBytes(copying: body))
    }
}
