import HAL

/// Reads codes out of the keys that a keyboard wedge presses; pure, so every rule of it is a table.
///
/// A wedge is a scanner or card reader that types. It types faster than any hand: a key that comes
/// more than `gap` after the one before begins anew, and what stood there was typing. Enter or Tab
/// ends a code. Shift, caps lock and control count as they would on a screen, control with `]`
/// being how a wedge types the GS of a GS1 code; a key that goes on repeating was pressed once.
///
/// A code is whole or it is reported lost, never shorter:
///
///     keys ──▶ line ──Enter──▶ .line
///               │ SYN_DROPPED, too long ──▶ .lost, then nothing up to Enter or a pause
///               │ a key without character ──Enter──▶ .lost
///               └ a pause ──▶ begins anew
///
/// A few keys before a pause were a hand's, and nobody is told. From `fewestKeys` on they were a
/// code that broke off, which is told; and what follows within ten times the gap is its other half.
public struct KeyboardDecoder: Sendable {
    /// What an event brought.
    public enum Outcome: Hashable, Sendable {
        /// A whole code, without its terminator.
        case line([UInt8])
        /// A code came that nobody will get.
        case lost(Loss)
    }

    /// Why a code is lost.
    public enum Loss: String, Hashable, Sendable, CaseIterable {
        /// The kernel's queue was full.
        case eventsDropped = "the kernel dropped keys in the middle of a code; scan it again"
        /// It went on beyond any code.
        case tooLong = "more keys than a code has, and no Enter"
        /// It broke off, as a radio scanner at the edge of its reach does.
        case brokeOff = "the scanner stopped in the middle of a code; scan it again"
        /// F1 or an arrow, or a key with Alt: there is no telling what it stood for.
        case unknownKey = "a key that writes no character; set the scanner to a US keyboard"
    }

    /// The longest pause inside a code, unless the board says otherwise.
    public static let usualGap = Duration.milliseconds(50)

    /// So many keys one after another at a machine's pace are no hand's.
    public static let fewestKeys = 3

    private let gap: Duration
    private let limit: Int
    private var line: [UInt8] = []
    private var hasUnknownKey = false
    /// The rest of a lost code is thrown away up to its end.
    private var isSkipping = false
    /// Events up to the next report are remains of a group that the kernel cut.
    private var isCut = false
    private var held: Set<UInt16> = []
    private var isCapsLocked = false
    private var lastPress: Duration?

    /// A decoder of codes of at most `limit` characters.
    public init(limit: Int, gap: Duration = usualGap) {
        self.limit = limit
        self.gap = gap
        // Growing would leave a card's digits behind.
        line.reserveCapacity(limit)
    }

    /// Takes the next event.
    public mutating func take(_ event: InputEvent) -> Outcome? {
        switch (event.type, event.code) {
        case (InputEvent.Kind.synchronisation, InputEvent.Synchronisation.dropped):
            return lose(.eventsDropped, at: event.time)
        case (InputEvent.Kind.synchronisation, InputEvent.Synchronisation.report):
            isCut = false
            return nil
        case (InputEvent.Kind.key, let key) where !isCut:
            switch event.value {
            case 0: held.remove(key)
            case 1: return press(key, at: event.time)
            default: break
            }
            return nil
        default:
            return nil
        }
    }

    private mutating func lose(_ loss: Loss, at time: Duration) -> Outcome {
        begin()
        isSkipping = true
        if loss == .eventsDropped {
            isCut = true
            // Whatever was held may have been let go among the lost events.
            held = []
            lastPress = time
        }
        return .lost(loss)
    }

    private mutating func press(_ key: UInt16, at time: Duration) -> Outcome? {
        let pause = time - (lastPress ?? time)
        lastPress = time
        let loss = (Duration.zero...gap).contains(pause) ? nil : breakOff(after: pause)
        let outcome = strike(key, at: time)
        return loss ?? outcome
    }

    /// A pause: what stood there was typing, or a code that is lost now.
    private mutating func breakOff(after pause: Duration) -> Outcome? {
        let isCode = line.count >= Self.fewestKeys
        begin()
        isSkipping = isCode && pause < gap * 10
        return isCode ? .lost(.brokeOff) : nil
    }

    private mutating func strike(_ key: UInt16, at time: Duration) -> Outcome? {
        if KeyTable.modifiers.contains(key) {
            held.insert(key)
        } else if key == KeyTable.capsLock {
            isCapsLocked.toggle()
        } else if KeyTable.terminators.contains(key) {
            return end()
        } else {
            return write(key, at: time)
        }
        return nil
    }

    private mutating func write(_ key: UInt16, at time: Duration) -> Outcome? {
        guard !isSkipping else { return nil }
        guard let byte = byte(of: key) else {
            hasUnknownKey = true
            return nil
        }
        // Control with M, J and I is how some wedges type CR, LF and Tab.
        if [0x0D, 0x0A, 0x09].contains(byte) { return end() }
        guard line.count < limit else { return lose(.tooLong, at: time) }
        line.append(byte)
        return nil
    }

    private func byte(of key: UInt16) -> UInt8? {
        let isShifted = !held.isDisjoint(with: KeyTable.shifts)
        guard held.isDisjoint(with: KeyTable.others),
            let byte = KeyTable.byte(key, isShifted: isShifted, isCapsLocked: isCapsLocked)
        else { return nil }
        if held.isDisjoint(with: KeyTable.controls) { return byte }
        return byte >= 0x40 ? byte & 0x1F : nil
    }

    private mutating func end() -> Outcome? {
        defer { begin() }
        if isSkipping { return nil }
        if hasUnknownKey { return .lost(.unknownKey) }
        return line.isEmpty ? nil : .line(line)
    }

    private mutating func begin() {
        line.eraseAll()
        hasUnknownKey = false
        isSkipping = false
    }
}
