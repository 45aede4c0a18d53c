public import Records

extension DeviceEnd {
    /// What the device learns.
    public enum Event: Hashable, Sendable {
        /// What next? The device's chain reaches durably to `head`.
        case proceed(head: ChainHead)
        /// The hub answered the greeting; `own` is the device's hash at the record it named.
        case welcomed(Welcome, own: Digest?)
        /// The hub answered an upload; `own` is the device's hash at the record it named.
        case acknowledged(Acknowledgement, own: Digest?)
        /// The hub answered a branch; `own` is the device's hash at the place it named, `tip` the
        /// last record that the device has.
        case branchTaken(BranchReceipt, own: Digest?, tip: ChainPlace)
        /// The journal has gone over to the new epoch or number, in one transaction.
        case adopted(Grant)
        /// The hub refused.
        case refused(Refusal)
        /// No answer, or none that makes sense.
        case failed

        /// Whether it is an answer that carries a signature.
        var isAnswer: Bool {
            switch self {
            case .welcomed, .acknowledged, .branchTaken, .refused: true
            case .proceed, .adopted, .failed: false
            }
        }
    }

    /// What the uplink is to do.
    public enum Action: Hashable, Sendable {
        /// Greet the hub, once what is remembered is durable.
        case sayHello(token: SyncToken, challenge: SyncToken?)
        /// Send records of this epoch after this one, at most so many.
        case upload(after: UInt64, limit: Int)
        /// Bring the records that were written after this one, of one chain, at most so many; all
        /// that there still are when it is nil, the very last again when there is none after it.
        case bringBranch(after: ChainPlace?, limit: Int)
        /// Go over to the grant in one transaction, unless something was written after its branch.
        case adopt(Grant)
        /// Write down what the device keeps, and prune what it says.
        case remember
        /// Write it down, and tell the people that the hub has another chain.
        case standApart(Refusal.Kind)
        /// Wait so many milliseconds, or until somebody says that the line is back.
        case rest(Int64)
        /// Everything is at the hub: wait for the next record, or so many milliseconds.
        case awaitRecords(atMost: Int64)
        /// Ask again what next.
        case proceed
    }
}
