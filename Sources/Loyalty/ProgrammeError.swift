/// Everything that is wrong with a programme, so that its author mends it in one go.
public struct ProgrammeError: Error, Hashable, Sendable {
    /// One wrong field.
    public struct Fault: Hashable, Sendable {
        /// Where: `tiers.levels[2].spend`.
        public let field: String
        /// What is wrong there.
        public let what: String
        /// What to write instead.
        public let fix: String
    }

    /// The faults in the order of the file, at least one.
    public let faults: [Fault]
}

extension ProgrammeError.Fault: CustomStringConvertible {
    /// `earn.per: 0 is not an amount; write the minor units that earn the points, such as 100`.
    public var description: String { "\(field): \(what); \(fix)" }
}

extension ProgrammeError: CustomStringConvertible {
    public var description: String {
        faults.map(\.description).joined(separator: "\n")
    }
}
