/// What can befall tills, hub and line in a simulation.
public enum Hazard: String, CaseIterable, Sendable {
    /// A request is lost.
    case loss
    /// An answer is lost, after the hub has done its work.
    case lostAnswers = "lost-answers"
    /// A request arrives twice, the second time up to hours late.
    case doubling
    /// Messages take long, and overtake each other.
    case delay
    /// A till is cut off for a while.
    case partition
    /// Somebody answers in the hub's place, without its key.
    case rogueHub = "rogue-hub"
    /// The hub is busy: it refuses, or takes only a few records at a time.
    case overload
    /// A till loses its power; what was not durable is gone.
    case powerCut = "power-cut"
    /// The hub's machine stops; what was not committed is gone.
    case hubCrash = "hub-crash"
    /// The hub comes back from one of its backups, not always the newest.
    case hubRestore = "hub-restore"
    /// A till comes back from an old image of its disk.
    case deviceRestore = "device-restore"
    /// A till's disk is copied into another box, and both go on.
    case clone
    /// Tills get a later program than the hub, in the middle of their queues.
    case upgrade
    /// A till's clock jumps, back or ahead.
    case clockStep = "clock-step"
    /// A till's disk takes no more for a while.
    case diskFull = "disk-full"
    /// A till writes a record that nobody can apply.
    case poison

    /// Whether it makes two boxes, or two pasts of one, claim a number.
    var splitsADevice: Bool { self == .clone || self == .deviceRestore }
}
