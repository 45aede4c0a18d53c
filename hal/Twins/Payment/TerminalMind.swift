/// What a terminal twin does about what it hears: a list of steps for each command, and patience.
///
/// A mishap is another list of steps, so that a new one is one more row.
struct TerminalMind: Sendable {
    /// Something that leaves the terminal.
    enum Output: Equatable {
        case byte(UInt8)
        case message([UInt8])
        /// The last message once more, as it was.
        case again
    }

    private let isSerial: Bool
    private(set) var account: CardAccount
    /// What the next payments meet.
    var mishaps: [TerminalMishap] = []
    private(set) var outputs: [Output] = []
    private(set) var isDead = false
    /// What befalls the payment that is being taken, or was last.
    private(set) var mishap = TerminalMishap.nothing
    private var refusalsLeft = 0
    private var isBefallen = false

    private var steps: [TerminalStep] = []
    private var amount: Int64 = 0
    private var currency = 0
    private var charge: CardAccount.Charge?
    /// What the terminal waits to have answered, and how often it has said it.
    private var question: (message: [UInt8], times: Int)?
    /// How many questions there have been.
    private(set) var questions = 0
    private(set) var isHolding = false
    private var repetitions = 0
    private var isTorn = false
    /// The data of the Status-Information of the last transaction that was stored.
    private var last: [UInt8]?
    private var beforeCharge: [UInt8]?

    init(isSerial: Bool, trace: Int, remembers: Bool) {
        self.isSerial = isSerial
        var account = CardAccount(trace: trace, receipt: 40)
        if remembers {
            // The customer before this till came; not on the account.
            last = TwinSlip.approved(account.charge(700, in: 978))
            account.charges = []
        }
        self.account = account
    }

    private var isBusy: Bool { !steps.isEmpty || question != nil || isHolding }

    /// Hands out what leaves the terminal now.
    mutating func takeOutputs() -> [Output] {
        defer { outputs = [] }
        return outputs
    }

    /// Hears a whole frame.
    mutating func hear(_ message: [UInt8]) {
        guard !isDead, message.count >= 3 else { return }
        let isPayment = message[0] == 0x06 && message[1] == 0x01
        if isPayment, !isBusy {
            if !isBefallen { befall() }
            if mishap == .silent {
                isBefallen = false
                return
            }
            if isSerial, refusalsLeft > 0 {
                refusalsLeft -= 1
                if refusalsLeft == 0, mishap == .refusedThrice { isBefallen = false }
                outputs.append(.byte(0x15))
                return
            }
        }
        repetitions = 0
        if isSerial { outputs.append(.byte(0x06)) }
        obey(message)
        advance()
    }

    /// The next payment begins.
    private mutating func befall() {
        mishap = mishaps.isEmpty ? .nothing : mishaps.removeFirst()
        refusalsLeft = mishap.refusals
        isBefallen = true
    }

    private mutating func obey(_ message: [UInt8]) {
        switch (message[0], message[1]) {
        case (0x80, _), (0x84, _): hearAnswer()
        case (0x06, 0xB0): abort()
        case (0x06, 0x01) where !isBusy: authorise(message)
        case _ where isBusy: outputs.append(.message([0x84, 0xA0, 0x00]))
        default:
            // What befell the last payment is over.
            mishap = .nothing
            charge = nil
            administer(message)
        }
    }

    private mutating func administer(_ message: [UInt8]) {
        switch (message[0], message[1]) {
        case (0x06, 0x00), (0x05, 0x01):
            steps = [.say(TerminalStep.accepted), .say(TerminalStep.completed)]
        case (0x06, 0x20): steps = TerminalStep.repetition(of: last, asked: message)
        case (0x06, 0x30): reverse(message)
        case (0x06, 0x50):
            last = nil
            steps = [
                .say(TerminalStep.accepted), .ask([0x04, 0xFF, 0x01, 0x15]),
                .say(TerminalStep.completed),
            ]
        default: outputs.append(.message([0x84, 0x83, 0x00]))
        }
    }

    private mutating func authorise(_ message: [UInt8]) {
        isBefallen = false
        isTorn = false
        charge = nil
        guard message.count == 13, message[3] == 0x04, message[10] == 0x49,
            let amount = TwinSlip.unpacked(message[4..<10]), amount > 0,
            let currency = TwinSlip.unpacked(message[11..<13])
        else {
            outputs.append(.message([0x84, 0x9A, 0x00]))
            return
        }
        self.amount = amount
        self.currency = Int(currency)
        steps = TerminalStep.payment(with: mishap)
    }

