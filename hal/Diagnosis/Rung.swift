/// One step of the way from the cable to the paper.
///
///     6 action     it does what it is there for, and a person looks
///     5 settings   what the board says of it is so: proof, code page, fonts
///     4 state      paper, cover, plate, card: what it says of itself
///     3 answer     it understands us and answers
///     2 line       somebody is at the other end
///     1 port       the port is there and may be opened
///
/// A rung is worth looking at only when all below it hold: who asks a printer for its paper while
/// its cable is out learns nothing.
public enum Rung: String, Codable, Sendable, CaseIterable {
    case port
    case line
    case answer
    case state
    case settings
    case action

    /// Its number, from 1.
    public var level: Int { (Self.allCases.firstIndex(of: self) ?? 0) + 1 }

    /// The rung of that number, 1 to 6.
    public init?(level: Int) {
        guard Self.allCases.indices.contains(level - 1) else { return nil }
        self = Self.allCases[level - 1]
    }

    /// The highest that moves no paper, opens no drawer and asks nobody for anything.
    public static let highestQuiet = Rung.settings
}
