/// Decides which bytes of one direction of a wire a trace may show.
///
/// It is handed all bytes that it has not decided about yet, from the first on, as often as more
/// come; it answers for as many of them as it is certain of, one verdict a byte. Bytes come in any
/// pieces, so a judge never takes the end of what is there for the end of anything.
///
/// A judge keeps no bytes, only where it stands among them.
package protocol WireJudge: Sendable {
    /// Verdicts on the first of the `undecided` bytes; none when nothing is certain yet.
    mutating func judge(_ undecided: Span<UInt8>) -> [Verdict]

    /// Told that everything undecided was masked unseen, because it was too much or too late.
    mutating func lostPlace()
}

/// What becomes of one byte.
package enum Verdict: Sendable {
    /// It stands in the trace.
    case show
    /// `**` stands in its place.
    case mask
    /// Nothing stands in its place: it would tell something about a masked neighbour.
    case drop
}

/// Shows nothing.
struct OpaqueJudge: WireJudge {
    mutating func judge(_ undecided: Span<UInt8>) -> [Verdict] {
        Array(repeating: .mask, count: undecided.count)
    }

    mutating func lostPlace() {}
}
