/// A name that the printer repeats when it has printed what stands before it: ESC/POS's process ID.
///
/// It has two parts, the job and the fence in it, each two characters of 20h-7Eh. So an answer
/// proves one place in one job, and no other answer can pass for it.
public struct PrintTicket: Hashable, Sendable {
    /// How many jobs there are, and how many fences: 95 printable characters in two places.
    public static let count: UInt32 = 95 * 95

    /// The job, below `count`.
    public let number: UInt32

    /// The fence, below `count`.
    public let fence: UInt32

    /// The ticket of job `number`, at fence `fence` of it.
    ///
    /// Numbers wrap after 9,025 jobs, and so do fences. Nobody looks back so far: a printer answers
    /// within minutes, and whoever drives it remembers some dozens of jobs. That holds for numbers
    /// that are given one after the other, by `next`; two numbers taken from anything sparser, such
    /// as a row of a database, may fall on each other within those dozens, and then the later job
    /// is taken for the earlier one, which is on paper already.
    public init(_ number: UInt32, fence: UInt32 = 0) {
        self.number = number % Self.count
        self.fence = fence % Self.count
    }

    /// The ticket that four bytes off the wire name, or nothing when they are no process ID.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 4 else { return nil }
        var value: UInt32 = 0
        for byte in bytes {
            guard (0x20...0x7E).contains(byte) else { return nil }
            value = value * 95 + UInt32(byte - 0x20)
        }
        number = value % Self.count
        fence = value / Self.count
    }

    /// The four bytes d1-d4 of `GS ( H`: two for the fence, two for the job.
    public var bytes: [UInt8] {
        [fence / 95, fence % 95, number / 95, number % 95].map { UInt8($0) + 0x20 }
    }

    /// The same job at another fence.
    public func at(fence: UInt32) -> PrintTicket { PrintTicket(number, fence: fence) }

    /// The ticket of the job after this one: none of the 9,024 before it has the same.
    public var next: PrintTicket { PrintTicket(number + 1) }
}
