public import HAL

/// What a bench tries, and for how long.
public struct LinePlan: Sendable {
    public var rates: [Int]
    public var formats: [SerialFormat]
    public var patterns: [LinePattern]
    /// Bytes of each run at the most; slow rates get fewer, so that a run takes about a second.
    public var bytesPerRun: Int
    /// When the bench stops, done or not.
    public var limit: Duration

    /// Four usual rates at 8N1, every pattern, two minutes at the most.
    public init(
        rates: [Int] = [9600, 19_200, 38_400, 115_200],
        formats: [SerialFormat] = [.standard],
        patterns: [LinePattern] = LinePattern.allCases,
        bytesPerRun: Int = 4096,
        limit: Duration = .seconds(120)
    ) {
        self.rates = rates
        self.formats = formats
        self.patterns = patterns
        self.bytesPerRun = bytesPerRun
        self.limit = limit
    }

    /// Every setting to try.
    var settings: [SerialSettings] {
        rates.flatMap { rate in formats.map { SerialSettings(baud: rate, format: $0) } }
    }

    /// As many bytes as pass in about a second, at least 256.
    func count(at settings: SerialSettings) -> Int {
        min(bytesPerRun, max(256, Int(settings.charactersPerSecond)))
    }
}
