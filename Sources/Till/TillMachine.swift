public import Loyalty
public import Records
public import Retail

/// Everything that a till decides, without doing any of it.
///
/// It holds the open business day, the basket on the counter and those that are parked. An event
/// yields the facts to journal and the answer to give; both hold only once the journal has them,
/// so the till works on a copy and keeps it when the commit has returned.
public struct TillMachine: Sendable {
    /// A sale by its name, and how far it has come.
    public struct NamedSale: Hashable, Sendable {
        /// The sale's permanent name.
        public let id: OperationID
        /// The rules by which it earns points: those that were in force when it began.
        public let programme: Programme
        /// The coupons that it takes: those that were in force when it began.
        public var coupons = CouponBook()
        /// How far it has come.
        public var machine = SaleMachine()
        /// How far its card payment has come; nil while no terminal was asked.
        public var card: CardStage?
        /// What was to pay beside a card that was charged, and is not spent; nil while all is.
        public var fallen: FallenPromise?
        /// How long its record may become, as far as that was counted.
        var size = SaleSize()

        /// The payment that its next tender is, if that is by card.
        public var payment: PaymentName { PaymentName(sale: id, tender: machine.tenders.count) }

        /// Whether two are alike: how far their size was counted makes no difference, since it
        /// follows from the basket and is counted anew after a restart.
        public static func == (left: Self, right: Self) -> Bool {
            left.id == right.id && left.programme == right.programme
                && left.coupons == right.coupons && left.machine == right.machine
                && left.card == right.card && left.fallen == right.fallen
        }

        public func hash(into hasher: inout Hasher) {
            hasher.combine(id)
        }
    }

    /// Where the till stands.
    public internal(set) var place: Place
    /// The rules by which the next basket earns points.
    public private(set) var programme: Programme
    /// The coupons that the next basket takes.
    public private(set) var coupons: CouponBook
    /// All rules that this run has gone by: what comes back is counted by those of its sale.
    private var rules: [ProgrammeVersion: Programme]
    /// Whether a payment terminal belongs to the till.
    public let takesCards: Bool
    /// How many bytes the lines of a sale may come to.
    let room: Int
    /// The day that is open and the last receipt's number on it; nil before the first day.
    public internal(set) var lastReceipt: ReceiptNumber?
    /// The newest day with a number on it, open or not: the hub may know more receipts of this till
    /// than the till itself.
    var floor: ReceiptNumber?
    /// What the next close of a day goes on from.
    public internal(set) var closing = CloseStanding()
    /// The sale on the counter; it stays there, over, until the next one begins.
    public internal(set) var current: NamedSale?
    /// The parked baskets, the one parked last at the end; also those whose card is in doubt.
    public internal(set) var parked: [NamedSale] = []
    /// The payments that a person has to settle with their customers, the oldest first.
    public internal(set) var alarms: [PaymentAlarm] = []
    /// What can be spent of points, as the journal had it when the events came.
    public var pocket = PointsPocket()
    /// How often the till has held too few points for a customer.
    public internal(set) var pointsAsked: UInt64 = 0
    /// What came of the last wish for points, as the till had it when the events came.
    public var heardPoints: HeardPoints?

    /// The code that was brought last and is not held.
    public internal(set) var codeWish: CodeWish?
    /// How often a code was brought that the till did not hold.
    var codesAsked: UInt64 = 0
    /// What the hub said to the last wish for a code, as the till had it when the events came.
    public var heard: HeardCode?

    /// A till that has never sold.
    ///
    /// - Parameter room: How many bytes the lines of a sale may come to; only a test gives more
    ///   than go into a record.
    public init(
        place: Place,
        programme: Programme,
        coupons: CouponBook = CouponBook(),
        takesCards: Bool = false,
        room: Int = SaleSize.limit
    ) {
        self.place = place
        self.programme = programme
        self.coupons = coupons
        rules = [programme.pinned: programme]
        self.takesCards = takesCards
        self.room = room
    }

    /// Goes by `programme` from the next basket on; those that have begun keep their rules.
    public mutating func go(by programme: Programme) {
        self.programme = programme
        rules[programme.pinned] = programme
    }

    /// Takes `coupons` from the next basket on; those that have begun keep what they began by.
    public mutating func go(by coupons: CouponBook) {
        self.coupons = coupons
    }

    /// The rules of `version`, if this run has gone by them.
    func rules(_ version: ProgrammeVersion) -> Programme? { rules[version] }

