internal import Loyalty
internal import Records
internal import Retail
internal import SyncProtocol

/// What a box is about with the hub's leases; gone with a power cut.
struct Leasing {
    /// A question about leases that waits for its answer.
    struct Question {
        let ticket: Int
        let until: Int64
        let request: LeaseRequest
        /// How many hellos had been said when it was asked.
        let hellos: Int
    }

    /// A customer who waits while the till asks for the points that they want to spend.
    struct Basket {
        let lease: LeaseID
        let shopping: Shopping
        let until: Int64
    }

    var question: Question?
    var basket: Basket?
    /// Whether the hub has said that it has other leases open.
    var asksForAll = false
    /// The hub's time, once it has told it since the start.
    var time: HubTime?
    /// How many hellos have been said since the start.
    var hellos = 0
    /// The box's own clock when it said the last hello.
    var helloAt: Int64 = 0
    /// Leases that came since the start, as the world has seen it.
    var taken: Set<LeaseID> = []
    /// Whether the hub has greeted the box since the start, as the world has seen it.
    var isGreeted = false
}

/// What a customer wants.
struct Shopping {
    /// Whose points; 0 is a stranger.
    let member: Int
    /// How many points they want to spend; 0 for none.
    let redeems: Int64
    /// Things that they want, of which each is given once.
    let things: [LeasePool]
    let isPoison: Bool

    var pool: LeasePool { .points(MemberID(Int64(member))) }
}

/// What really happened to leases, whoever knows of it.
struct LeaseWorld {
    /// Every lease that was ever granted, or made by a till, in each form that it ever had.
    ///
    /// A hub that was restored has forgotten a grant that has not come back to it in a record. When
    /// the same wish comes late, it grants that anew: for another time, and of what there is now.
    var leases: [LeaseID: [Lease]] = [:]
    /// Those that a till made.
    var own: Set<LeaseID> = []
    /// What customers took away, by lease.
    var spent: [LeaseID: Holding] = [:]
    /// The boxes, and pasts of boxes, that went under a number in one epoch.
    var lives: [LeaseHolder: Set<Int>] = [:]
    var nextLife = 0

    /// How often a lease of `holder` can be spent at most: once by each box that had its number.
    func copies(of holder: LeaseHolder) -> Int64 {
        Int64(max(1, lives[holder]?.count ?? 1))
    }

    mutating func live(_ holder: LeaseHolder, _ life: Int) {
        lives[holder, default: []].insert(life)
    }
}
