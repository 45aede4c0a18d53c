public import HAL

/// The device that is looked at, as its board names it.
public struct Subject: Equatable, Sendable {
    /// What it hangs on, as far as it changes what somebody does about a fault.
    public enum Link: String, Codable, Sendable, CaseIterable {
        case serial
        case usb
        case network
        /// An input device of the kernel's.
        case input
        /// A twin on the bench.
        case bench
    }

    /// What it is for.
    public let role: DeviceRole
    /// The driver's name in the board file.
    public let driver: String
    /// Where the board says that it is.
    public let place: String
    public let link: Link

    /// The device of `role`.
    public init(role: DeviceRole, driver: String, place: String, link: Link) {
        self.role = role
        self.driver = driver
        self.place = place
        self.link = link
    }
}
