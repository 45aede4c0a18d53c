public import Loyalty
public import Retail

/// How much a hub holds.
public struct HubCensus: Hashable, Codable, Sendable {
    /// Devices enrolled.
    public var devices = 0
    /// Records held.
    public var records = 0
    /// Records that wait for a person.
    public var setAside = 0
    /// Records that wait for a later program.
    public var deferred = 0
    /// Sales that the hub counts otherwise than the till.
    public var differences = 0
    /// Sales booked.
    public var sales = 0
    /// Returns booked.
    public var returns = 0
    /// The lines of the sales.
    public var lines = 0
    /// What the tills asked for, less what went back.
    public var due = Money.zero
    /// The points that the sales brought, less those that went back.
    public var points = Points.zero
    /// Members imported.
    public var members = 0

    /// Nothing.
    public init() {}
}
