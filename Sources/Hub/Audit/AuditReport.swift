public import Records

/// What an auditor found in a hub's store: what its devices have signed, and what nobody has.
public struct AuditReport: Hashable, Sendable {
    /// What is said of one chain.
    public enum Verdict: String, Hashable, Sendable {
        /// Its device has signed every record.
        case signed
        /// No signature is kept: nobody was paired, or a program of before took it.
        case notSignedFor = "not signed for"
        /// It has no record yet.
        case empty
        /// Something is not as it was signed.
        case broken
    }

    /// One chain, an epoch that is over, or a branch.
    public struct Chain: Hashable, Sendable {
        /// Which: the key of what its first record follows.
        public let key: JournalKey
        /// How many of its records were read.
        public internal(set) var records = 0
        /// The last record that a signature vouches for; nil for none.
        public internal(set) var signedThrough: UInt64?
        /// What is wrong with it, in the order in which it was found.
        public internal(set) var faults: [ChainReport.Fault] = []

        /// What is said of it.
        public var verdict: Verdict {
            if !faults.isEmpty { return .broken }
            if signedThrough != nil { return .signed }
            return records == 0 ? .empty : .notSignedFor
        }
    }

    /// Every chain, in order.
    public internal(set) var chains: [Chain] = []
    /// Where the books say what no record states, or leave out what one does.
    public internal(set) var bookFaults: [ChainReport.Fault] = []
    /// Where the points of a member are not those of the sales.
    public internal(set) var pointFaults: [String] = []
    /// How many sales and returns are not booked, since they wait for a person or a later program.
    public internal(set) var waiting = 0
    /// The devices that have a key and no chain: they have sent nothing, or somebody left it out.
    public internal(set) var silent: [DeviceID] = []
    /// Whether the points were compared; they are not while a hub books.
    public internal(set) var hasComparedPoints = true

    /// How many records were read.
    public var records: Int { chains.reduce(0) { $0 + $1.records } }
    /// How many records nobody has signed for, of chains that are not broken.
    public var notSignedFor: Int {
        chains.filter { $0.verdict == .notSignedFor }.reduce(0) { $0 + $1.records }
    }
    /// Whether nothing is broken.
    public var isWhole: Bool {
        bookFaults.isEmpty && pointFaults.isEmpty && chains.allSatisfy { $0.verdict != .broken }
    }
}
