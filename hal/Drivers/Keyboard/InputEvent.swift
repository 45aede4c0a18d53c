/// One event of a Linux input device, as `read` returns it: `struct input_event`, `linux/input.h`.
///
///     ┌─ seconds, 8 ─┬─ microseconds, 8 ─┬─ type, 2 ─┬─ code, 2 ─┬─ value, 4 ─┐
///
/// Little-endian, 24 bytes, on every 64-bit Linux that a till runs on.
public struct InputEvent: Hashable, Sendable {
    /// The bytes of one event.
    public static let size = 24

    /// The kinds of event that matter here; `EV_...` of `linux/input-event-codes.h`.
    public enum Kind {
        /// Ends a group of events, or says that the kernel had to drop some.
        public static let synchronisation: UInt16 = 0
        /// A key went down, up, or repeats.
        public static let key: UInt16 = 1
        /// The largest that there is.
        static let last: UInt16 = 0x1F
    }

    /// What a synchronisation event says; `SYN_...`.
    public enum Synchronisation {
        /// The group is complete.
        public static let report: UInt16 = 0
        /// The reader was too slow and events are lost, up to the next `report`.
        public static let dropped: UInt16 = 3
    }

    /// When it happened, by the clock that the reader chose.
    public let time: Duration
    /// `EV_...`.
    public let type: UInt16
    /// `KEY_...` of a key, `SYN_...` of a synchronisation.
    public let code: UInt16
    /// For a key 0 up, 1 down, 2 repeated.
    public let value: Int32

    /// An event.
    public init(time: Duration, type: UInt16, code: UInt16, value: Int32) {
        self.time = time
        self.type = type
        self.code = code
        self.value = value
    }

    /// Reads 24 bytes; nothing when they cannot be an event of the kernel's.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.size else { return nil }
        var rest = bytes[...]
        /// Takes the next `count` bytes as one number.
        func next(_ count: Int) -> UInt64 {
            defer { rest = rest.dropFirst(count) }
            return rest.prefix(count).reversed().reduce(0) { $0 << 8 | UInt64($1) }
        }
        let seconds = Int64(bitPattern: next(8))
        let microseconds = Int64(bitPattern: next(8))
        time = .seconds(seconds) + .microseconds(microseconds)
        type = UInt16(next(2))
        code = UInt16(next(2))
        value = Int32(bitPattern: UInt32(next(4)))
        guard (0..<1_000_000).contains(microseconds), seconds >= 0, type <= Kind.last else {
            return nil
        }
    }
}
