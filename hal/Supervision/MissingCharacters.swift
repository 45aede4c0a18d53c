import Synchronization

/// Tells once in a run of each character that a printer lacks, however often it is asked for.
///
/// They are told sorted, and never again, so that no line of anybody's paper can be read from the
/// log; and only so many, for a run that prints nonsense must not fill it.
public final class MissingCharacters: Sendable {
    /// The most that are told of in one run.
    public static let limit = 256

    private let known = Mutex<Set<Unicode.Scalar>>([])
    private let report: @Sendable ([Unicode.Scalar]) -> Void

    /// Knows of none yet; `report` is told of each that is new.
    public init(_ report: @escaping @Sendable ([Unicode.Scalar]) -> Void) {
        self.report = report
    }

    /// Notes that `characters` are not to be had.
    public func note(_ characters: [Unicode.Scalar]) {
        let new = known.withLock { known in
            let new = Set(characters).subtracting(known).sorted().prefix(Self.limit - known.count)
            known.formUnion(new)
            return Array(new)
        }
        if !new.isEmpty { report(new) }
    }
}
