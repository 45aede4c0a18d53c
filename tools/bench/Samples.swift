/// How long something took, many times over.
struct Samples {
    /// Every time, in milliseconds, in the order in which they were taken.
    private(set) var milliseconds: [Double] = []

    /// Takes one time.
    mutating func add(_ time: Duration) {
        milliseconds.append(time.milliseconds)
    }

    /// The middle one.
    var median: Double { quantile(0.5) }
    /// The one that 99 of 100 do not exceed.
    var p99: Double { quantile(0.99) }

    /// The smallest sample that at least `share` of all do not exceed.
    func quantile(_ share: Double) -> Double {
        guard !milliseconds.isEmpty else { return .nan }
        let sorted = milliseconds.sorted()
        let rank = Int((share * Double(sorted.count)).rounded(.up))
        return sorted[min(max(rank - 1, 0), sorted.count - 1)]
    }

    /// The medians of the first `size` samples, of the next `size`, and so on.
    func medians(ofEach size: Int) -> [Double] {
        stride(from: 0, to: milliseconds.count, by: size).map { start in
            var round = Samples()
            round.milliseconds = Array(milliseconds[start..<min(start + size, milliseconds.count)])
            return round.median
        }
    }
}

extension Duration {
    /// The length in milliseconds.
    var milliseconds: Double {
        Double(components.seconds) * 1000 + Double(components.attoseconds) / 1e15
    }
}

extension Samples {
    /// The time that `work` takes.
    static func time(_ work: () throws -> Void) rethrows -> Duration {
        try ContinuousClock().measure(work)
    }
}

extension Samples {
    /// How many there are.
    var count: Int { milliseconds.count }
}
