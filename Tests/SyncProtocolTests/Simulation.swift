import Records
import SyncProtocol
import TestSupport

/// A run of one till against one hub over a hostile line.
struct Simulation {
    /// A rule that is left out.
    enum Mutant: CaseIterable {
        /// The till believes an acknowledgement without comparing hashes.
        case marksWithoutHash
        /// The hub answers before its commit.
        case answersBeforeCommit
        /// The hub takes whatever comes next, gap or not.
        case ignoresGaps
        /// The hub does not compare what it holds already.
        case appliesTwice
    }

    /// What may happen beside the line.
    enum Hazard {
        /// Nothing.
        case none
        /// The hub comes back from a backup that lacks its tail.
        case restore
        /// Another box sends records under the till's number.
        case clone
    }

    /// What is on the line, either way.
    private enum Message {
        case hello(ChainHead)
        case upload(Upload)
        case welcome(Welcome)
        case acknowledgement(Acknowledgement)
        case refusal(Refusal)
    }

    /// What the checker found.
    private(set) var faults: [String] = []
    var mutant: Mutant?
    var hazard = Hazard.none

    private var dice: Dice
    private var now: Int64 = 0
    private var line: [(due: Int64, ticket: Int, message: Message)] = []
    private var isHealed = false

    private var chain = Chain(0)
    private var machine: UplinkMachine
    private var waitsUntil: Int64?
    /// The number of the last question; an answer carries that of its question.
    private var ticket = 0
    private var hub = SimulatedHub()

    init(seed: UInt64) {
        dice = Dice(seed: seed)
        machine = UplinkMachine(mark: .root(of: DeviceID(7), epoch: 1))
    }

    /// Lets the line rage, heals it, and looks at what the hub has.
    mutating func run() {
        hub.mutant = mutant
        for _ in 0..<600 { step() }
        isHealed = true
        for _ in 0..<1200 { step() }
        check()
    }

    private mutating func step() {
        now += Int64.random(in: 1...400, using: &dice)
        if !isHealed {
            if dice.rolls(1, in: 3) { chain.grow() }
            if dice.rolls(1, in: 60) { hub.crash() }
            if dice.rolls(1, in: 200) { befall() }
        }
        deliver()
        till()
    }

    private mutating func befall() {
        switch hazard {
        case .none: break
        case .restore: hub.lose(Int.random(in: 1...4, using: &dice))
        case .clone: hub.takeClone(Int.random(in: 1...6, using: &dice))
        }
    }

    /// Hands over what is due, in no order that anybody could rely on.
    private mutating func deliver() {
        let due = line.filter { $0.due <= now }
        line.removeAll { $0.due <= now }
        for (_, ticket, message) in due.shuffled(using: &dice) {
            switch message {
            case .hello(let head): answer(hub.greet(head), ticket)
            case .upload(let upload): answer(hub.take(upload), ticket)
            case .welcome, .acknowledgement, .refusal: hear(message, ticket)
            }
        }
    }

    private mutating func answer(_ reply: SimulatedHub.Reply, _ ticket: Int) {
        switch reply {
        case .welcome(let welcome): send(.welcome(welcome), ticket)
        case .acknowledgement(let answer): send(.acknowledgement(answer), ticket)
        case .refusal(let refusal): send(.refusal(refusal), ticket)
        }
    }

    private mutating func ask(_ message: Message) {
        ticket += 1
        waitsUntil = now + 2000
        send(message, ticket)
    }

    private mutating func send(_ message: Message, _ ticket: Int) {
        guard !isHealed else { return line.append((now + 5, ticket, message)) }
        if dice.rolls(1, in: 4) { return }
        line.append((now + Int64.random(in: 1...800, using: &dice), ticket, message))
        if dice.rolls(1, in: 5) {
            line.append((now + Int64.random(in: 1...90_000, using: &dice), ticket, message))
        }
    }

    private mutating func hear(_ message: Message, _ ticket: Int) {
        // Over HTTP an answer belongs to its question. The machine gets by without that, except
        // where a hub's former life speaks last.
        if hazard == .restore, waitsUntil == nil || ticket != self.ticket { return }
        waitsUntil = nil
        switch message {
        case .welcome(let welcome):
            act(machine.handle(.welcomed(welcome, own: own(welcome.last))))
        case .acknowledgement(let answer):
            act(machine.handle(.acknowledged(answer, own: own(answer.last))))
        case .refusal(let refusal):
            act(machine.handle(.refused(refusal, now: now, chance: dice.next())))
        case .hello, .upload:
            break
        }
    }

    /// The till's own hash at the record that the hub named; the mutant repeats what it was told.
    private func own(_ last: ChainHead) -> Digest? {
        mutant == .marksWithoutHash ? last.hash : chain.hash(last.sequence)
    }

