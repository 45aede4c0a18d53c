/// A fault that comes to a printer at a certain byte.
///
/// Whatever a driver may be in the middle of, some byte is the one before it: tests put the fault
/// behind each of them in turn.
public struct PlannedFault: Sendable, Equatable {
    /// How many bytes arrive before it.
    public var offset: Int
    /// How many of those still wait in the buffer then, not printed: paper is slower than a cable.
    public var backlog: Int
    /// What goes wrong.
    public var fault: TwinFault
    /// Whether flow control holds the rest of the bytes while the printer is off, so that it prints
    /// the tail of the job when it is switched on; else they are lost.
    public var holdsCable: Bool

    /// `fault`, when `offset` bytes have come and all but `backlog` of them are printed.
    public init(
        _ fault: TwinFault,
        at offset: Int,
        backlog: Int = 0,
        holdsCable: Bool = false
    ) {
        self.fault = fault
        self.offset = offset
        self.backlog = backlog
        self.holdsCable = holdsCable
    }
}
