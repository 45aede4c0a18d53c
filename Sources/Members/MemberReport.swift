public import Loyalty
public import Retail

/// Where every member stands at the first moment of `asOf`, in order of member number.
///
/// The histories say what is known since their first day. `opening` is what is known from before
/// that day, empty for a cold start: its points are the opening balance, its sales count for tier,
/// scores and stage. Days of `opening` that the histories could cover themselves are left out, so
/// nothing counts twice. A member of either list gets a row, also without any sale.
///
/// The histories cover the days from `start` on; by default from the earliest day in them.
public func memberRows(
    histories: [MemberHistory],
    opening: [MemberHistory] = [],
    from start: BusinessDay? = nil,
    asOf: BusinessDay,
    programme: Programme
) -> [MemberRow] {
    let earliest = histories.lazy.flatMap(\.days).map(\.day).min()
    let start = start ?? earliest ?? asOf

    var standings: [MemberID: Standing] = [:]
    standings.reserveCapacity(max(histories.count, opening.count))
    for history in histories {
        standings[history.member, default: Standing(from: start, asOf: asOf, by: programme)]
            .take(history.days[...])
    }
    var spenders: [MemberID: [MemberDay]] = [:]
    for history in histories where !history.spends.isEmpty {
        spenders[history.member, default: []] += history.days
    }
    for history in opening {
        let older = history.days.filter { $0.day < start }
        standings[history.member, default: Standing(from: start, asOf: asOf, by: programme)]
            .take(older[...])
        spenders[history.member]? += older
    }
    for history in histories {
        guard let days = spenders[history.member], !history.spends.isEmpty else { continue }
        let earned = days.map { (day: $0.day, points: $0.points) }
        standings[history.member]?.points.redeem(history.spends, of: earned)
    }

    let members = standings.sorted { $0.key < $1.key }
    let scores = rfmScores(of: members.map(\.value), bins: programme.rfm.bins)
    return zip(members, scores).map { member, score in
        member.value.row(of: member.key, rfm: score, by: programme)
    }
}

/// What one pass over a member's days leaves behind.
private struct Standing {
    let asOf: BusinessDay
    let window: Range<BusinessDay>
    let recent: BusinessDay
    var points: PointsAccount
    var days: SaleDays?
    var sales = 0
    var spend = Money.zero

    init(from start: BusinessDay, asOf: BusinessDay, by programme: Programme) {
        self.asOf = asOf
        window = programme.tiers.window(on: asOf)
        recent = programme.lifecycle.recent(on: asOf)
        points = PointsAccount(from: start, asOf: asOf, lots: programme.lots)
    }

    mutating func take(_ history: ArraySlice<MemberDay>) {
        for entry in history where entry.day < asOf {
            points.post(entry.points, earnedOn: entry.day)
            guard entry.sales > 0 else { continue }
            see(entry.day)
            if window.contains(entry.day) {
                sales += entry.sales
                spend += entry.due
            }
        }
    }

    private mutating func see(_ day: BusinessDay) {
        var seen = days ?? SaleDays(first: day, last: day)
        seen.first = min(seen.first, day)
        seen.last = max(seen.last, day)
        if day >= recent {
            seen.firstRecent = min(seen.firstRecent ?? day, day)
        } else {
            seen.lastBefore = max(seen.lastBefore ?? day, day)
        }
        days = seen
    }

    /// Days since the last sale, for members who are compared.
    var recencyDays: Int? {
        sales > 0 ? days?.last.distance(to: asOf) : nil
    }

    func row(of member: MemberID, rfm: RFMScore?, by programme: Programme) -> MemberRow {
        MemberRow(
            asOf: asOf,
            member: member,
            firstSale: days?.first,
            lastSale: days?.last,
            sales: sales,
            spend: spend,
            tier: programme.tiers.tier(forSpend: spend).name,
            recencyDays: recencyDays,
            rfm: rfm,
            stage: programme.lifecycle.stage(of: days, on: asOf),
            points: points
        )
    }
}

/// Compares the members who bought in the window with each other; nil for the others.
private func rfmScores(of standings: [Standing], bins: Int) -> [RFMScore?] {
    let compared = standings.indices.filter { standings[$0].sales > 0 }
    let recency = scores(of: compared.map { -Int64(standings[$0].recencyDays ?? 0) }, bins: bins)
    let frequency = scores(of: compared.map { Int64(standings[$0].sales) }, bins: bins)
    let money = scores(of: compared.map { standings[$0].spend.minorUnits }, bins: bins)

    var result = [RFMScore?](repeating: nil, count: standings.count)
    for (rank, index) in compared.enumerated() {
        result[index] = RFMScore(
            recency: recency[rank],
            frequency: frequency[rank],
            money: money[rank]
        )
    }
    return result
}