    private mutating func till() {
        if let until = waitsUntil {
            guard now >= until else { return }
            waitsUntil = nil
            act(machine.handle(.failed(now: now, chance: dice.next())))
        }
        act(machine.handle(.proceed(head: chain.head, now: now)))
    }

    private mutating func act(_ action: UplinkMachine.Action) {
        switch action {
        case .sayHello:
            ask(.hello(chain.head))
        case .upload(let after, let limit):
            let last = min(Int(after) + min(limit, 7), chain.records.count)
            ask(.upload(chain.upload((Int(after) + 1)...last)))
        case .moveMark(let mark):
            if hazard != .restore, !hub.holds(mark) || chain.hash(mark.sequence) != mark.hash {
                faults.append("marked \(mark.sequence), which the hub does not hold")
            }
        case .rest, .awaitRecords, .standApart, .proceed:
            break
        }
    }

    /// The till has handed over everything, and the hub holds it and has applied it once.
    private mutating func check() {
        // Where two boxes share a number, nothing may be marked falsely; draining takes a person.
        guard hazard != .clone else { return }
        if machine.mark != chain.head { faults.append("the queue has not drained") }
        if hub.durable.map(\.hash) != chain.records.map(\.hash) {
            faults.append("the hub holds \(hub.durable.count) of \(chain.records.count)")
        }
        for record in chain.records where hub.applied[record.operation] != 1 {
            faults.append(
                "record \(record.sequence) applied \(hub.applied[record.operation] ?? 0) times"
            )
            break
        }
    }
}

/// A hub of the simulation: the real decision, and a disk that can forget.
struct SimulatedHub {
    enum Reply {
        case welcome(Welcome)
        case acknowledgement(Acknowledgement)
        case refusal(Refusal)
    }

    var mutant: Simulation.Mutant?
    /// What a power cut cannot take.
    private(set) var durable: [Record] = []
    /// How often each operation has had its effect.
    private(set) var applied: [OperationID: Int] = [:]
    /// Taken, and only in the memory of a hub that answers too early.
    private var pending: [Record] = []
    private var life = 1

    private var held: [Record] { durable + pending }

    /// Whether a power cut now would leave this record.
    func holds(_ mark: ChainHead) -> Bool {
        mark.sequence == 0 || durable.contains { $0.position == mark }
    }

    private var last: ChainHead {
        held.last?.position ?? .root(of: DeviceID(7), epoch: 1)
    }

    mutating func greet(_ head: ChainHead) -> Reply {
        guard head.sequence >= last.sequence else {
            return .refusal(Refusal(.rollback, "", last: last))
        }
        return .welcome(
            Welcome(
                incarnation: "\(life)",
                last: last,
                archivedSequence: 0,
                credits: 512,
                hubMilliseconds: 0
            )
        )
    }

    mutating func take(_ upload: Upload) -> Reply {
        let held = held
        let hash = { (number: UInt64) -> Digest? in
            held.indices.contains(Int(number) - 1) ? held[Int(number) - 1].hash : nil
        }
        switch Reception.decide(upload, last: last, held: hash) {
        case .refuse(let refusal) where refusal.kind == .gap && mutant == .ignoresGaps:
            commit(upload.records)
        case .refuse(let refusal):
            return .refusal(refusal)
        case .take(let start):
            if mutant == .appliesTwice {
                for record in upload.records[..<start] { apply(record) }
            }
            commit(Array(upload.records[start...]))
        }
        return .acknowledgement(
            Acknowledgement(incarnation: "\(life)", last: last, credits: 512)
        )
    }

    private mutating func commit(_ records: [Record]) {
        if mutant == .answersBeforeCommit {
            // What came before is flushed by now; this is still in memory when the answer leaves.
            flush()
            pending = records
        } else {
            durable += records
            for record in records { apply(record) }
        }
    }

    private mutating func flush() {
        durable += pending
        for record in pending { apply(record) }
        pending = []
    }

    private mutating func apply(_ record: Record) {
        applied[record.operation, default: 0] += 1
    }

    /// The power goes and comes back.
    mutating func crash() {
        pending = []
    }

    /// A backup comes back that lacks the last records; with them go their effects.
    mutating func lose(_ count: Int) {
        for record in durable.suffix(count) { applied[record.operation] = nil }
        durable.removeLast(min(count, durable.count))
        life += 1
    }

    /// Another box has sent records under the same numbers.
    mutating func takeClone(_ count: Int) {
        var clone = Chain(durable.count)
        guard clone.head == last else { return }
        for _ in 0..<count { clone.grow(salt: 1) }
        durable = clone.records
        for record in clone.records.suffix(count) { apply(record) }
    }
}

extension Dice {
    /// True `count` times in `total`.
    mutating func rolls(_ count: Int, in total: Int) -> Bool {
        Int.random(in: 0..<total, using: &self) < count
    }
}
