public import DurableSQLite
internal import HAL
internal import Journal
internal import Loyalty
internal import Records
public import Retail

/// How a till stands, for the people at the counter and for the pages that it serves.
///
/// Amounts are in minor units. It says nothing of a member but the last digits of a number.
public struct TillStatus: Hashable, Codable, Sendable {
    /// One line on the counter.
    public struct Line: Hashable, Codable, Sendable {
        /// What the receipt calls it.
        public let name: String
        /// Pieces or a measure: `3`, `0.415 kg`.
        public let quantity: String
        /// What it brings to the total: of goods before coupons, of a coupon what it takes off.
        public let amount: Money
        /// Whether it was taken back.
        public let isVoided: Bool
    }

    /// The queue to the hub, in records.
    public struct Queue: Hashable, Codable, Sendable {
        /// In the journal, ever.
        public let journalled: UInt64
        /// At the hub.
        public let acknowledged: UInt64
        /// Not yet at the hub.
        public let waiting: UInt64
        /// At the hub, waiting for a person.
        public let setAside: Int
    }

    /// The payment terminal.
    public struct Card: Hashable, Codable, Sendable {
        /// `at-terminal`, else `parked` or `in-doubt` of any sale, else `idle`; `none` without one.
        public let stage: String
        /// What the terminal last said, for the cashier.
        public let message: String
        /// The sales that wait for word of it.
        public let waiting: Int
        /// The payments that a person has to settle with the customer.
        public let alarms: Int
        /// What to do about the one that waits longest, for the cashier; nil without any.
        public let alarm: String?
    }

    /// The member's points as a tender.
    public struct Redeeming: Hashable, Codable, Sendable {
        /// How many of them can be spent here now, on any sale.
        public let spendable: Int64
        /// How many of them pay for this sale.
        public let points: Int64
        /// What those are worth.
        public let worth: Money
    }

    /// The close of the day, as far as it has come.
    public struct Closing: Hashable, Codable, Sendable {
        /// The number of the last close; 0 before the first.
        public let last: Int64
        /// Sales since then, which the next one covers.
        public let sales: Int64
        /// Returns of goods since then.
        public let returns: Int64
    }

    /// A list that the hub publishes.
    public struct Feed: Hashable, Codable, Sendable {
        /// Its name: `programmes`, `configuration`, `coupons`, `catalogue`, `members`.
        public let name: String
        /// The version that sales go by; 0 before the first.
        public let version: Int64
        /// Whether a newer one is on its way.
        public let isFilling: Bool
        /// Whether what is there is not what the hub has signed, so that all of it comes again.
        public let isDoubted: Bool
        /// Whether there is a version that this program cannot read, as a newer hub publishes it.
        public let isUnreadable: Bool
        /// The names of what this program passes over, since a later one has to read it.
        public let passedOver: [String]

        /// A feed that stands so.
        public init(
            name: String,
            version: Int64,
            isFilling: Bool,
            isDoubted: Bool,
            isUnreadable: Bool,
            passedOver: [String]
        ) {
            self.name = name
            self.version = version
            self.isFilling = isFilling
            self.isDoubted = isDoubted
            self.isUnreadable = isUnreadable
            self.passedOver = passedOver
        }
    }

    /// The store.
    public let store: Int32
    /// The till in it.
    public let till: Int32
    /// The business day; nil before the first.
    public let day: BusinessDay?
    /// Whether the till takes scans.
    public let isReady: Bool
    /// `idle`, `ringing`, `tendering`, `completed`, `voided`.
    public let phase: String
    /// What lies on the counter.
    public let lines: [Line]
    /// What the sale costs.
    public let due: Money
    /// What is still to be paid.
    public let outstanding: Money
    /// What the customer gets back, once the sale is paid.
    public let change: Money?
    /// The programme by which the next basket earns points: `r1@1`.
    public let programme: String
    /// The member, masked.
    public let member: String?
    /// The points that the sale brings.
    public let pointsEarned: Int64?
    /// The member's points as a tender; nil without a member, or when the programme takes none.
    public let redeeming: Redeeming?
    /// What a person has to do about a sale that is open, on the counter or parked: a card has
    /// paid, and points or codes beside it were not spent; empty while all is well.
    public let saleNote: String
    /// The baskets that are parked.
    public let parked: Int
    /// The queue to the hub.
    public let queue: Queue
    /// How the line to the hub stands: `meeting`, `connected`, `resting`, `apart`, `unpaired`, or
    /// `none` without one; filled in by whoever runs the uplink.
    public var link: String
    /// What a person should know about the line; empty while all is well.
    public var linkNote: String
    /// The lists that the hub publishes, as far as they have come; filled in by whoever runs the
    /// uplink.
    public var feeds: [Feed]
    /// What the printer last said.
    public let printer: String
    /// The payment terminal.
    public let card: Card
    /// The receipts that wait for the printer.
    public let printsWaiting: Int
    /// The receipts on paper, ever; the last counts up to a second late.
    public let receiptsPrinted: Int
    /// The last receipt's number on this day.
    public let lastReceipt: Int32
    /// The sales paid on this till, ever.
    public let sales: Int
    /// The close of the day, as far as it has come.
    public let closing: Closing
    /// What a person should know about the clock; empty while all is well.
    public let clockNote: String
}

