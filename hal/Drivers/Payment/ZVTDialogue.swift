/// One command and what the terminal makes of it; decides, and does nothing.
///
///     ECR ── 06 01 ──▶ PT        the master right passes to the terminal
///     ECR ◀─ 80 00 00 ── PT      accepted (84 9C 00: more time, please; 84 xx 00: refused)
///     ECR ◀─ 04 FF ──── PT       insert card          80 00 00 ──▶
///     ECR ◀─ 04 0F ──── PT       what came of it      80 00 00 ──▶
///     ECR ◀─ 06 D1, 06 D3 ─ PT   lines to print       80 00 00 ──▶
///     ECR ◀─ 06 0F ──── PT       done (or 06 1E xx: given up), the master right is back
///
/// What comes before the terminal has accepted belongs to an earlier command: it is answered, so
/// that the terminal can end it, and believed no more.
package struct ZVTDialogue: Sendable {
    /// How a command ended.
    package enum Ending: Equatable, Sendable {
        /// Done, with what the terminal told on the way.
        case completed(StatusInformation?)
        /// Given up, for a reason, with what the terminal told on the way.
        case aborted(UInt8?, StatusInformation?)
        /// Not begun.
        case refused(UInt8)

        /// Whether the terminal has something else to do first.
        var isBusy: Bool {
            switch self {
            case .completed: false
            case .aborted(let code, _): code.map(ZVTResult.isBusy) ?? false
            case .refused(let code): ZVTResult.isBusy(code)
            }
        }
    }

    /// What to do about a message.
    package enum Step: Equatable, Sendable {
        /// Answer, if there is an answer, and wait for the next message.
        case goOn(answer: APDU?)
        /// Answer, if there is an answer; that was all.
        case end(Ending, answer: APDU?)
    }

    /// Whether the terminal has taken the command.
    package private(set) var isAccepted = false
    /// The answers to something else that came after that: to an abort.
    private(set) var laterAnswers = 0
    private var status: StatusInformation?
    private var isContradictory = false

    package static let received = APDU(0x80, 0x00)
    /// 83: function not possible.
    package static let impossible = APDU(0x84, 0x83)

    /// A command that has been sent.
    package init() {}

    /// Takes the next message of the terminal.
    package mutating func take(_ message: APDU) -> Step {
        switch (message.kind, message.instruction) {
        case (0x80, 0x00), (0x84, 0x00):
            if isAccepted { laterAnswers += 1 }
            isAccepted = true
            return .goOn(answer: nil)
        case (0x84, 0x9C):
            return .goOn(answer: nil)
        case (0x84, let code):
            // Once accepted it is the answer to something else: an abort, a frame sent twice.
            guard isAccepted else { return .end(.refused(code), answer: nil) }
            laterAnswers += 1
            return .goOn(answer: nil)
        case (0x04, 0x0F):
            if isAccepted { note(StatusInformation(message.data)) }
            return .goOn(answer: Self.received)
        case (0x04, 0xFF), (0x06, 0xD1), (0x06, 0xD3):
            return .goOn(answer: Self.received)
        case (0x06, 0x0F) where isAccepted:
            return .end(.completed(believable), answer: Self.received)
        case (0x06, 0x1E) where isAccepted:
            return .end(.aborted(message.data.first, believable), answer: Self.received)
        case (0x06, 0x0F), (0x06, 0x1E):
            return .goOn(answer: Self.received)
        default:
            return .goOn(answer: Self.impossible)
        }
    }

    /// Two words about one transaction that differ leave nothing to believe.
    private mutating func note(_ new: StatusInformation) {
        isContradictory = isContradictory || status.map { $0 != new } ?? false
        status = new
    }

    private var believable: StatusInformation? { isContradictory ? nil : status }
}
