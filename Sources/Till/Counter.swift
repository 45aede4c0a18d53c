public import DurableSQLite
public import HAL
public import Retail

/// The counter around a till: what is typed, scanned and swiped becomes events.
///
/// Keyboard, scanner, card reader and the box's pages all come through here and mean the same.
public struct Counter: Sendable {
    private let till: Till
    private let catalogue: any Catalogue
    private let clock: any TillClock
    private let scale: CounterScale?
    private let callingCode: String

    /// The counter of `till`, with the store's `catalogue`, and a `scale` where one stands there.
    ///
    /// - Parameter callingCode: The calling code of the shop's country.
    public init(
        till: Till,
        catalogue: any Catalogue,
        clock: any TillClock,
        scale: CounterScale? = nil,
        callingCode: String = "86"
    ) {
        self.till = till
        self.catalogue = catalogue
        self.clock = clock
        self.scale = scale
        self.callingCode = callingCode
    }

    /// Takes an entry line, and says what came of it in the cashier's words.
    public func enter(_ text: String) async throws(StorageError) -> Entered {
        let read = EntryLine(text, callingCode: callingCode)
        guard var line = try await coupon(text, read: read) ?? read else {
            return Entered(accepted: false, message: Self.unread(text))
        }
        // A report is of the day that is open: whoever closes after midnight closes that evening.
        switch line {
        case .closeDay(let counted): return Entered(await till.closeDay(counted))
        case .dayTotals: return try await totals()
        case .date(let day): return await confirm(day)
        case .code, .phone, .event: break
        }
        if let number = try await phone(in: line) { return try await greet(number) }
        if let refusal = await openToday() { return Entered(.refused(refusal)) }
        if let scale, case .code(let code, nil) = line, let unit = try await unit(of: code) {
            switch await scale.thousandths(of: unit, code: code) {
            case .weighed(let count): line = .code(code, count: count)
            case .refused(let message): return Entered(accepted: false, message: message)
            }
        }
        guard let event = try await line.event(catalogue) else { return try await totals() }
        return Entered(await till.perform(event))
    }

    /// Takes goods of the receipt `number` back; answers once that is durable.
    public func giveBack(
        _ request: ReturnRequest,
        of number: ReceiptNumber
    ) async throws(StorageError) -> TillAnswer {
        if let refusal = await openToday() { return .refused(refusal) }
        return try await till.giveBack(request, of: number)
    }

    /// Takes a person's word for the date, and opens that day.
    private func confirm(_ day: BusinessDay) async -> Entered {
        do throws(DateRefusal) {
            try clock.confirm(day)
        } catch {
            return Entered(accepted: false, message: "\(error)")
        }
        if let refusal = await openToday() { return Entered(.refused(refusal)) }
        return Entered(accepted: true, message: "Today is \(day).")
    }

    /// What the cashier reads about a line that is none; a number of a customer's is not repeated.
    private static func unread(_ text: String) -> String {
        EntryLine.isPhone(text)
            ? "This is no phone number: PH and all its digits, PH+ for another country."
            : "'\(text.prefix(24))' is no entry: a code, TL, CA …"
    }

    /// The coupon that a line is with no word before it, as a scanner reads one.
    ///
    /// What else the line may be goes first: a word of the till's, a card, an item.
    private func coupon(
        _ text: String,
        read line: EntryLine?
    ) async throws(StorageError) -> EntryLine? {
        guard let id = EntryLine.couponID(text), await till.takes(coupon: id) else { return nil }
        switch line {
        case nil: break
        case .code(let code, nil):
            guard PhoneNumber(mobile: code, callingCode: callingCode) == nil,
                try await catalogue.member(card: code) == nil,
                try await catalogue.item(code: code) == nil
            else { return nil }
        case .code, .phone, .event, .date, .dayTotals, .closeDay: return nil
        }
        return .event(.coupon(id))
    }

    /// The phone number that a line gives, with or without saying so.
    ///
    /// A mobile number that nothing else goes by is never rung as an article that the list lacks:
    /// it would stand in the journal and on the receipt for ever.
    private func phone(in line: EntryLine) async throws(StorageError) -> PhoneNumber? {
        if case .phone(let number) = line { return number }
        guard case .code(let code, nil) = line,
            let number = PhoneNumber(mobile: code, callingCode: callingCode),
            try await catalogue.member(card: code) == nil,
            try await catalogue.item(code: code) == nil
        else { return nil }
        return number
    }

