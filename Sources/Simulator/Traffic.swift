internal import SyncProtocol

/// What a box asks.
enum Request {
    case hello(Hello)
    case upload(Upload)
    case branch(Branch)
    case leases(LeaseRequest)
}

/// What it hears.
enum Reply {
    case welcome(Welcome)
    case acknowledgement(Acknowledgement)
    case receipt(BranchReceipt)
    case leases(LeaseAnswer)
    case refusal(Refusal)
}

/// A message under way.
struct Letter {
    enum Content {
        case request(Request)
        case reply(Reply, isVerified: Bool)
    }

    let due: Int64
    let box: Int
    let ticket: Int
    let content: Content
}
