public import Loyalty
internal import Records
public import Retail

/// How the hub answers about leases, for the device of its row.
extension HubEnd {
    /// Decides about a request, and sets aside in `book` what it grants.
    ///
    /// - Parameters:
    ///   - isVerified: Whether the request's signature holds.
    ///   - book: The leases, read and written in the transaction of the row.
    ///   - day: The business day.
    public func lease(
        _ request: LeaseRequest,
        isVerified: Bool = true,
        from book: inout LeaseBook,
        on day: BusinessDay
    ) -> Result<LeaseAnswer, Refusal> {
        guard isVerified else { return .failure(Refusal(.unverified, "the signature fails")) }
        if let fence = row.fence { return .failure(refusal(fence, "the epoch is fenced")) }
        guard request.epoch == row.last.epoch else {
            return .failure(refusal(.staleEpoch, "the hub granted epoch \(row.last.epoch)"))
        }
        let wishes = request.wishes.map(\.wish)
        guard wishes.count <= LeaseRequest.wishLimit, !wishes.contains(nil) else {
            return .failure(refusal(.malformed, "a wish is none, or there are too many"))
        }
        let holder = LeaseHolder(device: row.device.number, epoch: row.last.epoch)
        var leases: [Lease] = []
        var refused: [LeaseAnswer.Refused] = []
        for wish in wishes.compactMap(\.self) {
            switch book.grant(wish, to: holder, now: life.time, on: day) {
            case .success(let lease): leases.append(lease)
            case .failure(let reason):
                refused.append(
                    LeaseAnswer.Refused(lease: "\(wish.id.operation)", reason: reason.rawValue)
                )
            }
        }
        if request.asksForAll { leases = book.leases(of: holder) }
        let words = leases.map { SignedLease($0) }
        return .success(LeaseAnswer(leases: Self.fitting(words), refused: refused))
    }

    /// As many as fit into a message; the others differ at the next hello as well.
    private static func fitting(_ leases: [SignedLease]) -> [SignedLease] {
        var room = Message.byteLimit / 2
        return Array(
            leases.prefix { lease in
                room -= lease.text.utf8.count + 192
                return room >= 0
            }
        )
    }

    /// What a welcome and the books owe each other: the device has shown that it is there.
    ///
    /// - Returns: The welcome as it leaves.
    public func greet(_ hello: Hello, _ welcome: Welcome, _ book: inout LeaseBook) -> Welcome {
        let (device, epoch) = (row.device.number, row.last.epoch)
        book.endEpochs(of: device, before: epoch)
        book.hears(
            device,
            isLiving: !row.isRecovering,
            epoch: epoch,
            sequence: hello.head.sequence,
            last: row.last.sequence
        )
        // Before its queue is empty the hub knows less of its leases than the device itself.
        guard hello.head == row.last, !hello.leasesDigest.isEmpty,
            let open = book.names(of: LeaseHolder(device: device, epoch: epoch))
        else { return welcome }
        let isSame = hello.leasesDigest == Digest.leases(open).description
        return welcome.comparing(leasesDiffer: !isSame)
    }
}
