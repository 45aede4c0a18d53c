/// How often a keeper looks for a device that is not there.
public struct SearchPace: Equatable, Sendable {
    /// Between two looks where nobody tells of arrivals: a network, a bench.
    ///
    /// A cashier who puts a plug back looks at the device for about half a second.
    public let blind: Duration
    /// Between two looks where a monitor tells.
    ///
    /// It stays under the two seconds in which a device has to be back, for an event may be lost.
    public let watched: Duration

    /// A pace; both are what a box needs unless a test says otherwise.
    public init(
        blind: Duration = .milliseconds(500),
        watched: Duration = .milliseconds(1500)
    ) {
        self.blind = blind
        self.watched = watched
    }
}

/// When the next look is due: at the usual pace, and after an arrival soon and soon again.
///
/// The kernel tells of a device before it can be opened, udev links its name some moments later,
/// and libusb reads its list in its own time. So one arrival is worth several looks.
struct SearchRhythm {
    /// What passes between two looks at the least, however many arrivals are announced.
    static let breath = Duration.milliseconds(20)
    /// The looks that follow the one at an arrival.
    static let echoes: [Duration] = [.milliseconds(50), .milliseconds(150), .milliseconds(400)]

    private let pace: SearchPace
    private var step = Self.echoes.count

    init(_ pace: SearchPace) {
        self.pace = pace
    }

    /// Something has just come.
    mutating func hear() {
        step = 0
    }

    /// How long to wait for the next look.
    mutating func pause(isWatched: Bool) -> Duration {
        guard isWatched else { return pace.blind }
        defer { step += 1 }
        return step < Self.echoes.count ? min(Self.echoes[step], pace.watched) : pace.watched
    }
}
