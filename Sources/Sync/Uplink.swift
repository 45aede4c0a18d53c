public import DurableSQLite
public import Journal
public import Logging
internal import Records
internal import Retail
public import SyncProtocol

/// Carries a till's journal to the hub: it does what `UplinkMachine` decides.
///
/// It runs beside the till and shares nothing with it but the journal. The sale path never waits
/// for it, and nothing that goes wrong here reaches the cashier as more than a line of text.
public actor Uplink {
    /// How the line stands, for people.
    public struct Status: Hashable, Sendable {
        /// How the device stands to the hub.
        public let state: UplinkMachine.State
        /// The last fault, until the hub has answered again.
        public let fault: String?
    }

    private let journal: TillJournal
    private let link: any HubLink
    private let clock: any UplinkClock
    private let version: String
    private let bootNonce: String
    private let log: Logger
    private var chance: any RandomNumberGenerator & Sendable
    private var machine: UplinkMachine
    private var fault: String?
    private let bell = Bell()
    private let gathering: Int64

    /// An uplink from `journal` over `link`.
    ///
    /// - Parameters:
    ///   - version: The program's version, and `bootNonce` the start's: what the hub is told.
    ///   - clock: Time and waiting.
    ///   - chance: For the rests between attempts.
    ///   - gatheringMilliseconds: How long to wait for more after the first new record.
    ///   - log: Where faults are told.
    public init(
        journal: TillJournal,
        link: any HubLink,
        version: String,
        bootNonce: String,
        clock: any UplinkClock = SystemUplinkClock(),
        chance: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
        gatheringMilliseconds: Int64 = 20,
        log: Logger? = nil
    ) {
        self.journal = journal
        self.link = link
        self.version = version
        self.bootNonce = bootNonce
        self.clock = clock
        self.chance = chance
        gathering = gatheringMilliseconds
        self.log = log ?? Logger(label: "uplink", factory: { _ in SwiftLogNoOpLogHandler() })
        machine = UplinkMachine(mark: journal.queueDepth.mark)
    }

    /// How the line stands.
    public var status: Status {
        Status(state: machine.state, fault: fault)
    }

    /// Says that the journal has grown.
    public nonisolated func wake() {
        bell.ring()
    }

    /// Keeps the hub up to date until the task is cancelled.
    public func run() async throws(StorageError) {
        while !Task.isCancelled {
            switch try await step() {
            case .rest(let milliseconds): await clock.rest(milliseconds)
            case .awaitRecords:
                await bell.wait()
                // What follows at once goes along: a basket is one upload, not ten.
                await clock.rest(gathering)
            case .sayHello, .upload, .moveMark, .standApart, .proceed: continue
            }
        }
    }

    /// Runs until the hub has everything, or until `patience` steps have not achieved it.
    ///
    /// - Returns: Whether the hub has everything.
    public func drain(patience: Int) async throws(StorageError) -> Bool {
        for _ in 0..<patience {
            switch try await step() {
            case .rest(let milliseconds): await clock.rest(milliseconds)
            case .awaitRecords: return true
            case .sayHello, .upload, .moveMark, .standApart, .proceed: continue
            }
        }
        return false
    }

    /// Asks the machine what next, and does it.
    private func step() async throws(StorageError) -> UplinkMachine.Action {
        let head = journal.queueDepth.head
        let action = machine.handle(.proceed(head: head, now: clock.now()))
        switch action {
        case .sayHello: try await greet(head)
        case .upload(let sequence, let limit): try await upload(after: sequence, limit)
        case .moveMark, .rest, .awaitRecords, .standApart, .proceed: break
        }
        return action
    }

    private func greet(_ head: ChainHead) async throws(StorageError) {
        let answer = await send("/v1/hello", Message.encode(hello(head)))
        follow(try await welcome(answer))
    }

    private func upload(after sequence: UInt64, _ limit: Int) async throws(StorageError) {
        let records = try await journal.records(
            after: sequence,
            limit: limit,
            byteLimit: Upload.byteLimit
        )
        guard !records.isEmpty else { return }
        let answer = await send("/v1/journal", Upload(records).encoded())
        follow(try await acknowledgement(of: records, answer))
    }

    private func hello(_ head: ChainHead) -> Hello {
        Hello(
            device: journal.device,
            head: head,
            store: journal.place.store,
            till: journal.place.till,
            version: version,
            bootNonce: bootNonce
        )
    }

    private func send(_ path: String, _ body: [UInt8]) async -> Result<LinkAnswer, LinkFault> {
        do {
            return .success(try await link.post(path, body))
        } catch {
            return .failure(error)
        }
    }

    /// Tells the machine, and carries out what it answers.
    private func follow(_ news: News) {
        switch machine.handle(news.event) {
        case .moveMark(let mark):
            fault = nil
            journal.moveMark(
                to: mark,
                incarnation: machine.incarnation,
                archived: news.archived,
                setAside: news.setAside
            )
        case .standApart(let kind):
            fault = "the hub holds another chain under this device's number (\(kind.rawValue))"
            log.error("\(fault ?? "")")
        case .sayHello, .upload, .rest, .awaitRecords, .proceed:
            break
        }
    }
}

extension Uplink {
    /// What an answer means to the machine, and what it says besides.
    private struct News {
        let event: UplinkMachine.Event
        var archived: UInt64 = 0
        var setAside = 0
    }

    private func welcome(
        _ answer: Result<LinkAnswer, LinkFault>
    ) async throws(StorageError) -> News {
        guard case .success(let answer) = answer, answer.status == 200,
            let welcome = Message.decode(Welcome.self, answer.body)
        else { return failure(answer) }
        let own = try await journal.hash(at: welcome.last.sequence)
        return News(event: .welcomed(welcome, own: own), archived: welcome.archivedSequence)
    }

    private func acknowledgement(
        of records: [Records.Record],
        _ answer: Result<LinkAnswer, LinkFault>
    ) async throws(StorageError) -> News {
        guard case .success(let answer) = answer, answer.status == 200,
            let acknowledgement = Message.decode(Acknowledgement.self, answer.body)
        else { return failure(answer) }
        let last = acknowledgement.last.sequence
        var own = records.last.flatMap { $0.sequence == last ? $0.hash : nil }
        if own == nil { own = try await journal.hash(at: last) }
        return News(
            event: .acknowledged(acknowledgement, own: own),
            archived: acknowledgement.archivedSequence,
            setAside: acknowledgement.setAside.count
        )
    }

    /// A refusal in the protocol's own words, or anything else: then it is the line's fault.
    private func failure(_ answer: Result<LinkAnswer, LinkFault>) -> News {
        switch answer {
        case .success(let answer):
            if answer.status != 200, let refusal = Message.decode(Refusal.self, answer.body) {
                fault = "\(refusal.kind.rawValue): \(refusal.detail)"
                return News(event: .refused(refusal, now: clock.now(), chance: chance.next()))
            }
            fault = "status \(answer.status) with a body that is not the hub's"
        case .failure(let line):
            fault = line.detail
        }
        log.debug("\(fault ?? "")")
        return News(event: .failed(now: clock.now(), chance: chance.next()))
    }
}
