internal import Sync
internal import SyncProtocol
internal import TillWeb

extension TillLink {
    /// What a till says that has a hub and is not paired with it.
    static let unpaired =
        "not paired with the hub, so nothing is sent to it: the till sells on and keeps "
        + "everything; till pair, then start tilld again"

    /// The line as the pages show it; a till without a hub has none.
    init(_ status: Uplink.Status?) {
        guard let status else {
            self.init(word: "none")
            return
        }
        if let kind = status.apart {
            self.init(word: "apart", note: Self.note(kind, status))
            return
        }
        let word =
            switch status.state {
            case .meeting: "meeting"
            case .connected: "connected"
            case .resting: "resting"
            case .apart: "apart"
            }
        self.init(word: word, note: status.fault ?? "")
    }

    private static func note(_ kind: Refusal.Kind, _ status: Uplink.Status) -> String {
        let what =
            switch kind {
            case .rollback: "the hub has seen records of this till that it has lost"
            case .staleToken: "another box has spoken to the hub under this till's number"
            case .staleEpoch: "the hub has granted another box to go on under this till's number"
            default: "the hub has other records under this till's number"
            }
        let next =
            status.awaitsPerson
            ? "it has brought everything; a person has to give it a number: tillhub branches"
            : status.fault.map { "it brings everything to the hub (\($0))" }
                ?? "it brings everything to the hub"
        return "\(what) (\(kind.rawValue)): the till sells on, and \(next)"
    }
}
