public import Records
public import Retail
public import SyncProtocol

/// What the hub knows of one device: where it stands, and what the protocol keeps of it.
public struct DeviceEntry: Hashable, Sendable {
    /// What the protocol keeps: how far the chain reaches here, tokens, fence and grants.
    public var row: DeviceRow
    /// The till that it is, as it said when it was enrolled.
    public let place: Place
    /// The program that the device runs.
    public var version: String
    /// The nonce of the device's last start.
    public var bootNonce: String
    /// When the device last said hello, in milliseconds since 1970.
    public var lastSeen: Int64
    /// The device's signature over the newest upload of its chain; nil when nobody signed that.
    public var witness: Witness?

    /// A device of these facts.
    public init(
        row: DeviceRow,
        place: Place,
        version: String = "",
        bootNonce: String = "",
        lastSeen: Int64,
        witness: Witness? = nil
    ) {
        self.row = row
        self.place = place
        self.version = version
        self.bootNonce = bootNonce
        self.lastSeen = lastSeen
        self.witness = witness
    }

    /// The device's number.
    public var device: DeviceID { row.device }
    /// The last record that the hub holds, in the epoch that the hub granted.
    public var last: ChainHead { row.last }
}

/// How every store keeps a device's grants: JSON, as the protocol sends them.
package enum GrantForm {
    package static func encode(_ grants: [Grant]) -> String {
        String(decoding: Message.encode(grants), as: UTF8.self)
    }

    /// The grants in `text`; a store that holds anything else there is damaged.
    package static func decode(_ text: String) -> [Grant]? {
        Message.decode([Grant].self, Array(text.utf8))
    }
}
