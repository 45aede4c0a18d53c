internal import Loyalty
internal import Records
internal import SyncProtocol

/// A till's disk: what a power cut cannot take, and an image of it brings back.
///
/// It keeps what the till's database keeps, under the same contract: a commit is whole or not at
/// all. `journal` holds every record ever written, for the checkers; those before `floor` are
/// pruned, and the till itself only knows their hashes.
struct Disk {
    /// One chain of the journal: its identity, and where it begins.
    struct Chain {
        let device: DeviceID
        let root: ChainHead
        let start: Int
    }

    private(set) var chains: [Chain]
    private(set) var journal: [Record] = []
    private(set) var floor = 0
    var memory: DeviceMemory
    /// The leases, as the journal's records leave them.
    var purse = Purse()
    /// The hub's list, in a file of its own.
    var list = KeptList()
    private(set) var lastReceipt: Int32 = 0
    private(set) var hybrid = HybridTime.start

    init(_ device: DeviceID) {
        let root = ChainHead.root(of: device, epoch: 1)
        chains = [Chain(device: device, root: root, start: 0)]
        memory = DeviceMemory(mark: root)
    }

    /// The chain that the till writes on.
    var chain: Chain { chains[chains.count - 1] }
    var device: DeviceID { chain.device }

    /// How far the chain reaches.
    var head: ChainHead {
        journal.count > chain.start ? journal[journal.count - 1].position : chain.root
    }

    /// The till's own hash at record `sequence` of its chain, which it keeps for ever.
    func hash(_ sequence: UInt64) -> Digest? {
        guard sequence > 0 else { return chain.root.hash }
        let index = chain.start + Int(clamping: sequence) - 1
        return index < journal.count ? journal[index].hash : nil
    }

    /// Where `place` stands in the journal; nil when it is not the till's own record.
    func index(of place: ChainPlace) -> Int? {
        let chain = chains.last {
            $0.device == place.device && $0.root.epoch == place.head.epoch
        }
        guard let chain, place.head.sequence > 0 else { return nil }
        let index = chain.start + Int(clamping: place.head.sequence) - 1
        guard index < journal.count, journal[index].position == place.head else { return nil }
        return index
    }

    /// Records from `index` on, of one chain, as many as an upload may carry.
    func run(from index: Int, limit: Int) -> [Record] {
        let first = journal[index]
        var end = index + 1
        while end < journal.count, end - index < min(limit, Upload.recordLimit),
            journal[end].device == first.device,
            journal[end].position.epoch == first.position.epoch
        { end += 1 }
        return Array(journal[index..<end])
    }

    mutating func append(_ record: Record, receipt: Int32?) {
        journal.append(record)
        hybrid = max(hybrid, record.stamp.hybrid)
        if let receipt { lastReceipt = receipt }
    }

    /// Forgets the bodies of what every backup of the hub holds; never that of the last record.
    mutating func prune(through sequence: UInt64) {
        guard sequence > 0 else { return }
        // A backup that holds a record of this epoch was taken after all epochs before it.
        let end = chain.start + Int(clamping: sequence)
        floor = max(floor, min(end, journal.count - 1))
    }

    /// Goes over to `grant`.
    mutating func adopt(_ grant: Grant, keepsNumbers: Bool, _ leases: LeaseOmissions) {
        purse.adopt(omissions: leases)
        let isNew = grant.device != device
        chains.append(Chain(device: grant.device, root: grant.root, start: journal.count))
        memory = DeviceMemory(adopting: grant)
        if isNew {
            // A new number stands at a new till of the shop, whose receipts begin at 1.
            lastReceipt = 0
        } else if keepsNumbers, let floor = grant.receiptFloor {
            lastReceipt = max(lastReceipt, floor.number)
        }
    }
}
