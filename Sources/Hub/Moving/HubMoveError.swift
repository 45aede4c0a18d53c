public import DurableSQLite
public import Records

/// Why a hub was not moved; the source is untouched.
public enum HubMoveError: Error, Hashable, Sendable {
    /// Something is in the target already, or it is a hub.
    case targetIsNotEmpty
    /// The two stores do not hold the same.
    case digestsDiffer(source: Digest, target: Digest)
    /// A store failed.
    case storage(StorageError)
}

extension HubMoveError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .targetIsNotEmpty:
            "the target is not empty; give a database that was just created"
        case .digestsDiffer(let source, let target):
            "the target does not hold what the source holds (\(source) became \(target)); it is no "
                + "hub yet: drop it, and go on with the source"
        case .storage(let error): error.description
        }
    }
}
