public import Records

/// The hub's end of the protocol, for one device: it decides, and the hub does what it answers.
///
///     active ──a fork, or a suspect hello that answered a challenge──▶ fenced
///        ▲                                                                │ a branch is brought
///        └───── the first hello of the new epoch, with its token ◀── granted
///
/// The hub reads the row, asks for a decision and writes the row back, with whatever the decision
/// says, in one transaction; only after its commit does the answer leave. So any number of hubs
/// may work on one store.
public struct HubEnd: Sendable {
    /// What the hub puts into every answer.
    public struct Life: Hashable, Sendable {
        /// Which life of the hub.
        public var incarnation: String
        /// The hub's time, in milliseconds since 1970.
        public var time: Int64
        /// The most records that it takes at a time.
        public var credits: Int
        /// How long a device waits after an upload, in milliseconds.
        public var retryAfterMilliseconds: Int64

        /// A life that asks for no patience.
        public init(
            incarnation: String,
            time: Int64,
            credits: Int = Upload.recordLimit,
            retryAfterMilliseconds: Int64 = 0
        ) {
            self.incarnation = incarnation
            self.time = time
            self.credits = credits
            self.retryAfterMilliseconds = retryAfterMilliseconds
        }
    }

    /// The row after all decisions so far: write it back.
    public internal(set) var row: DeviceRow
    let life: Life
    let rules: Omissions

    /// The hub's end for the device of `row`; `omissions` is for simulations.
    public init(_ row: DeviceRow, life: Life, omissions: Omissions = .none) {
        self.row = row
        self.life = life
        rules = omissions
    }

    /// The row of the successor that a person gives a box whose branch is at the hub.
    ///
    /// - Parameters:
    ///   - branch: The last record that the box brought.
    ///   - device: A number that was never used.
    ///   - workstation: Where it stands under that number; nil when it stays where it is.
    ///   - fresh: 128 random bits.
    /// - Returns: The new number's row; the grant itself is in the old one.
    public mutating func reenrol(
        branch: ChainPlace,
        as device: DeviceID,
        at workstation: Grant.Workstation? = nil,
        fresh: (UInt64, UInt64)
    ) -> DeviceRow {
        let grant = Grant(
            device: device,
            epoch: 1,
            base: Grant.base(of: device, epoch: 1, after: row.last.hash, and: branch.head.hash),
            token: SyncToken(chance: fresh),
            workstation: workstation,
            branch: branch
        )
        row.grants.append(grant)
        return DeviceRow(granted: grant)
    }
}
