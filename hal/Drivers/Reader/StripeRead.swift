import HAL

/// What a reader took off a magnetic stripe, track by track, before anyone knows whose card it is.
struct StripeRead: ~Copyable {
    var track1 = TrackRead.absent
    var track2 = TrackRead.absent
    var track3 = TrackRead.absent

    /// How each track came through.
    var report: TrackReport {
        TrackReport(track1: track1.result, track2: track2.result, track3: track3.result)
    }
}

/// One track: the characters between its sentinels in ASCII, or why there are none.
struct TrackRead: ~Copyable {
    let result: TrackResult
    /// Empty unless the track was read.
    let data: SensitiveBytes

    private init(_ result: TrackResult, _ data: consuming SensitiveBytes) {
        self.result = result
        self.data = data
    }

    static var absent: TrackRead { TrackRead(.absent, SensitiveBytes(capacity: 0)) }

    static func error(_ error: TrackError) -> TrackRead {
        TrackRead(.error(error), SensitiveBytes(capacity: 0))
    }

    static func read(_ data: consuming SensitiveBytes) -> TrackRead { TrackRead(.read, data) }
}

/// The three tracks of a card as ISO/IEC 7811-6 writes them.
///
///          bits an inch   bits a character   characters   sentinels
///     1    210            6 and parity       79           % ?
///     2     75            4 and parity       40           ; ?
///     3    210            4 and parity       107          ; ?
///
/// The characters count the sentinels and the check character.
public enum StripeTrack: Int, Sendable, CaseIterable {
    case one = 1
    case two
    case three

    /// How many characters lie between the sentinels at most.
    var longest: Int {
        switch self {
        case .one: 76
        case .two: 37
        case .three: 104
        }
    }

    /// Data bits of a character; one of parity follows.
    var dataBits: Int { self == .one ? 6 : 4 }

    /// What is added to a character's value to make it ASCII.
    var base: UInt8 { self == .one ? 0x20 : 0x30 }

    /// The value of the start sentinel.
    var start: UInt8 { self == .one ? 0x05 : 0x0B }

    /// The value of the end sentinel.
    var end: UInt8 { self == .one ? 0x1F : 0x0F }
}
