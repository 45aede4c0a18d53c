public import HAL

/// MagTek USB swipe readers in HID mode: one input report of 337 bytes a swipe.
///
///     0    1    2    decode status of tracks 1 to 3: bit 0 set is an error
///     3    4    5    how many bytes of each track's data count
///     6              encode type: 0 ISO, 1 AAMVA, 3 blank, 4 other, 5 undetermined
///     7    117  227  the tracks, 110 bytes each, in ASCII with their sentinels
///
/// From the technical reference of the USB HID SureSwipe and Swipe Reader (99875191, section 4,
/// "Card data"). The reader checks parity and LRC and says only that a track is bad. Its channel is
/// one that reads a report whole and in order, as a `hidraw` node does.
public struct MagTekCardReader: CardReader {
    /// Bytes of a report.
    public static let reportLength = 337

    private let input: CardInput
    private let firewall: CardFirewall

    /// Takes over `channel`; nothing else may read it.
    public init(channel: any ByteChannel, firewall: CardFirewall = CardFirewall()) {
        input = CardInput(channel: channel, limit: Self.reportLength)
        self.firewall = firewall
    }

    public func swipe(by deadline: Deadline) async throws(DeviceError) -> CardSwipe {
        let report = try await input.record(of: Self.reportLength, by: deadline)
        return try report.read { (report) throws(DeviceError) in
            let stripe = StripeRead(
                track1: try Self.track(.one, in: report),
                track2: try Self.track(.two, in: report),
                track3: try Self.track(.three, in: report)
            )
            return try FinancialTracks.swipe(stripe, firewall)
        }
    }

    private static func track(
        _ track: StripeTrack,
        in report: Span<UInt8>
    ) throws(DeviceError) -> TrackRead {
        let index = track.rawValue - 1
        let length = Int(report[3 + index])
        if report[index] & 1 != 0 { return .error(.unspecified) }
        if length == 0 { return .absent }
        guard (2...track.longest + 2).contains(length) else {
            throw DeviceError(.failure, "track \(track.rawValue) is longer than a card's")
        }
        let start = 7 + 110 * index
        let isFirst = track == .one
        // On track 3 some firmware writes `+` for the start sentinel.
        guard
            report[start] == (isFirst ? UInt8(ascii: "%") : UInt8(ascii: ";"))
                || track == .three && report[start] == UInt8(ascii: "+")
        else {
            return .error(.start)
        }
        guard report[start + length - 1] == UInt8(ascii: "?") else { return .error(.end) }
        return .read(SensitiveBytes(copying: report.extracting(start + 1..<start + length - 1)))
    }
}