extension Till {
    /// How the till stands now.
    public func status() async throws(StorageError) -> TillStatus {
        let journal = parts.journal
        let queue = journal.queueDepth
        let prints = try await journal.printCounts()
        let sale = machine.current?.machine
        let basket = sale?.basket ?? Basket()
        return TillStatus(
            store: machine.place.store,
            till: machine.place.till,
            day: machine.lastReceipt?.day,
            isReady: machine.lastReceipt != nil,
            phase: sale?.phase.name ?? "idle",
            lines: Self.lines(basket),
            due: basket.totals.due,
            outstanding: sale?.outstanding ?? .zero,
            change: sale?.phase.change,
            programme: (newRules ?? machine.programme).pinned.description,
            member: basket.member?.masked,
            pointsEarned: machine.current.flatMap { sale in
                basket.member.map { _ in
                    sale.programme.accrual(
                        for: basket.standing,
                        paidWithPoints: sale.machine.points?.amount ?? .zero
                    ).points.value
                }
            },
            redeeming: redeeming,
            saleNote: saleNote,
            parked: machine.parked.count,
            queue: TillStatus.Queue(
                journalled: queue.earlier + queue.head.sequence,
                acknowledged: queue.earlier + min(queue.mark.sequence, queue.head.sequence),
                waiting: queue.waiting,
                setAside: queue.setAside
            ),
            link: "meeting",
            linkNote: "",
            feeds: [],
            printer: await printerWord(),
            card: card,
            printsWaiting: prints.waiting,
            receiptsPrinted: prints.printed,
            lastReceipt: machine.lastReceipt?.number ?? 0,
            sales: try await journal.totals().sales,
            closing: TillStatus.Closing(
                last: machine.closing.closes,
                sales: machine.closing.takings.sales,
                returns: machine.closing.takings.returns
            ),
            clockNote: parts.clock.note
        )
    }

    /// Asks the printer how it is, so that the next status knows.
    public func lookAtPrinter() async {
        await spooler?.look()
    }

    private var redeeming: TillStatus.Redeeming? {
        guard let sale = machine.current, let member = sale.machine.basket.member,
            sale.programme.redeem != nil
        else { return nil }
        var till = machine
        till.pocket = pocket
        let tender = sale.machine.points
        return TillStatus.Redeeming(
            spendable: till.spendable(of: member).value,
            points: tender?.points ?? 0,
            worth: tender?.amount ?? .zero
        )
    }

    private var saleNote: String {
        let counter = machine.isCounterTaken ? machine.current : nil
        if let note = counter?.fallenNote { return note }
        guard let note = machine.parked.lazy.compactMap(\.fallenNote).last else { return "" }
        return "Of a parked sale, which RS takes up: \(note)"
    }

    private var card: TillStatus.Card {
        let stages = (machine.parked + [machine.current].compactMap(\.self)).compactMap(\.card)
        let word = ["at-terminal", "parked", "in-doubt"].first { word in
            stages.contains { $0.word == word }
        }
        return TillStatus.Card(
            stage: machine.takesCards ? word ?? "idle" : "none",
            message: cardNotice,
            waiting: machine.awaited.count,
            alarms: machine.alarms.count,
            alarm: machine.alarms.first?.description
        )
    }

    private func printerWord() async -> String {
        guard let spooler else { return "none" }
        return switch await spooler.status {
        case .ready: "ready"
        case .paperLow: "paper-low"
        case .paperOut: "paper-out"
        case .coverOpen: "cover-open"
        case .fault: "fault"
        case nil: "no-answer"
        }
    }

    private static func lines(_ basket: Basket) -> [TillStatus.Line] {
        basket.lines.indices.map { index in
            let line = basket.lines[index]
            return TillStatus.Line(
                name: line.article.name,
                quantity: line.quantity.description,
                amount: basket.amount(at: index),
                isVoided: basket.voided.contains(index)
            )
        }
    }
}

extension TillMachine.NamedSale {
    /// What to do about what was not spent beside a card; nil without such.
    fileprivate var fallenNote: String? {
        fallen?.sentence(outstanding: machine.outstanding)
    }
}

extension SaleMachine.Phase {
    fileprivate var name: String {
        switch self {
        case .ringing: "ringing"
        case .tendering: "tendering"
        case .charging: "charging"
        case .suspended: "idle"
        case .completed: "completed"
        case .voided: "voided"
        }
    }

    fileprivate var change: Money? {
        if case .completed(let change) = self { change } else { nil }
    }
}

extension CardStage {
    fileprivate var word: String {
        switch self {
        case .atTerminal: "at-terminal"
        case .inDoubt: "in-doubt"
        case .parked: "parked"
        }
    }
}
