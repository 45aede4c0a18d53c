internal import Loyalty
internal import Records
internal import Retail
internal import SyncProtocol

/// What the simulated hub keeps, as one value: a copy of it is a backup, and an earlier copy is
/// what a crash leaves.
struct HubShelf {
    var incarnation = 1
    var rows: [DeviceID: DeviceRow] = [:]
    /// The granted chains.
    var chains: [ChainKey: [Record]] = [:]
    /// Every record that is held, on a chain or in a branch.
    var held: Set<ChainPlace> = []
    /// How many distinct records bear effects: each name once, for ever.
    var names: Set<OperationID> = []
    /// The last names; all that a broker with a time window remembers.
    var recentNames: [OperationID] = []
    /// How often each sale is booked.
    var booked: [OperationID: Int] = [:]
    /// What members earned, what tills have leased, and what was spent.
    var book: LeaseBook
    /// The day for which lots were last looked at.
    var day = BusinessDay(number: 0)
    /// The highest receipt by device.
    var receipts: [DeviceID: Int32] = [:]
    /// Records of a later program.
    var deferred: [Record] = []
    /// Records that wait for a person.
    var setAside: [ChainPlace: OperationID] = [:]
    /// The list that tills sell by.
    var lists = PublishedLists()
    /// The chains of those that a person has seen to, until what they meant is here.
    var mended: [LeaseHolder] = []

    struct ChainKey: Hashable {
        let device: DeviceID
        let epoch: UInt32
    }

    /// Whether `head` is a record of the granted chain of `device`.
    func holds(_ head: ChainHead, of device: DeviceID) -> Bool {
        guard head.sequence > 0,
            let chain = chains[ChainKey(device: device, epoch: head.epoch)],
            chain.count >= head.sequence
        else { return false }
        return chain[Int(head.sequence) - 1].position == head
    }
}
