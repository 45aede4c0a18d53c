/// Why a replay cannot go on.
///
/// What it has done so far is kept.
public enum ReplayError: Error, Hashable, Sendable {
    /// The folder, the programme or the data folder cannot be used.
    case cannotStart(String)
    /// A till answered what it should not have; the text names the sale.
    case till(String)
    /// The hub does not have everything after many attempts.
    case notDrained(device: UInt32, fault: String)
}

extension ReplayError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .cannotStart(let detail): detail
        case .till(let detail): detail
        case .notDrained(let device, let fault):
            "device \(device) could not bring everything to the hub: \(fault)"
        }
    }
}
