public import Records

/// What only one commit at a time may decide about.
///
/// A store with one writer has nothing to do for it; where several hubs write, it is a lock that
/// ends with the transaction.
public enum HubSubject: Hashable, Sendable {
    /// A device: its row, its chain and what waits of it.
    case device(DeviceID)
    /// Which programmes there are, and which one is in force.
    case programmes
    /// Which codes are good, which key is whose, and what the hub's own keys are.
    case pairing
    /// What has come back of sales: two tills may give back goods of one.
    case returns
    /// Which pools have a ledger: whoever books for members shares it, whoever opens a pool has it
    /// alone, so no earning falls between the two.
    case pools
    /// What is published to tills.
    case feeds
}
