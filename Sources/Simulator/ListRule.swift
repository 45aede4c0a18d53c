/// A rule about the lists that a hub publishes and its tills sell by; a mutant leaves one out.
public enum ListRule: Int, CaseIterable, Sendable {
    /// Till: sales find nothing of a version before all of it is there and counted.
    case sellsByWholeVersions
    /// Till: a page counts only under the hub's word for its version.
    case believesOnlySealedVersions
    /// Till: no version takes the place of a newer one, however well it is sealed.
    case neverGoesBack
    /// Hub: a new version stands above those that a restore made it forget.
    case publishesAboveWhatItForgot

    /// The name on a command line.
    public var name: String { "\(self)" }

    /// The rule of this name.
    public init?(name: String) {
        guard let rule = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = rule
    }
}
