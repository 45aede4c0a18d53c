internal import DurableSQLite
internal import Identity
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
        case otherwise(DeviceEnd.Event, isVerified: Bool = true)
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
        let body = Message.encode(hello)
        switch await send(HubPath.hello, body, in: hello.head.epoch, as: Welcome.self) {
        case .message(let welcome):
            let own = try await journal.hash(at: welcome.last.sequence)
            try await follow(.welcomed(welcome, own: own))
            witness(welcome, asked: asked)
        case .otherwise(let event, let isVerified):
            try await follow(event, isVerified: isVerified)
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
        let epoch = last.position.epoch
        switch await send(HubPath.journal, body, in: epoch, as: Acknowledgement.self) {
        case .message(let answer):
            let sequence = answer.last.sequence
            let own =
                sequence == last.sequence ? last.hash : try await journal.hash(at: sequence)
            try await follow(
                .acknowledged(answer, own: own),
                setAside: answer.setAside.count
            )
        case .otherwise(let event, let isVerified):
            try await follow(event, isVerified: isVerified)
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
        let body = branch.encoded()
        switch await send(HubPath.branch, body, in: branch.epoch, as: BranchReceipt.self) {
        case .message(let receipt):
            let own = try await journal.hash(at: receipt.last)
            guard let tip = try journal.tip else { return }
            awaitsPerson = receipt.last == tip && receipt.grant == nil
            try await follow(.branchTaken(receipt, own: own, tip: tip))
        case .otherwise(let event, let isVerified):
            try await follow(event, isVerified: isVerified)
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
    /// protocol's own words, that the line failed, or that somebody else has answered.
    func send<Answer: Decodable>(
        _ path: String,
        _ body: [UInt8],
        in epoch: UInt32,
        as type: Answer.Type
    ) async -> Answered<Answer> {
        let answer: HubAnswer
        do throws(LinkFault) {
            answer = try await ask(path, body, in: epoch)
        } catch {
            return failed(error.detail)
        }
        guard answer.isVerified else {
            fault = "the answer is not signed by the hub that this till is paired with"
            log.debug("\(fault ?? "")")
            // What it says is of no account: the machine only has to know that it came.
            let refusal = Refusal(.unverified, "not signed by this till's hub")
            return .otherwise(.refused(refusal), isVerified: false)
        }
        if answer.status == 200, let message = Message.decode(type, answer.message) {
            return .message(message)
        }
        if answer.status != 200, let refusal = Message.decode(Refusal.self, answer.message) {
            fault = "\(refusal.kind.rawValue): \(refusal.detail)"
            return .otherwise(.refused(refusal))
        }
        return failed("status \(answer.status) with a body that is not the hub's")
    }

    private func failed<Answer>(_ detail: String) -> Answered<Answer> {
        fault = detail
        log.debug("\(detail)")
        return .otherwise(.failed)
    }

    /// What came back, opened.
    private struct HubAnswer {
        let status: Int
        let message: [UInt8]
        /// Whether it is the hub's, and the answer to what was asked.
        let isVerified: Bool
    }

    /// Asks the hub; signs and checks the signature, if the till is paired.
    private func ask(
        _ path: String,
        _ body: [UInt8],
        in epoch: UInt32
    ) async throws(LinkFault) -> HubAnswer {
        guard let identity else {
            let answer = try await link.post(path, body)
            return HubAnswer(status: answer.status, message: answer.body, isVerified: true)
        }
        let request = identity.seal(
            body,
            to: path,
            from: journal.device,
            in: epoch,
            nonce: (chance.next(), chance.next())
        )
        let answer = try await link.post(path, request.bytes)
        let opened = identity.open(answer.body, status: answer.status, to: request)
        return HubAnswer(
            status: answer.status,
            message: opened.message,
            isVerified: opened.isGenuine
        )
    }
}
