public import DurableSQLite
public import Identity
public import Journal
public import Logging
internal import Records
internal import Retail
public import SyncProtocol

/// Carries a till's journal to the hub: it does what `DeviceEnd` decides.
///
/// It runs beside the till and shares nothing with it but the journal. The sale path never waits
/// for it, and nothing that goes wrong here reaches the cashier as more than a line of text.
public actor Uplink {
    /// How the line stands, for people.
    public struct Status: Hashable, Sendable {
        /// How the device stands to the hub.
        public let state: DeviceEnd.State
        /// Why the device stands apart; nil while it does not.
        public let apart: Refusal.Kind?
        /// Whether the hub has the whole branch of a device that stands apart, and a person has to
        /// say how it goes on.
        public let awaitsPerson: Bool
        /// The last fault, until the hub has answered again.
        public let fault: String?
    }

    let journal: TillJournal
    let link: any HubLink
    let identity: TillIdentity?
    private let clock: any UplinkClock
    let version: String
    let bootNonce: String
    let log: Logger
    var chance: any RandomNumberGenerator & Sendable
    private var end: DeviceEnd
    var fault: String?
    var awaitsPerson = false
    private var hasMoreToPrune = false
    private let bell = Bell()
    private let gathering: Int64
    /// How the till leases; nil for one that has no purse.
    let duty: LeaseDuty?
    /// How far the feeds have come; nil for a till that has none.
    var feeds: FeedWork?
    /// Customers who wait for what they wish for.
    var wishes: [WaitingWish] = []
    /// Whether the hub has said that it has other leases open.
    var asksForAll = false
    /// Whether nobody drives the uplink any more.
    var hasEnded = false
    let adopted: @Sendable () async -> Void

    /// An uplink from `journal` over `link`.
    ///
    /// - Parameters:
    ///   - identity: Who the till is; without it nothing is signed, and any answer is believed.
    ///   - version: The program's version, and `bootNonce` the start's: what the hub is told.
    ///   - clock: Time and waiting.
    ///   - chance: For the rests between attempts.
    ///   - gatheringMilliseconds: How long to wait for more after the first new record.
    ///   - leases: How the till leases; nil for one that has no purse.
    ///   - feeds: How it keeps its feeds; nil for one that has none.
    ///   - log: Where faults are told.
    ///   - adopted: Called when the journal has gone over to a grant of the hub.
    public init(
        journal: TillJournal,
        link: any HubLink,
        identity: TillIdentity? = nil,
        version: String,
        bootNonce: String,
        clock: any UplinkClock = SystemUplinkClock(),
        chance: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
        gatheringMilliseconds: Int64 = 20,
        leases: LeaseDuty? = nil,
        feeds: FeedDuty? = nil,
        log: Logger? = nil,
        adopted: @escaping @Sendable () async -> Void = {}
    ) {
        self.journal = journal
        self.link = link
        self.identity = identity
        self.version = version
        self.bootNonce = bootNonce
        self.clock = clock
        self.chance = chance
        gathering = gatheringMilliseconds
        duty = leases
        self.feeds = FeedWork(feeds, identity)
        self.adopted = adopted
        self.log = log ?? Logger(label: "uplink", factory: { _ in SwiftLogNoOpLogHandler() })
        end = DeviceEnd(journal.memory)
    }

    /// How the line stands.
    public var status: Status {
        Status(
            state: end.state,
            apart: end.memory.apart,
            awaitsPerson: awaitsPerson,
            fault: fault
        )
    }

    /// Says that the journal has grown.
    public nonisolated func wake() {
        bell.ring()
    }

    /// Keeps the hub up to date until the task is cancelled.
    public func run() async throws(StorageError) {
        defer {
            hasEnded = true
            answerWishes([:])
        }
        while !Task.isCancelled {
            switch try await step() {
            case .rest(let milliseconds): await clock.rest(milliseconds)
            case .awaitRecords(let milliseconds):
                if isFeedDue { continue }
                let pause = min(milliseconds, feedPause ?? milliseconds)
                await sleep(hasMoreToPrune ? min(pause, 1000) : pause)
            case .sayHello, .upload, .bringBranch, .adopt, .remember, .standApart, .proceed:
                continue
            }
        }
    }

    /// Runs until the hub has everything, or until `patience` steps have not achieved it.
    ///
    /// - Returns: Whether the hub has everything.
    public func drain(patience: Int) async throws(StorageError) -> Bool {
        defer { answerWishes([:]) }
        for _ in 0..<patience {
            switch try await step() {
            case .rest(let milliseconds): await clock.rest(milliseconds)
            case .awaitRecords: if !isFeedDue { return true }
            case .sayHello, .upload, .bringBranch, .adopt, .remember, .standApart, .proceed:
                continue
            }
        }
        return false
    }

    /// The box's own clock, in milliseconds since its start.
    var counted: Int64 { clock.now() }

    /// 64 random bits.
    func random() -> UInt64 { chance.next() }

    /// Waits for the bell, or so many milliseconds.
    private func sleep(_ milliseconds: Int64) async {
        let (bell, clock) = (bell, clock)
        let alarm = Task {
            await clock.rest(milliseconds)
            if !Task.isCancelled { bell.ring() }
        }
        await bell.wait()
        alarm.cancel()
        // What follows at once goes along: a basket is one upload, not ten.
        await clock.rest(gathering)
    }

    /// Asks the machine what next, and does it.
    private func step() async throws(StorageError) -> DeviceEnd.Action {
        if hasMoreToPrune { hasMoreToPrune = try await journal.prune() }
        try await tendLeases()
        await tendFeeds()
        return try await follow(.proceed(head: journal.queueDepth.head))
    }

    /// Tells the machine, and carries out what it answers.
    @discardableResult
    func follow(
        _ event: DeviceEnd.Event,
        setAside: Int = 0,
        isVerified: Bool = true
    ) async throws(StorageError) -> DeviceEnd.Action {
        let moment = Moment(time: clock.now(), chance: chance.next())
        let action = end.handle(event, at: moment, isVerified: isVerified)
        switch action {
        case .sayHello(let token, let challenge): try await greet(token, challenge)
        case .upload(let sequence, let limit): try await upload(after: sequence, limit)
        case .bringBranch(let place, let limit): try await bring(after: place, limit)
        case .adopt(let grant): try await adopt(grant)
        case .remember:
            fault = nil
            journal.remember(end.memory, setAside: setAside)
            hasMoreToPrune = true
        case .standApart(let kind):
            journal.standApart()
            journal.remember(end.memory)
            fault = "the hub has another chain under this device's number (\(kind.rawValue))"
            log.error("\(fault ?? ""); selling on, and bringing the hub all that there is")
        case .rest, .awaitRecords, .proceed: break
        }
        return action
    }
}
