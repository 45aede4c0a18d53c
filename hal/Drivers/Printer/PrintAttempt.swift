import HAL

/// One sending of a job's lines, and what the printer's answers prove of it.
///
///     ESC @  GS a FF  fence  line … line  fence  line … line  fence  cut  fence
///                       │                   │                   │           │
///                    reports on         n lines              printed       cut
///
/// Pure: answers and the time go in, proven lines come out. A fence proves every line before it if
/// the printer has lived through all of them, which is not to be taken for granted: one that lost
/// its power forgets its buffer, and may then print the tail of the job, fences and all. So a fence
/// counts only
///
/// - when it is the next one: a fence that was skipped was lost, and lines with it;
/// - within `restartTime` of the last sign of the same life, since no printer comes back quicker;
///   such a sign is a fence that counted, or a report of status (`GS a`) after the first fence, for
///   reports are off after a loss of power.
///
/// After a fence that does not count, none does. The attempt is then settled by a barrier: a fence
/// behind everything, whose answer says that nothing of the attempt can come out any more.
struct PrintAttempt {
    /// One question between two lines.
    struct Fence {
        /// What the answer names, where answers have names.
        let ticket: PrintTicket
        /// How many lines of the job stand before it.
        let lines: Int
        /// Where its last byte stands in the attempt's bytes.
        let end: Int
    }

    let ticket: PrintTicket
    let fences: [Fence]
    /// Whether it prints no line of the job, only the mark over those that follow.
    let isMark: Bool
    private let restartTime: Duration
    /// Everything sent, barriers too.
    private(set) var bytes: [UInt8]
    /// The fences that counted.
    private(set) var counted = 0
    /// Whether no further fence can count.
    private(set) var isBroken = false
    /// Whether nothing of it can come out any more.
    private(set) var isSettled = false
    /// Whether an answer is overdue.
    private(set) var isLate = false
    /// How many signs of the printer there were; whoever follows it waits for the next.
    private(set) var signs = 0
    /// How many answers to barriers of attempts before this one may still come.
    var strays = 0
    private var barriers: [PrintTicket] = []
    /// How many of its own barriers were answered, where answers have no names.
    private var answered = 0
    private var lastSign: Deadline

    /// An attempt about to be written at `now`.
    init(
        _ ticket: PrintTicket,
        bytes: [UInt8],
        fences: [Fence],
        isMark: Bool = false,
        restartTime: Duration,
        now: Deadline
    ) {
        self.ticket = ticket
        self.bytes = bytes
        self.fences = fences
        self.isMark = isMark
        self.restartTime = restartTime
        lastSign = now
    }

    /// How many lines of the job are proven, or nothing before the first fence with lines.
    var provenLines: Int? { counted == 0 ? nil : fences[counted - 1].lines }

    /// Whether every fence has counted.
    var isComplete: Bool { !fences.isEmpty && counted == fences.count }

    /// How many answers to barriers may still come when it is over.
    ///
    /// Who waits for long sends several, and an answer without a name is anybody's: that to an old
    /// one must not settle what was sent after it.
    var strayBarriers: Int { strays + barriers.count - answered }

    /// Whether nothing more is to be expected of it.
    var isOver: Bool { isSettled || isComplete && barriers.isEmpty }

    /// Whether only a barrier can tell what became of it.
    var needsSettling: Bool { isBroken || isLate || !barriers.isEmpty && !isSettled }

    /// The answer to a fence with a name.
    mutating func take(_ answer: PrintTicket, at now: Deadline) {
        if barriers.contains(answer) { return settle() }
        guard let index = fences.firstIndex(where: { $0.ticket == answer }), index >= counted
        else { return }
        guard index == counted else { return doubt() }
        takeNext(at: now)
    }

    /// The answer to the next fence, where answers have no names.
    mutating func takeNext(at now: Deadline) {
        guard !isBroken, !isComplete else { return }
        guard now - lastSign <= restartTime else { return doubt() }
        counted += 1
        // Answers come in order: what was asked before has been answered.
        strays = 0
        sign(at: now)
    }

    /// A report of status, which only a printer that has not lost its power sends.
    mutating func takeReport(at now: Deadline) {
        if counted > 0 { sign(at: now) } else { signs += 1 }
    }

    /// The answer to a barrier without a name; false when none is under way.
    mutating func takeBarrier() -> Bool {
        if strays > 0 {
            strays -= 1
            signs += 1
            return true
        }
        guard answered < barriers.count else { return false }
        answered += 1
        if !isSettled { settle() }
        return true
    }

    /// From now on no fence counts: bytes are lost, or the printer has forgotten them.
    mutating func doubt() {
        guard !isComplete, !isBroken else { return }
        isBroken = true
        signs += 1
    }

    /// An answer is overdue: someone has to ask the printer how it is.
    mutating func growLate() { isLate = true }

    /// Notes a barrier before it leaves.
    mutating func add(barrier: PrintTicket, _ sent: [UInt8]) {
        barriers.append(barrier)
        bytes += sent
    }

    private mutating func settle() {
        doubt()
        isSettled = true
        signs += 1
    }

    private mutating func sign(at now: Deadline) {
        lastSign = now
        isLate = false
        signs += 1
    }

    /// How many bytes the printer may still be owed by a command that was cut short.
    ///
    /// It has everything up to the last fence that it answered, and an unknown part of the rest:
    /// the most that any of the possible cuts leaves open.
    var owedBytes: Int {
        let certain = counted == 0 ? 0 : fences[counted - 1].end
        return SentBytes.mostOwed(in: bytes, from: certain)
    }
}
