public import DurableSQLite
internal import HAL
public import Journal
internal import Logging
public import Loyalty
internal import Records
public import Retail
public import SyncProtocol

/// One till at work: it asks `TillMachine`, makes the answer durable, then lets the world see it.
///
/// Events that arrive while a commit is under way are decided together and share the next commit;
/// nothing is answered, shown or printed before it is durable. Printer and display are fed beside
/// the sale path: whatever they do, the next scan is taken.
public actor Till {
    /// Events that arrived together, and who waits for their answers.
    private struct Burst {
        let events: [TillEvent]
        let done: CheckedContinuation<[TillAnswer], Never>
    }

    /// Random for this run; the boot record carries it.
    public nonisolated let bootNonce: String
    /// Where the till stood when it was started.
    public nonisolated let resumed: TillResume

    let parts: Parts
    /// How receipts look, by what the hub has decided.
    public private(set) var layout: ReceiptLayout
    let spooler: ReceiptSpooler?
    let display: CustomerDisplay?
    /// The payment terminal; what is under way there, what is not wanted, and what it last said.
    let cards: CardPayments?
    let cardDoubts = Changes()
    var cardWork: Task<Void, Never>?
    var cardNotice = ""
    var cardReminder: Task<Void, Never>?
    var unwanted: Set<PaymentName> = []
    private(set) var machine: TillMachine
    /// The rules that the machine has not been told of yet.
    private(set) var newRules: Programme?
    /// The coupons that the machine has not been told of yet.
    private var newCoupons: CouponBook?
    /// What the hub said to the last wish for a code.
    private var heard: HeardCode?
    /// What came of the last wish for points.
    private var heardPoints: HeardPoints?
    /// Which chain of the journal the machine's numbers belong to.
    private var chain: Int64
    private var chance = SystemRandomNumberGenerator()
    private var queue: [Burst] = []
    private var isDeciding = false

    /// Starts a till: takes up what lay on the counter, and journals the start.
    public init(_ parts: Parts) async throws(StorageError) {
        self.parts = parts
        let layout = ReceiptLayout(parts.settings, shopName: parts.shopName)
        self.layout = layout
        let resumed = try await parts.journal.resume()
        self.resumed = resumed
        var chance = SystemRandomNumberGenerator()
        bootNonce = OperationID.nonce(&chance)
        var machine = TillMachine(
            place: parts.journal.place,
            programme: parts.programme,
            coupons: parts.coupons,
            takesCards: parts.devices.payment != nil
        )
        machine.restore(
            lastReceipt: resumed.lastReceipt,
            closing: resumed.closing,
            sales: resumed.openSales.map { ($0.sale, $0.events, $0.payment) }
        )
        machine.alarms = resumed.alarms.compactMap(PaymentAlarm.init)
        machine.floor = resumed.floor
        chain = parts.journal.chain
        self.machine = machine
        let left = try await parts.journal.printsLeft()
        spooler = parts.devices.printer.map { printer in
            ReceiptSpooler(
                journal: parts.journal,
                printer: printer,
                layout: layout,
                left: left,
                log: parts.log,
                changed: parts.changed
            )
        }
        display = parts.devices.display.map(CustomerDisplay.init)
        cards = parts.devices.payment.map { terminal in
            let log = JournalPaymentLog(parts.journal, clock: parts.clock)
            return CardPayments(
                terminal,
                log: log,
                journal: parts.journal,
                clock: parts.clock
            )
        }
        try await journalStart(resumed)
        refreshDisplay()
        await spooler?.wake()
        await takeUpPayments()
    }

    /// Takes events in order and answers each, once all are durable.
    ///
    /// They are one burst: a scanner's backlog, or a basket that is replayed. A refusal of one does
    /// not keep the next from being taken.
    public func perform(_ events: [TillEvent]) async -> [TillAnswer] {
        await withCheckedContinuation { done in
            queue.append(Burst(events: events, done: done))
            if !isDeciding {
                isDeciding = true
                Task { await decide() }
            }
        }
    }

    /// Takes one event and answers it, once it is durable.
    public func perform(_ event: TillEvent) async -> TillAnswer {
        await perform([event])[0]
    }

    /// The basket on the counter; nil when the counter is free.
    public var basket: Basket? {
        machine.isCounterTaken ? machine.current?.machine.basket : nil
    }

    /// Whether a business day is open.
    public var isDayOpen: Bool { machine.lastReceipt != nil }

    /// Returns when no receipt is waiting for paper, or none can be brought there any more.
    public func settlePaper() async {
        await spooler?.settle()
    }

    /// Returns when all receipts are on paper, the journal says so, and the display shows the
    /// newest picture.
    public func settle() async {
        await settlePaper()
        await display?.settle()
        // A journal that cannot has told it to the log.
        try? await parts.journal.settle()
    }

    /// Lets the receipt under way end or fail, and begins no other.
    public func stopPrinting() async {
        await spooler?.stop()
    }

    /// Ends this run by itself: the next one knows that nothing was interrupted.
    public func shutDown() async {
        await spooler?.stop()
        await parts.journal.close()
    }

    /// Says that the journal may have gone over to a grant of the hub: the till may count its
    /// receipts from another number now, or be another till.
    public func followJournal() {
        guard !isDeciding else { return }
        isDeciding = true
        Task { await decide() }
    }

    /// Goes by `programme` from the next basket on; a basket that has begun keeps its rules.
    public func go(by programme: Programme) {
        newRules = programme
    }

    /// Takes `coupons` from the next basket on; a basket that has begun keeps what it began by.
    public func go(by coupons: CouponBook) {
        newCoupons = coupons
    }

    /// Whether the basket on the counter, or the next one, knows a coupon by `text`, its id or a
    /// code of it.
    func takes(coupon text: String) -> Bool {
        let book = machine.isCounterTaken ? machine.couponsInForce : newCoupons ?? machine.coupons
        return book.coupon(by: text) != nil
    }

    /// Takes what the hub said to a wish for a code, for when it is scanned again.
    func hear(_ word: LeaseWord, of wish: CodeWish) {
        heard = HeardCode(wish: wish, word: word.word(about: wish.code))
    }

    /// Takes what the hub said to a wish for points, for when they are to pay.
    func hear(_ word: LeaseWord, of wish: PointsWish) {
        heardPoints = HeardPoints(wish, word, after: heardPoints)
    }

    /// Goes by `settings` from the next receipt on.
    public func use(_ settings: ShopSettings) async {
        layout = ReceiptLayout(settings, shopName: parts.shopName)
        refreshDisplay()
        await spooler?.use(layout)
    }

    private func decide() async {
        repeat {
            if let rules = newRules {
                machine.go(by: rules)
                newRules = nil
            }
            if let coupons = newCoupons {
                machine.go(by: coupons)
                newCoupons = nil
            }
            if chain != parts.journal.chain { _ = await takeUpNumbers() }
            let bursts = queue
            queue = []
            if !bursts.isEmpty { await decide(bursts) }
        } while !queue.isEmpty
        isDeciding = false
    }

    /// Counts on from where the journal says.
    ///
    /// - Returns: Whether that is elsewhere than where the machine was.
    private func takeUpNumbers() async -> Bool {
        chain = parts.journal.chain
        do throws(StorageError) {
            let numbers = try await parts.journal.numbers()
            guard machine.take(numbers) else { return false }
            parts.changed()
            return true
        } catch {
            parts.log.error("\(error)")
            return false
        }
    }

    /// Answers `bursts`, which share a commit; when it fails, each has one of its own, so that a
    /// burst that the journal refuses takes no other down with it.
    private func decide(_ bursts: [Burst]) async {
        var next = machine
        next.pocket = pocket
        next.heard = heard
        next.heardPoints = heardPoints
        var drafts: [JournalDraft] = []
        var effects: [CardEffect] = []
        let answers = bursts.map { burst in
            burst.events.map { take($0, by: &next, into: &drafts, &effects) }
        }
        do throws(StorageError) {
            let paper = try await append(drafts)
            machine = next
            for effect in effects { carryOut(effect) }
            await show(paper)
            for (burst, answers) in zip(bursts, answers) { burst.done.resume(returning: answers) }
        } catch {
            // The hub's grant came between the decision and its commit: decide by its numbers.
            if case .refused = error, await takeUpNumbers() { return await decide(bursts) }
            guard bursts.count == 1 else {
                for burst in bursts { await decide([burst]) }
                return
            }
            parts.log.error("\(error)")
            let refusal = TillAnswer.refused(.storage(error.description))
            for burst in bursts {
                burst.done.resume(returning: burst.events.map { _ in refusal })
            }
        }
    }

    private func append(_ drafts: [JournalDraft]) async throws(StorageError) -> [PrintJob] {
        guard !drafts.isEmpty else { return [] }
        let isPrinterFree = await spooler?.isFree ?? false
        return try await parts.journal.append(drafts, isPrinterFree: isPrinterFree)
    }

    private func take(
        _ event: TillEvent,
        by machine: inout TillMachine,
        into drafts: inout [JournalDraft],
        _ effects: inout [CardEffect]
    ) -> TillAnswer {
        let reading = parts.clock.read()
        let decision = machine.handle(event, at: reading) {
            OperationID(
                milliseconds: reading.wallMilliseconds,
                chance: (chance.next(), chance.next())
            )
        }
        for (fact, operation) in decision.facts {
            drafts.append(JournalDraft(fact, operation: operation, at: reading))
        }
        if let effect = decision.card { effects.append(effect) }
        return decision.answer
    }

    /// Lets the world see what is durable now.
    private func show(_ paper: [PrintJob]) async {
        refreshDisplay()
        if !paper.isEmpty {
            await spooler?.wake(paper)
            openDrawer(forCashOn: paper)
        }
        parts.changed()
    }

    /// Opens the drawer when cash was taken or goes back, beside the sale path.
    ///
    /// A drawer that sticks is no reason to keep the next customer waiting.
    private func openDrawer(forCashOn paper: [PrintJob]) {
        guard let drawer = parts.devices.drawer,
            paper.contains(where: { $0.subject.tenders.contains { $0.kind == .cash } })
        else { return }
        let log = parts.log
        Task {
            do {
                if try await drawer.open(by: .now + .seconds(2)) == .didNotOpen {
                    log.warning("the drawer did not open: it is locked, blocked or unplugged")
                }
            } catch {
                log.warning("the drawer did not open: \(error)")
            }
        }
    }

    private func refreshDisplay() {
        guard let display else { return }
        display.show(
            CustomerPicture.lines(
                machine.current?.machine,
                fallen: machine.current?.fallen,
                columns: display.columns,
                idle: layout.shopName
            )
        )
    }

    private func journalStart(_ resumed: TillResume) async throws(StorageError) {
        let boot = Boot(
            nonce: bootNonce,
            version: parts.version,
            wasShutDownCleanly: resumed.wasShutDownCleanly,
            place: parts.journal.place
        )
        let reading = parts.clock.read()
        let name = OperationID(
            milliseconds: reading.wallMilliseconds,
            chance: (chance.next(), chance.next())
        )
        try await parts.journal.append([JournalDraft(.boot(boot), operation: name, at: reading)])
    }
}

extension JournalDraft {
    init(_ fact: Fact, operation: OperationID, at reading: ClockReading) {
        self.init(
            fact,
            operation: operation,
            wallMilliseconds: reading.wallMilliseconds,
            monotonicNanoseconds: reading.monotonicNanoseconds,
            quality: reading.quality
        )
    }
}

extension OperationID {
    /// Sixteen random bytes in hexadecimal.
    fileprivate static func nonce(_ chance: inout some RandomNumberGenerator) -> String {
        (0..<16).map { _ in
            let byte = UInt8.random(in: 0...255, using: &chance)
            return (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }
}
