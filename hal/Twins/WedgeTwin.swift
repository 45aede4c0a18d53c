public import HAL
import Synchronization

/// A scanner or card reader that types: it sends the input events that the kernel would hand out.
///
/// Time is in the events themselves and moves on by itself, so a slow typist costs a test nothing.
public final class WedgeTwin: Twin {
    /// What may go wrong between the wedge and the program that reads it.
    public enum Mishap: String, Sendable, CaseIterable {
        /// The kernel's queue was full in the middle of the code.
        case droppedEvents
        /// A key-up was late: the kernel repeated the key.
        case repeats
        /// The scanner stopped in the middle and started again, or its radio did.
        case pause
        /// It toggles caps lock before and after, and types letters with the other shift.
        case capsLock
    }

    private let input: InputTwin
    private let keys = Mutex(WedgeKeys())
    private let pace: Duration

    public var faults: TwinFaults { input.faults }

    /// A wedge that leaves `pace` between two keys.
    public init(seed: UInt64 = 1, pace: Duration = .milliseconds(2)) {
        input = InputTwin(seed: seed)
        self.pace = pace
    }

    /// Someone scans a code, or swipes a card: it is typed, then Enter.
    public func scan(_ text: String, _ mishap: Mishap? = nil) {
        type { [pace] keys in
            let middle = text.index(text.startIndex, offsetBy: text.count / 2)
            let isCapsLocked = mishap == .capsLock
            if isCapsLocked { keys.press(58, pace: pace) }
            keys.type(String(text[..<middle]), pace: pace, isCapsLocked: isCapsLocked)
            Self.suffer(mishap, &keys)
            keys.type(String(text[middle...]), pace: pace, isCapsLocked: isCapsLocked)
            if isCapsLocked { keys.press(58, pace: pace) }
            keys.press(WedgeKeys.enter, pace: pace)
        }
    }

    /// Someone with two hands types `text`, and Enter.
    public func typeByHand(_ text: String) {
        type { keys in
            keys.type(text, pace: .milliseconds(110))
            keys.press(WedgeKeys.enter, pace: .milliseconds(110))
        }
    }

    /// A key that writes nothing, within a code.
    public func scan(_ text: String, thenKey key: UInt16) {
        type { [pace] keys in
            keys.type(text, pace: pace)
            keys.press(key, pace: pace)
            keys.press(WedgeKeys.enter, pace: pace)
        }
    }

    public func run(on channel: any ByteChannel) async {
        await input.run(on: channel, until: never)
    }

    /// Half a second passes between two people's deeds.
    private func type(_ body: (inout WedgeKeys) -> Void) {
        let bytes = keys.withLock { keys in
            keys.now += .milliseconds(500)
            body(&keys)
            return keys.take()
        }
        input.add(bytes)
    }

    private static func suffer(_ mishap: Mishap?, _ keys: inout WedgeKeys) {
        switch mishap {
        case .droppedEvents: keys.event(type: 0, 3, 0)
        case .repeats: for _ in 0..<3 { keys.event(type: 1, 8, 2) }
        case .pause: keys.now += .milliseconds(200)
        case .capsLock, nil: break
        }
    }
}
