public import HAL

/// One run of a pattern over a line: how it was set, what came of it, how fast.
public struct LineRun: Codable, Sendable {
    public let settings: SerialSettings
    public let pattern: LinePattern
    /// `there`, or `back` when the far port sent.
    public let direction: LineDirection
    public let tally: LineTally
    /// What the receiver counted meanwhile; nothing when the port counts nothing.
    public let counts: LineCounts?
    /// From the first byte handed over to the last that came.
    public let seconds: Double

    /// What the run reached of the rate that the format allows; more than 1 on a line of memory.
    public var share: Double {
        guard seconds > 0 else { return 0 }
        return Double(tally.received) / seconds / settings.charactersPerSecond
    }

    /// A run that has been made.
    public init(
        settings: SerialSettings,
        pattern: LinePattern,
        direction: LineDirection,
        tally: LineTally,
        counts: LineCounts?,
        seconds: Double
    ) {
        self.settings = settings
        self.pattern = pattern
        self.direction = direction
        self.tally = tally
        self.counts = counts
        self.seconds = seconds
    }
}

/// Which port of two sends.
public enum LineDirection: String, Codable, Sendable, CaseIterable {
    case there
    case back
}
