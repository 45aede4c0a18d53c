import Conformance
import Drivers
import DurableSQLite
import GRDB
import HAL
import Journal
import Logging
import Records
import Retail
import SampleTrade
import Synchronization
import TestSupport
import Till
import Twins
import Wire

/// The things of one trial that outlive a till: the disk, the printer, the cable between them.
final class KilledTillBench {
    private static let receipt = ReceiptNumber(day: TestBench.day, number: 1)

    private let trial: KilledTillTrial
    private let bench: TestBench
    private let twin: PrinterTwin
    private let near: MemoryChannel
    private let counter: Switchboard
    private var tasks: [Task<Void, Never>] = []
    /// What the journal said at each start, and at the end.
    private(set) var claims: [PrintRecord.Claim] = []
    /// What no paper can tell.
    private(set) var faults: [String] = []

    init(_ trial: KilledTillTrial) throws {
        self.trial = trial
        bench = try TestBench()
        try bench.journal().abandon()
        twin = PrinterTwin(seed: trial.seed, roll: PaperRoll(keeping: .max))
        if trial.isSlow { twin.faults.set(.slow) }
        counter = Switchboard(seed: trial.seed)
        let (near, far) = MemoryChannel.pair()
        self.near = near
        tasks.append(Task { [twin] in await twin.run(on: far) })
        tasks.append(Task { [counter] in await counter.run(on: near) })
    }

    deinit {
        near.unplug()
        for task in tasks { task.cancel() }
    }

    /// Everything on the paper, from the top.
    var paper: [String] { twin.roll.elements.map(\.plainText) }

    /// Lets a till live until `end`, or until its receipt is done.
    func live(_ end: TillLife.End) async throws -> TillLife {
        let life = TillLife(end)
        let database = try DurableDatabase(
            path: bench.file("till.sqlite"),
            settings: .durable,
            migrator: DatabaseMigrator()
        )
        defer { database.close() }
        let journal = try TillJournal(database, device: DeviceID(7), place: TestBench.place)
        try database.read { db in
            db.add(transactionObserver: CommitWatch(life), extent: .databaseLifetime)
        }
        let isSold = try await hearJournal(journal)
        let work = work(life, journal, isSold: isSold)
        if let standstill = await work.standstill(of: life) { faults.append(standstill) }
        if !life.isOver { _ = try await hearJournal(journal) }
        await counter.hangUp()
        if trial.isPowerShared, life.isOver { await cutPower() }
        return life
    }

    /// Takes down what the journal says of the receipt; false when it knows no such sale.
    private func hearJournal(_ journal: TillJournal) async throws -> Bool {
        let paper = paper
        guard let prints = try await journal.receipt(Self.receipt) else {
            if !paper.isEmpty { faults.append("paper without a sale: \(paper[0])") }
            return false
        }
        claims.append(.init(evidence: prints.original.evidence, paper: paper.count))
        return true
    }

    private func work(_ life: TillLife, _ journal: TillJournal, isSold: Bool) -> TillWork {
        let (twin, before) = (twin, twin.receivedBytes)
        let line = LifeLine(near, of: life, piece: 16 + Int(trial.seed % 97)) { count in
            twin.receivedBytes - before >= count
        }
        let now = Deadline.now
        // Sixteen lines are out in a third of a second where paper is slow.
        let patience: Duration = trial.isSlow ? .seconds(2) : .milliseconds(3)
        let proof = ESCPOSProof(patience: patience, now: { now })
        let printer = ESCPOSPrinter(channel: line, columns: 48, proof: proof)
        let parts = Till.Parts(
            journal: journal,
            programme: .r1,
            devices: TillDevices(printer: trial.vice == nil ? printer : nil),
            clock: SetTillClock(TestBench.time),
            shopName: "算盘 Shop",
            version: "1.0",
            log: Logger(label: "till", factory: { _ in SwiftLogNoOpLogHandler() })
        )
        let (vice, counter) = (trial.vice, counter)
        return TillWork(life) {
            counter.connect(line)
            guard let till = try? await Till(parts) else { return }
            counter.connect(till)
            if !isSold {
                let basket = KilledTillTrial.goods.map(TillEvent.ring)
                _ = await till.perform(
                    [.openDay(TestBench.day)] + basket + [.tenderExact(.cash)]
                )
            }
            guard let vice else { return await till.settle() }
            await BadSpooler(vice: vice, journal: journal, printer: printer).run()
        }
    }

    /// The mains went, and come back.
    private func cutPower() async {
        twin.faults.set(.off)
        for _ in 0..<50 { await Task.yield() }
        twin.faults.clear(.off)
    }
}

/// What a till does until it is done or dead.
private final class TillWork: Sendable {
    private let isDone = Mutex(false)

    init(_ life: TillLife, _ work: @escaping @Sendable () async -> Void) {
        Task {
            await work()
            isDone.withLock { $0 = true }
            life.bell.ring()
        }
    }

    /// What it hangs on when it comes to no end; nil once it is done or `life` is over.
    ///
    /// A machine that is busy with other things slows a till down, which is no fault: it stands
    /// still when nothing moves for half a minute, and turns in circles when it takes five.
    func standstill(of life: TillLife) async -> String? {
        let end: Deadline = .now + .seconds(300)
        while .now < end {
            let before = life.counts
            if await isOver(life, by: .now + .seconds(30)) { return nil }
            guard life.counts != before else { return "stands still after \(before)" }
        }
        return "turns in circles: \(life.counts)"
    }

    private func isOver(_ life: TillLife, by deadline: Deadline) async -> Bool {
        while true {
            let count = life.bell.count
            if life.isOver || isDone.withLock({ $0 }) { return true }
            guard await life.bell.isHeard(after: count, by: deadline) else { return false }
        }
    }
}

/// Hands what comes from the printer to the life that there is, and has the cashier ring something
/// now and then when something came.
private final class Switchboard: Sendable {
    private struct State {
        var line: LifeLine?
        var till: Till?
        var dice: Dice
    }

    private let state: Mutex<State>

    init(seed: UInt64) { state = Mutex(State(dice: Dice(seed: seed))) }

    func connect(_ line: LifeLine) { state.withLock { $0.line = line } }

    func connect(_ till: Till) { state.withLock { $0.till = till } }

    /// Nobody listens any more: what comes now is lost.
    func hangUp() async {
        let till = state.withLock { state in
            defer { (state.line, state.till) = (nil, nil) }
            return state.till
        }
        await till?.stopPrinting()
    }

    func run(on cable: any ByteChannel) async {
        while let bytes = try? await cable.read(upTo: 64, by: .now + .seconds(3600)) {
            let (line, till) = state.withLock { state in
                let isRinging = Bool.random(using: &state.dice)
                return (state.line, isRinging ? state.till : nil)
            }
            line?.deliver(bytes)
            if let till { Task { await till.perform(.ring(TestBench.apple)) } }
        }
    }
}

extension TestBench {
    /// What the next customer buys.
    static let apple = line("苹果 apple", 250)
}
