internal import DurableSQLite
internal import Journal
internal import Logging
internal import Loyalty
internal import Records
internal import Retail
internal import SyncProtocol

/// What the uplink does at the machine's word: it asks the hub, and tells the machine the answer.
extension Uplink {
    /// What came back: the message that was asked for, or what the machine is told instead.
    enum Answered<Message> {
        case message(Message)
        case otherwise(DeviceEnd.Event)
    }

    func greet(
        _ token: SyncToken,
        _ challenge: SyncToken?
    ) async throws(StorageError) {
        // The token is durable before the hub hears it; there is nearly always nothing to wait for.
        try await journal.settle()
        let asked = counted
        let (head, leases) = journal.standingForHello
        let hello = Hello(
            device: journal.device,
            head: head,
            store: journal.place.store,
            till: journal.place.till,
            version: version,
            bootNonce: bootNonce,
            token: token,
            challenge: challenge,
            leasesDigest: duty == nil ? "" : Digest.leases(leases).description
        )
        let answer = await send(HubPath.hello, Message.encode(hello), as: Welcome.self)
        switch answer {
        case .message(let welcome):
            let own = try await journal.hash(at: welcome.last.sequence)
            try await follow(.welcomed(welcome, own: own))
            witness(welcome, asked: asked)
        case .otherwise(let event): try await follow(event)
        }
    }

    func upload(after sequence: UInt64, _ limit: Int) async throws(StorageError) {
        let records = try await journal.records(
            after: sequence,
            limit: limit,
            byteLimit: Upload.byteLimit
        )
        guard let last = records.last else {
            fault = "the hub asks for record \(sequence + 1), which it had said is in its backups"
            try await follow(.failed)
            return
        }
        let body = Upload(records).encoded()
        switch await send(HubPath.journal, body, as: Acknowledgement.self) {
        case .message(let answer):
            let sequence = answer.last.sequence
            let own =
                sequence == last.sequence ? last.hash : try await journal.hash(at: sequence)
            try await follow(
                .acknowledged(answer, own: own),
                setAside: answer.setAside.count
            )
        case .otherwise(let event): try await follow(event)
        }
    }

    func bring(after place: ChainPlace?, _ limit: Int) async throws(StorageError) {
        let piece = try await journal.branch(
            after: place,
            limit: limit,
            byteLimit: Upload.byteLimit
        )
        guard let piece else {
            try await follow(.failed)
            return
        }
        let branch = Branch(
            bearer: piece.bearer,
            epoch: piece.epoch,
            after: piece.after,
            upload: Upload(piece.records)
        )
        switch await send(HubPath.branch, branch.encoded(), as: BranchReceipt.self) {
        case .message(let receipt):
            let own = try await journal.hash(at: receipt.last)
            guard let tip = try journal.tip else { return }
            awaitsPerson = receipt.last == tip && receipt.grant == nil
            try await follow(.branchTaken(receipt, own: own, tip: tip))
        case .otherwise(let event): try await follow(event)
        }
    }

    func adopt(_ grant: Grant) async throws(StorageError) {
        guard try await journal.adopt(grant) else { return }
        awaitsPerson = false
        fault = nil
        log.notice("going on as device \(grant.device), epoch \(grant.epoch)")
        await adopted()
        try await follow(.adopted(grant))
    }

    /// What the hub says to `body`; else what the machine is told instead: a refusal in the
    /// protocol's own words, or that the line failed.
    func send<Answer: Decodable>(
        _ path: String,
        _ body: [UInt8],
        as type: Answer.Type
    ) async -> Answered<Answer> {
        do throws(LinkFault) {
            let answer = try await link.post(path, body)
            if answer.status == 200, let message = Message.decode(type, answer.body) {
                return .message(message)
            }
            if answer.status != 200, let refusal = Message.decode(Refusal.self, answer.body) {
                fault = "\(refusal.kind.rawValue): \(refusal.detail)"
                return .otherwise(.refused(refusal))
            }
            fault = "status \(answer.status) with a body that is not the hub's"
        } catch {
            fault = error.detail
        }
        log.debug("\(fault ?? "")")
        return .otherwise(.failed)
    }
}
