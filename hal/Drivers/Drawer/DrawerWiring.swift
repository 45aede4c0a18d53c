/// Which level of connector pin 3 means that the drawer stands open: the drawer's wiring, and no
/// standard.
public enum DrawerWiring: String, Codable, Sendable, CaseIterable {
    /// Many drawers: the switch pulls the pin low while the drawer is shut.
    case openIsHigh
    /// The others: it pulls the pin low while the drawer is open.
    case openIsLow

    /// What a person's drawer did when it was kicked.
    public struct Observation: Equatable, Sendable {
        /// Pin 3 before the pulse, the drawer shut.
        public let wasHigh: Bool
        /// Pin 3 after it.
        public let isHigh: Bool

        /// One kick, as pin 3 saw it.
        public init(wasHigh: Bool, isHigh: Bool) {
            self.wasHigh = wasHigh
            self.isHigh = isHigh
        }
    }

    /// The wiring that `observations` show, or nothing while they do not.
    ///
    /// A kick whose edge never came says nothing: the drawer was open already, or locked, or is
    /// not there. Edges of both kinds contradict each other, as when the drawer was open the first
    /// time and somebody shut it meanwhile; then it has to be looked at again.
    public static func learned(from observations: [Observation]) -> DrawerWiring? {
        let edges = observations.filter { $0.wasHigh != $0.isHigh }
        guard let first = edges.first, edges.allSatisfy({ $0 == first }) else { return nil }
        return first.isHigh ? .openIsHigh : .openIsLow
    }
}
