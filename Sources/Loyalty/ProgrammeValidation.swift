internal import Retail

/// What a programme must fulfil before anything is counted by it.
///
/// The bounds are wide enough for any shop, and narrow enough for 64 bits: ten thousand lines of
/// 100 million yuan each, all at the highest multiplier and rate, still fit.
extension Programme {
    private static let amounts: ClosedRange<Int64> = 1...1_000_000_000
    private static let rates: ClosedRange<Int64> = 1...1000
    private static let multipliers: ClosedRange<Int64> = 0...50
    private static let days = 1...36_500
    private static let counts: ClosedRange<Int64> = 1...1_000_000

    /// Checks every rule.
    ///
    /// - Throws: all faults at once.
    public func validate() throws(ProgrammeError) {
        var faults: [ProgrammeError.Fault] = []
        checkHead(&faults)
        checkEarning(&faults)
        checkTiers(&faults)
        checkDays(&faults)
        checkRedeeming(&faults)
        guard faults.isEmpty else { throw ProgrammeError(faults: faults) }
    }

    private func checkHead(_ faults: inout [ProgrammeError.Fault]) {
        let letters = id.unicodeScalars
        let isPlain = letters.allSatisfy { "a"..."z" ~= $0 || "0"..."9" ~= $0 || $0 == "_" }
        if !isPlain || !(letters.first.map { "a"..."z" ~= $0 } ?? false) || letters.count > 32 {
            faults.add(
                "id",
                "'\(id)' cannot begin a report column",
                "write a small letter, then small letters, digits and _, at most 32"
            )
        }
        if version < 1 {
            faults.add("version", "\(version) is not a version", "begin at 1 and count up")
        }
        if name.isEmpty {
            faults.add("name", "is empty", "write what members call the programme")
        }
    }

    private func checkEarning(_ faults: inout [ProgrammeError.Fault]) {
        if !Self.rates.contains(earn.points.value) {
            faults.add(
                "earn.points",
                "\(earn.points) is not within 1 to 1000",
                "write the points that each full `per` earns, such as 1"
            )
        }
        if !Self.amounts.contains(earn.per.minorUnits) {
            faults.add(
                "earn.per",
                "\(earn.per.minorUnits) is not within 1 to 1000000000",
                "write the minor units that earn the points, such as 100"
            )
        }
        let all = earn.classes.sorted { $0.key < $1.key }.map { ("classes.\($0.key)", $0.value) }
        for (field, multiplier) in all + [("unlisted", earn.unlisted)]
        where !Self.multipliers.contains(multiplier) {
            faults.add(
                "earn.\(field)",
                "\(multiplier) is not within 0 to 50",
                "write how often the money counts: 0 for never, 2 for double points"
            )
        }
    }

    private func checkTiers(_ faults: inout [ProgrammeError.Fault]) {
        guard let lowest = tiers.levels.first else {
            faults.add("tiers.levels", "is empty", "write at least one level, with spend 0")
            return
        }
        if lowest.spend != .zero {
            faults.add(
                "tiers.levels[0].spend",
                "\(lowest.spend.minorUnits) leaves members without tier",
                "write 0: the lowest level asks for nothing"
            )
        }
        for (index, level) in tiers.levels.enumerated() {
            let before = tiers.levels[..<index]
            if level.name.isEmpty || before.contains(where: { $0.name == level.name }) {
                faults.add(
                    "tiers.levels[\(index)].name",
                    "'\(level.name)' does not tell levels apart",
                    "give each level a name of its own"
                )
            }
            if let lower = before.last, level.spend <= lower.spend {
                faults.add(
                    "tiers.levels[\(index)].spend",
                    "\(level.spend.minorUnits) is not above \(lower.spend.minorUnits)",
                    "list the levels from the lowest upwards"
                )
            }
        }
    }

    private func checkDays(_ faults: inout [ProgrammeError.Fault]) {
        // swift-format-ignore
        let spans = [
            ("lots.valid-days",             lots.validDays ?? 1),
            ("tiers.window-days",           tiers.windowDays),
            ("lifecycle.new-days",          lifecycle.newDays),
            ("lifecycle.at-risk-days",      lifecycle.atRiskDays),
            ("lifecycle.dormant-days",      lifecycle.dormantDays),
            ("lifecycle.lost-days",         lifecycle.lostDays),
            ("lifecycle.won-back-gap-days", lifecycle.wonBackGapDays),
            ("lifecycle.won-back-days",     lifecycle.wonBackDays),
        ]
        for (field, count) in spans where !Self.days.contains(count) {
            faults.add(field, "\(count) is not within 1 to 36500", "write a number of days")
        }
        if lifecycle.dormantDays <= lifecycle.atRiskDays {
            faults.add(
                "lifecycle.dormant-days",
                "\(lifecycle.dormantDays) is not above at-risk-days",
                "a member is at risk before dormant"
            )
        }
        if lifecycle.lostDays <= lifecycle.dormantDays {
            faults.add(
                "lifecycle.lost-days",
                "\(lifecycle.lostDays) is not above dormant-days",
                "a member is dormant before lost"
            )
        }
        if !(1...100).contains(rfm.bins) {
            faults.add("rfm.bins", "\(rfm.bins) is not within 1 to 100", "write 5 for quintiles")
        }
    }

    private func checkRedeeming(_ faults: inout [ProgrammeError.Fault]) {
        guard let redeem else { return }
        let before = faults.count
        for (field, points) in [
            ("points", redeem.points), ("smallest", redeem.smallest), ("step", redeem.step),
        ] where !Self.counts.contains(points.value) {
            faults.add(
                "redeem.\(field)",
                "\(points) is not within 1 to 1000000",
                "write a number of points, such as 100"
            )
        }
        if !Self.amounts.contains(redeem.worth.minorUnits) {
            faults.add(
                "redeem.worth",
                "\(redeem.worth.minorUnits) is not within 1 to 1000000000",
                "write the minor units that `points` are worth, such as 100"
            )
        }
        if !(1...100).contains(redeem.sharePercent) {
            faults.add(
                "redeem.share-percent",
                "\(redeem.sharePercent) is not within 1 to 100",
                "write 100 where points may pay for everything"
            )
        }
        guard faults.count == before else { return }
        if redeem.step.value * redeem.worth.minorUnits % redeem.points.value != 0 {
            faults.add(
                "redeem.step",
                "\(redeem.step) points are worth a part of a minor unit",
                "write a multiple that is worth whole ones, such as \(redeem.points)"
            )
        } else if redeem.smallest.value % redeem.step.value != 0 {
            faults.add(
                "redeem.smallest",
                "\(redeem.smallest) is no multiple of the step \(redeem.step)",
                "write a number that can be paid, such as \(redeem.step)"
            )
        }
    }
}

extension [ProgrammeError.Fault] {
    fileprivate mutating func add(_ field: String, _ what: String, _ fix: String) {
        append(ProgrammeError.Fault(field: field, what: what, fix: fix))
    }
}
