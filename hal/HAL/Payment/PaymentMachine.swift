/// The life of one attempt to charge or to give back: it decides, the desk does what it answers.
///
///     idle ──intend──▶ intended ──durable──▶ sent ──approved, declined──▶ decided ─▶ settled
///      │                                      │                             ▲  durable
///      │                                   unknown                          │ the last result
///      │                                      ▼                             │ tells, or cannot:
///      └──find (after a power cut)────────▶ inDoubt ────────────────────────┘ parked
///
/// The terminal hears of a payment in `sent` alone, and nothing leads back there: however often an
/// answer is lost, late or doubled, one attempt is one command.
public struct PaymentMachine: Hashable, Sendable {
    /// The state after every event so far.
    public private(set) var state = State.idle

    /// An attempt that has not begun.
    public init() {}

    /// Takes one event and says what to do about it.
    ///
    /// No state has a default: a new event does not compile until someone decides about it in each.
    public mutating func handle(_ event: Event) -> Action {
        switch state {
        case .idle: begin(event)
        case .intended(let intent): writeIntent(intent, event)
        case .sent(let intent): hear(intent, event)
        case .inDoubt(let intent): reconcile(intent, event)
        case .decided(let intent, let settlement): writeSettlement(intent, settlement, event)
        case .settled(_, let settlement): repeatSettlement(settlement, event)
        }
    }

    private mutating func begin(_ event: Event) -> Action {
        switch event {
        case .intend(let intent):
            state = .intended(intent)
            return .put(intent)
        case .find(let intent):
            return doubt(intent)
        case .durable, .notDurable, .answered, .notBegun, .told, .silent, .resume:
            return .refuse
        }
    }

    private mutating func writeIntent(_ intent: PaymentIntent, _ event: Event) -> Action {
        switch event {
        case .durable:
            state = .sent(intent)
            return .authorize(intent)
        case .notDurable(let detail):
            // Not one byte was sent. Should the intent be on the disk after all, it is found.
            state = .idle
            return .report(.settled(.declined(PaymentRefusal(.notStarted, detail))))
        case .intend, .find, .answered, .notBegun, .told, .silent, .resume:
            return .refuse
        }
    }

    private mutating func hear(_ intent: PaymentIntent, _ event: Event) -> Action {
        switch event {
        case .answered(.approved(let slip)) where intent.isApproved(by: slip):
            return decide(intent, .approved(slip))
        case .answered(.declined(let refusal)):
            return decide(intent, .declined(refusal))
        case .answered(.alreadyReversed):
            guard case .reversal = intent.purpose else { return doubt(intent) }
            // Nothing was moved now, so there is no new transaction to name.
            return decide(intent, .approved(PaymentSlip(amount: intent.amount, mark: .untold)))
        case .answered(.approved), .answered(.unknown):
            return doubt(intent)
        case .notBegun(let detail):
            return decide(intent, .declined(PaymentRefusal(.notStarted, detail)))
        case .intend, .find, .durable, .notDurable, .told, .silent, .resume:
            return .refuse
        }
    }

    private mutating func reconcile(_ intent: PaymentIntent, _ event: Event) -> Action {
        switch event {
        case .told(let last):
            return decide(intent, intent.settlement(from: last))
        case .silent(let detail):
            return .report(.inDoubt(detail))
        case .resume:
            return .askForLastResult
        case .intend, .find, .durable, .notDurable, .answered, .notBegun:
            return .refuse
        }
    }

    private mutating func writeSettlement(
        _ intent: PaymentIntent,
        _ settlement: PaymentSettlement,
        _ event: Event
    ) -> Action {
        switch event {
        case .durable:
            state = .settled(intent, settlement)
            return .report(.settled(settlement))
        case .notDurable:
            // Known all the same; it is written when someone asks next.
            return .report(.settled(settlement))
        case .resume:
            return .settle(intent, settlement)
        case .intend, .find, .answered, .notBegun, .told, .silent:
            return .refuse
        }
    }

    private func repeatSettlement(_ settlement: PaymentSettlement, _ event: Event) -> Action {
        switch event {
        case .resume:
            return .report(.settled(settlement))
        case .intend, .find, .durable, .notDurable, .answered, .notBegun, .told, .silent:
            return .refuse
        }
    }

    private mutating func doubt(_ intent: PaymentIntent) -> Action {
        state = .inDoubt(intent)
        return .askForLastResult
    }

    private mutating func decide(
        _ intent: PaymentIntent,
        _ settlement: PaymentSettlement
    ) -> Action {
        state = .decided(intent, settlement)
        return .settle(intent, settlement)
    }
}

extension PaymentMachine {
    /// Where an attempt is in its life.
    public enum State: Hashable, Sendable {
        /// Nothing has happened, or nothing that the terminal could have heard.
        case idle
        /// Being written down; the terminal knows nothing.
        case intended(PaymentIntent)
        /// On the disk; the terminal may have begun.
        case sent(PaymentIntent)
        /// The customer may have been charged.
        case inDoubt(PaymentIntent)
        /// Known, and being written down.
        case decided(PaymentIntent, PaymentSettlement)
        /// Known, and on the disk.
        case settled(PaymentIntent, PaymentSettlement)
    }

    /// What can happen to an attempt.
    public enum Event: Hashable, Sendable {
        /// The till wants to charge.
        case intend(PaymentIntent)
        /// The log holds an attempt that an earlier life of the till left open.
        case find(PaymentIntent)
        /// What was to be written down is on the disk.
        case durable
        /// It may not be on the disk.
        case notDurable(String)
        /// The terminal said what came of it, or that is not known.
        case answered(PaymentOutcome)
        /// The terminal has certainly not begun.
        case notBegun(String)
        /// The terminal said what it did last.
        case told(LastResult)
        /// The terminal did not say, and can be asked again.
        case silent(String)
        /// Someone wants to know how it stands.
        case resume
    }

    /// What to do about an event.
    public enum Action: Hashable, Sendable {
        /// Write the attempt down, and say whether it is on the disk.
        case put(PaymentIntent)
        /// Tell the terminal to do it, once.
        case authorize(PaymentIntent)
        /// Ask the terminal what it did last.
        case askForLastResult
        /// Write down how the attempt ended, and say whether it is on the disk.
        case settle(PaymentIntent, PaymentSettlement)
        /// Tell the till how it stands; nothing more is to be done now.
        case report(PaymentStanding)
        /// The event makes no sense in this state.
        case refuse
    }
}