    /// Greets whoever has a phone number.
    private func greet(_ number: PhoneNumber) async throws(StorageError) -> Entered {
        guard let member = try await catalogue.member(phone: number) else {
            return Entered(accepted: false, message: "Nobody has \(number.masked).")
        }
        if let refusal = await openToday() { return Entered(.refused(refusal)) }
        let answer = Entered(await till.perform(.identify(member)))
        guard answer.accepted else { return answer }
        return Entered(accepted: true, message: "\(number.masked) is member \(member.number).")
    }

    /// What an item is measured in that is sold by measure; nothing for cards and pieces.
    private func unit(of code: String) async throws(StorageError) -> String? {
        guard try await catalogue.member(card: code) == nil else { return nil }
        return try await catalogue.item(code: code)?.unit
    }

    private func totals() async throws(StorageError) -> Entered {
        let report = try await till.dayReport()
        return Entered(accepted: report != nil, message: report.map { "\($0)" } ?? "")
    }

    /// Takes a swiped or shown member card.
    public func show(card: String) async throws(StorageError) -> Entered {
        guard let member = try await catalogue.member(card: card) else {
            return Entered(accepted: false, message: "Nobody has this card.")
        }
        if let refusal = await openToday() { return Entered(.refused(refusal)) }
        return Entered(await till.perform(.identify(member)))
    }

    /// Opens the books for today, unless they are open or a sale is.
    ///
    /// - Returns: Why nothing can be sold; nil when a day is open, if an earlier one.
    @discardableResult
    public func openToday() async -> TillRefusal? {
        guard await till.basket == nil else { return nil }
        let answer = await till.perform(.openDay(clock.read().time.localDay))
        guard case .refused(let refusal) = answer, await !till.isDayOpen else { return nil }
        return refusal
    }

    /// Rings what the scanner reads, for as long as the task lives.
    public func follow(_ scanner: any Scanner) async {
        await follow { deadline throws(DeviceError) in
            try await scanner.scan(by: deadline).text
        } use: { text throws(StorageError) in
            try await enter(text)
        }
    }

    /// Greets whoever's card the reader reads, for as long as the task lives.
    ///
    /// A card of another kind has no number here, and nobody is greeted.
    public func follow(_ reader: any CardReader) async {
        await follow { deadline throws(DeviceError) in
            try await reader.swipe(by: deadline).card.member?.number
        } use: { number throws(StorageError) in
            try await show(card: number)
        }
    }

    private func follow(
        read: (Deadline) async throws(DeviceError) -> String?,
        use: (String) async throws(StorageError) -> Entered
    ) async {
        while !Task.isCancelled {
            do throws(DeviceError) {
                guard let text = try await read(.now + .seconds(3600)) else { continue }
                // A storage fault was told by the till; the next scan may go well.
                _ = try? await use(text)
            } catch {
                guard error.kind != .timeout else { continue }
                try? await Task.sleep(for: .seconds(1))
            }
        }
    }
}

/// What came of an entry.
public struct Entered: Hashable, Codable, Sendable {
    /// Whether it happened.
    public let accepted: Bool
    /// What the cashier reads; empty when there is nothing to say.
    public let message: String

    init(accepted: Bool, message: String) {
        self.accepted = accepted
        self.message = message
    }

    init(_ answer: TillAnswer) {
        switch answer {
        case .done:
            self.init(accepted: true, message: "")
        case .completed(let sale):
            self.init(
                accepted: true,
                message: "Receipt \(sale.receipt.number): due \(sale.due), change \(sale.change)"
            )
        case .closed(let close):
            self.init(accepted: true, message: "\(CloseReport(close))")
        case .promised(let points):
            self.init(accepted: true, message: "\(points)")
        case .fell(let promise, let outstanding):
            self.init(accepted: true, message: promise.sentence(outstanding: outstanding))
        case .charging(let amount):
            self.init(accepted: true, message: "At the terminal: \(amount)")
        case .givingBack(let back):
            self.init(accepted: true, message: "\(back)")
        case .returned(let goods):
            self.init(accepted: true, message: "\(goods)")
        case .refused(let refusal):
            self.init(accepted: false, message: "\(refusal)")
        }
    }
}
