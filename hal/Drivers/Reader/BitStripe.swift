public import HAL

/// A swipe as readers deliver it that hand out bits and leave the reading to the host.
///
/// Each track is the bits that passed its head, eight a byte, the first in the highest bit; an
/// empty array is a track that the reader does not have. There are as many packet formats round
/// these bits as there are makers; a driver for one of them takes its packet apart and calls this.
public struct BitStripe: ~Copyable {
    private let tracks: StripeRead

    /// Decodes the tracks and overwrites the arrays.
    public init(track1: inout [UInt8], track2: inout [UInt8], track3: inout [UInt8]) {
        tracks = StripeRead(
            track1: Self.decode(&track1, as: .one),
            track2: Self.decode(&track2, as: .two),
            track3: Self.decode(&track3, as: .three)
        )
    }

    private static func decode(_ bits: inout [UInt8], as track: StripeTrack) -> TrackRead {
        SensitiveBytes(erasing: &bits).read { StripeBits.decode($0, as: track) }
    }

    /// How each track came through.
    public var report: TrackReport { tracks.report }

    /// What may be known of the card.
    ///
    /// - Throws: `failure` when no track holds a number; the track errors are in its detail.
    public func swipe(through firewall: CardFirewall) throws(DeviceError) -> CardSwipe {
        try FinancialTracks.swipe(tracks, firewall)
    }
}
