/// The name of one print job at the printer: ESC/POS's process ID, four characters of 20h-7Eh.
///
/// The printer repeats it when the job's last line is on paper, which proves that job and no other.
public struct PrintTicket: Hashable, Sendable {
    /// How many tickets there are: 95 printable characters in four places.
    public static let count: UInt32 = 95 * 95 * 95 * 95

    /// The ticket's number, below `count`.
    public let number: UInt32

    /// The ticket of job `number`.
    ///
    /// Numbers wrap after 81,450,625 jobs: that is decades for one printer.
    public init(_ number: UInt32) {
        self.number = number % Self.count
    }

    /// The ticket that four bytes off the wire name, or nothing when they are no process ID.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 4 else { return nil }
        var number: UInt32 = 0
        for byte in bytes {
            guard (0x20...0x7E).contains(byte) else { return nil }
            number = number * 95 + UInt32(byte - 0x20)
        }
        self.number = number
    }

    /// The four bytes d1-d4 of `GS ( H`.
    public var bytes: [UInt8] {
        [95 * 95 * 95, 95 * 95, 95, 1].map { place in UInt8(number / place % 95) + 0x20 }
    }

    /// The ticket after this one.
    public var next: PrintTicket { PrintTicket(number + 1) }
}
