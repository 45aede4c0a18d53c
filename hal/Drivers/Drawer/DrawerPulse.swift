/// The pulse that releases a drawer's lock: `ESC p m t1 t2`, times in steps of 2 ms.
///
/// Solenoids differ: one that 50 ms do not move may need 200. The pause keeps the next pulse away
/// while the coil cools; the printer never pulses longer than a second.
public struct DrawerPulse: Equatable, Sendable {
    /// Which pin of the kick-out connector carries the pulse.
    public enum Pin: String, Codable, Sendable, CaseIterable {
        /// Drawer 1, as nearly always.
        case pin2
        /// Drawer 2, on a splitter cable.
        case pin5
    }

    /// The pin.
    public let pin: Pin
    /// How long the solenoid is pulled, 2 to 510 ms.
    public let onMilliseconds: Int
    /// How long it then rests at least, 2 to 510 ms.
    public let offMilliseconds: Int

    /// A pulse; times out of range are brought into it.
    public init(_ pin: Pin = .pin2, onMilliseconds: Int = 50, offMilliseconds: Int = 500) {
        self.pin = pin
        self.onMilliseconds = min(max(2, onMilliseconds), 510)
        self.offMilliseconds = min(max(2, offMilliseconds), 510)
    }

    /// The command.
    public var bytes: [UInt8] {
        let times = [onMilliseconds, offMilliseconds].map { UInt8($0 / 2) }
        return [0x1B, 0x70, pin == .pin2 ? 0 : 1] + times
    }
}

extension PrinterProfile {
    /// The pulse on drawer 1 that the profile names; nil for a printer without a connector.
    public var drawerPulse: DrawerPulse? {
        let milliseconds = drawerPulseMilliseconds.value
        return milliseconds > 0 ? DrawerPulse(onMilliseconds: milliseconds) : nil
    }
}
