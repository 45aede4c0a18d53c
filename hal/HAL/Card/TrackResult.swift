/// What came of one track of a swipe, in UnifiedPOS terms.
public enum TrackResult: Hashable, Sendable {
    /// The reader saw nothing on it.
    case absent
    /// It was read whole.
    case read
    /// It was misread, and none of it is used.
    case error(TrackError)
}

/// Why a track was misread: UnifiedPOS's `EMSR_*`, and the reader that does not say.
public enum TrackError: String, Codable, Sendable, CaseIterable {
    /// The start sentinel was not found (EMSR_START).
    case start = "START"
    /// The end sentinel was not found (EMSR_END).
    case end = "END"
    /// A character had the wrong parity (EMSR_PARITY).
    case parity = "PARITY"
    /// The check character does not fit what was read (EMSR_LRC).
    case lrc = "LRC"
    /// The reader reports an error and keeps its kind to itself (UPOS_E_FAILURE).
    case unspecified = "FAILURE"
}

/// What came of each track of a swipe.
public struct TrackReport: Hashable, Sendable {
    public var track1: TrackResult
    public var track2: TrackResult
    public var track3: TrackResult

    /// A report; tracks that are not named were not there.
    public init(
        track1: TrackResult = .absent,
        track2: TrackResult = .absent,
        track3: TrackResult = .absent
    ) {
        self.track1 = track1
        self.track2 = track2
        self.track3 = track3
    }

    /// The misread tracks in words, such as `track 1: PARITY, track 2: LRC`; empty when none was.
    public var errors: String {
        [track1, track2, track3].enumerated().compactMap { index, result in
            guard case .error(let error) = result else { return nil }
            return "track \(index + 1): \(error.rawValue)"
        }.joined(separator: ", ")
    }
}
