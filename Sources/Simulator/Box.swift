internal import Loyalty
internal import Records
internal import Retail
internal import SyncProtocol

/// A box on a counter: its disk, and what it has in memory while it is on.
struct Box {
    /// A record in a commit that has not returned yet.
    struct Draft {
        let record: Record
        let receipt: Int32?
        let sale: Sale?
    }

    /// A question to the hub that waits for its answer.
    struct Question {
        let ticket: Int
        let until: Int64
        let request: Request
    }

    var disk: Disk
    var end: DeviceEnd
    /// What goes into the next commit.
    var staged: [Draft] = []
    /// What the device is to keep, and has not written yet.
    var noted: DeviceMemory?
    var question: Question?
    /// Nothing to do before this moment, unless something happens.
    var sleepsUntil: Int64 = 0
    /// The most records that the hub asked for last.
    var credits = Upload.recordLimit
    /// Whether the hub has the whole branch, and no grant for it.
    var waitsForPerson = false
    /// The numbers that the till gave out in memory; only a mutant believes in them.
    var numbered: Int32 = 0
    /// How far its clock is off, in milliseconds.
    var clockOffset: Int64 = 0
    var cutOffUntil: Int64 = 0
    var fullUntil: Int64 = 0
    /// The form in which it writes sales: a later one after its upgrade.
    var schema: UInt16 = 1
    /// What it may spend without asking, with what it has not written yet.
    var purse: Purse
    /// What the hub is asked about leases.
    var leasing = Leasing()
    /// The question about the list that waits for its answer.
    var listQuestion: (ticket: Int, until: Int64)?
    /// When it asks for the list next.
    var asksForListAt: Int64 = 0
    /// Which of all boxes and pasts of boxes this is.
    var life = 0

    init(_ disk: Disk, omissions: Omissions) {
        self.disk = disk
        end = DeviceEnd(disk.memory, omissions: omissions)
        numbered = disk.lastReceipt
        purse = disk.purse.restarted()
        if disk.memory.apart != nil { purse.standApart() }
    }

    /// The last record that was begun, durable or not.
    var stagedHead: ChainHead { staged.last?.record.position ?? disk.head }

    /// The last record, whatever its chain; nil before the first.
    var tip: ChainPlace? { disk.journal.last.map { ChainPlace($0) } }

    /// Whether the hub has everything and knows it.
    var isDrained: Bool {
        guard case .connected = end.state else { return false }
        return end.memory.mark == disk.head && staged.isEmpty && question == nil
            && leasing.question == nil && leasing.basket == nil && !leasing.asksForAll
    }
}

/// A sale as the world knows it, to compare with what the hub makes of it.
struct Sale {
    let name: OperationID
    let member: Int
    let points: Int64
    let receipt: Int32
    /// When: the day decides how long the points are good.
    let day: BusinessDay
    /// What was spent and earned by leases.
    let leases: SaleLeases?
    /// Whether its record cannot be read, so that a person has to state it again.
    let isPoison: Bool
}