    private mutating func reverse(_ message: [UInt8]) {
        let number = message.count == 9 ? TwinSlip.unpacked(message[7..<9]) : nil
        let isKnown = account.charges.contains { $0.receipt == number.map(Int.init) }
        guard let number, let charge = account.reverse(receipt: Int(number)) else {
            steps = [.say(TerminalStep.accepted)] + TerminalStep.given(up: isKnown ? 0xB4 : 0xB5)
            return
        }
        account.countUp()
        // The money has moved: it is too late for an abort.
        self.charge = charge
        let data = TwinSlip.reversed(charge, trace: account.trace)
        last = data
        steps = [.say(TerminalStep.accepted), .told(data), .say(TerminalStep.completed)]
    }

    private mutating func hearAnswer() {
        guard let asked = question?.message else { return }
        if mishap == .deaf, charge != nil, asked[1] == 0x0F { return }
        question = nil
    }

    private mutating func abort() {
        outputs.append(.message(TerminalStep.accepted))
        guard isBusy, charge == nil, mishap != .late else { return }
        if mishap == .paidAfterCancel {
            isHolding = false
            return
        }
        question = nil
        isHolding = false
        steps = TerminalStep.given(up: 0x6C)
    }
}

extension TerminalMind {
    /// A frame came that was none.
    mutating func complain() {
        if isSerial { outputs.append(.byte(0x15)) }
    }

    /// The till did not take the last message.
    mutating func sayAgain() {
        guard repetitions < 2 else { return }
        repetitions += 1
        outputs.append(.again)
    }

    /// Whether noise stands before everything that leaves now.
    var isNoisy: Bool { isSerial && mishap == .garbage }

    /// Whether everything that leaves now leaves twice.
    var isDoubled: Bool { mishap == .doubled }

    /// Whether `message` leaves with a wrong check sum: an approval, the first time.
    mutating func tears(_ message: [UInt8]) -> Bool {
        guard isSerial, mishap == .torn, !isTorn, message[0] == 0x04, message[1] == 0x0F else {
            return false
        }
        isTorn = true
        return true
    }

    /// The bank answers at last.
    mutating func release() {
        isHolding = false
        advance()
    }

    /// The power is back; what was under way is forgotten, what was stored is not.
    mutating func switchOn() {
        isDead = false
    }

    /// Someone reverses a slip at the terminal's own keys; false when it does not do that.
    mutating func reverseAtKeys(receipt: Int) -> Bool {
        guard !isDead, !isBusy, let charge = account.reverse(receipt: receipt) else { return false }
        account.countUp()
        last = TwinSlip.reversed(charge, trace: account.trace)
        return true
    }

    /// The till has not answered for some time: says it again, and gives up after three times.
    mutating func losePatience() {
        guard !isDead, let asked = question else { return }
        guard asked.times < 3 else {
            giveUp()
            return
        }
        question = (asked.message, asked.times + 1)
        outputs.append(.message(asked.message))
    }

    /// A payment whose approval nobody acknowledges is given back: PA00P015's auto-reversal.
    private mutating func giveUp() {
        let isUnheard = question?.message[1] == 0x0F && charge != nil
        if isUnheard, let charge, account.reverse(receipt: charge.receipt) != nil {
            last = beforeCharge
        }
        question = nil
        steps = []
    }

    private mutating func advance() {
        while question == nil, !isHolding, !isDead, !steps.isEmpty { perform(steps.removeFirst()) }
    }

    private mutating func perform(_ step: TerminalStep) {
        switch step {
        case .say(let message): outputs.append(.message(message))
        case .ask(let message): ask(message)
        case .charge:
            let made = account.charge(amount, in: currency)
            charge = made
            beforeCharge = last
            last = TwinSlip.approved(made)
        case .report: perform(.told(last ?? []))
        case .hold: isHolding = true
        case .die:
            isDead = true
            steps = []
        }
    }

    private mutating func ask(_ message: [UInt8]) {
        outputs.append(.message(message))
        question = (message, 1)
        questions += 1
    }
}