    /// Whether a sale on the counter is not over.
    public var isCounterTaken: Bool {
        switch current?.machine.phase {
        case .ringing, .tendering, .charging: true
        case .suspended, .completed, .voided, nil: false
        }
    }

    /// Takes one event and says what it states and what to answer.
    ///
    /// - Parameters:
    ///   - reading: What the clock shows.
    ///   - name: Makes a new operation id; called for what needs one.
    public mutating func handle(
        _ event: TillEvent,
        at reading: ClockReading,
        name: () -> OperationID
    ) -> Decision {
        switch event {
        case .openDay(let day): open(day, name)
        case .closeDay(let counted, let unsent): close(counted, unsent, reading, name)
        case .ring(let line): basket(.ring(line), reading, name)
        case .coupon(let id): take(coupon: id, reading, name)
        case .voidLine(let line): basket(.voidLine(line), reading, name)
        case .identify(let member): basket(.identify(member), reading, name)
        case .total(let reference): settle(.total, reference, reading, name)
        case .tender(let tender, let reference): pay(tender, reference, reading, name)
        case .tenderExact(let kind, let reference): payExactly(kind, reference, reading, name)
        case .payWithPoints(let points): payWithPoints(points, reading, name)
        case .suspend: suspend(reading, name)
        case .resume: resume(name)
        case .void: void(reading, name)
        case .giveBack(let returns, let event, let grounds):
            giveBack(event, of: returns, on: grounds, reading, name)
        case .cancelCard: cancelCard()
        case .resolveCard(let wasCharged): resolveCard(wasCharged)
        case .seeTo(let amount): seeTo(amount, name)
        case .alarmsFound(let alarms): find(alarms)
        case .cardAnswered(let payment, let standing):
            hear(standing, of: payment, isAnswer: true, reading, name)
        case .cardLookedUp(let payment, let standing):
            hear(standing, of: payment, isAnswer: false, reading, name)
        }
    }
}

extension TillMachine {
    /// What an event states, and what the till answers once that is durable.
    public struct Decision: Sendable {
        /// The facts to journal, each with its name.
        public var facts: [(fact: Fact, operation: OperationID)] = []
        /// What to answer.
        public var answer: TillAnswer
        /// What to do at the terminal then.
        public var card: CardEffect?

        static func refuse(_ refusal: TillRefusal) -> Decision {
            Decision(answer: .refused(refusal))
        }
    }

    mutating func open(_ day: BusinessDay, _ name: () -> OperationID) -> Decision {
        // The hub could book no sale of such a day; and days do not go back.
        guard BusinessDay.likely.contains(day) else { return .refuse(.clockIsWrong(day)) }
        guard !isCounterTaken, lastReceipt.map({ $0.day < day }) ?? true else {
            return lastReceipt?.day == day ? Decision(answer: .done) : .refuse(.dayCannotOpen)
        }
        let known = floor.flatMap { $0.day == day ? $0.number : nil }
        lastReceipt = ReceiptNumber(day: day, number: known ?? 0)
        return Decision(facts: [(.dayOpened(day), name())], answer: .done)
    }

    /// The sale on the counter, or a new one.
    private func sale(_ name: () -> OperationID) -> NamedSale {
        if isCounterTaken, let current { return current }
        return NamedSale(id: name(), programme: programme, coupons: coupons)
    }

    /// An event that leaves the sale unpaid.
    mutating func basket(
        _ event: SaleMachine.Event,
        _ reading: ClockReading,
        _ name: () -> OperationID
    ) -> Decision {
        guard lastReceipt != nil else { return .refuse(.noDayOpen) }
        var sale = sale(name)
        if case .refuse(let refusal) = sale.machine.handle(event) {
            return .refuse(.sale(refusal))
        }
        if let refusal = sale.refusal(growing: event, within: room) { return .refuse(refusal) }
        if event == .suspend {
            parked.append(sale)
            current = nil
        } else {
            current = sale
        }
        return Decision(
            facts: [(.basket(BasketFact(sale: sale.id, event: event)), name())],
            answer: .done
        )
    }

    private mutating func resume(_ name: () -> OperationID) -> Decision {
        guard !isCounterTaken else { return .refuse(.counterIsTaken) }
        guard var sale = parked.popLast() else { return .refuse(.nothingParked) }
        let wasSuspended = sale.machine.phase == .suspended
        _ = sale.machine.handle(.resume)
        current = sale
        // One that waited for its card is simply there again after a power cut.
        guard wasSuspended else { return Decision(answer: .done) }
        return Decision(
            facts: [(.basket(BasketFact(sale: sale.id, event: .resume)), name())],
            answer: .done
        )
    }

    private mutating func payExactly(
        _ kind: Tender.Kind,
        _ reference: String?,
        _ reading: ClockReading,
        _ name: () -> OperationID
    ) -> Decision {
        guard kind != .points else { return payWithPoints(nil, reading, name) }
        if case .ringing = current?.machine.phase {
            let total = settle(.total, reference, reading, name)
            guard case .done = total.answer else { return total }
        }
        guard let outstanding = current?.machine.outstanding, isCounterTaken else {
            return .refuse(.sale(.notYet))
        }
        return pay(Tender(kind, outstanding), reference, reading, name)
    }

    /// An event that may complete the sale on the counter.
    mutating func settle(
        _ event: SaleMachine.Event,
        _ reference: String?,
        _ reading: ClockReading,
        _ name: () -> OperationID
    ) -> Decision {
        guard lastReceipt != nil else { return .refuse(.noDayOpen) }
        guard isCounterTaken, var sale = current else { return .refuse(.sale(.nothingRung)) }
        let decision = settle(event, in: &sale, reference, reading, name)
        if case .refused = decision.answer { return decision }
        current = sale
        return decision
    }

    /// An event that may complete `sale`, wherever it lies.
    mutating func settle(
        _ event: SaleMachine.Event,
        in sale: inout NamedSale,
        _ reference: String?,
        _ reading: ClockReading,
        _ name: () -> OperationID
    ) -> Decision {
        guard let last = lastReceipt else { return .refuse(.noDayOpen) }
        if let refusal = sale.refusal(ofPart: event) { return .refuse(refusal) }
        switch sale.machine.handle(event) {
        case .refuse(let refusal):
            return .refuse(.sale(refusal))
        case .complete(let change):
            do throws(TillRefusal) {
                return try complete(sale, change, reference, reading, after: last)
            } catch {
                return .refuse(error)
            }
        case .askFor:
            // Asking for the total changes no money, and neither does a promise of points: they
            // are simply asked for again after a power cut.
            guard case .tender(let tender) = event, tender.kind != .points else {
                return Decision(answer: .done)
            }
            return Decision(
                facts: [(.basket(BasketFact(sale: sale.id, event: event)), name())],
                answer: .done
            )
        case .showLine, .showVoid, .greet, .park, .showBasket, .printVoidSlip, .giveBack, .charge:
            preconditionFailure("total and tender only ask, complete or refuse")
        }
    }

    /// Completes `sale` with all that it spends, or leaves everything as it is.
    private mutating func complete(
        _ sale: NamedSale,
        _ change: Money,
        _ reference: String?,
        _ reading: ClockReading,
        after last: ReceiptNumber
    ) throws(TillRefusal) -> Decision {
        let before = pocket
        let leases = try spend(for: sale, on: last.day)
        let completed = completed(sale, leases, change, reference, reading, after: last)
        // Whoever rang has asked for the room; a basket of an earlier program has not.
        guard Fact.saleCompleted(completed).fits else {
            pocket = before
            throw .room(sale.machine.points == nil ? .sale : .points)
        }
        lastReceipt = completed.receipt
        closing.takings += Takings(completed)
        return Decision(
            facts: [(.saleCompleted(completed), sale.id)],
            answer: .completed(
                CompletedReceipt(
                    receipt: completed.receipt,
                    due: completed.totals.due,
                    change: change
                )
            )
        )
    }

    private func completed(
        _ sale: NamedSale,
        _ leases: SaleLeases?,
        _ change: Money,
        _ reference: String?,
        _ reading: ClockReading,
        after last: ReceiptNumber
    ) -> CompletedSale {
        let basket = sale.machine.basket
        let points = sale.machine.tenders.lazy.filter { $0.kind == .points }
        return CompletedSale(
            sale: sale.id,
            reference: reference,
            place: place,
            receipt: .following(last, on: last.day),
            at: reading.time,
            member: basket.member,
            lines: basket.standing,
            tenders: sale.machine.tenders,
            change: change,
            accrual: basket.member.map { _ in
                PinnedAccrual(
                    programme: sale.programme.pinned,
                    accrual: sale.programme.accrual(
                        for: basket.standing,
                        paidWithPoints: points.sum(\.amount)
                    )
                )
            },
            leases: leases
        )
    }
}
