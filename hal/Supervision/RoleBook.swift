public import HAL

/// What a box remembers of its devices over restarts: which one fills a role, and what it did.
///
/// A role is named as the board file names it, for the book outlives the board's file.
public protocol RoleBook: Sendable {
    /// The device that `role` was last seen with; nothing before the first.
    func device(of role: String) async throws -> DeviceIdentity?
    /// Takes down that `device` fills `role` from now on.
    func bind(_ role: String, to device: DeviceIdentity) async throws
    /// Adds `counts` to those of `role`.
    func add(_ counts: [DeviceStatistic: Int], to role: String) async throws
    /// All that was ever counted, by role.
    func statistics() async throws -> [String: [DeviceStatistic: Int]]
}

/// A book that lives as long as the program, for tests and for a box without a disk.
public actor MemoryRoleBook: RoleBook {
    private var devices: [String: DeviceIdentity] = [:]
    private var counts: [String: [DeviceStatistic: Int]] = [:]

    /// An empty book.
    public init() {}

    public func device(of role: String) -> DeviceIdentity? { devices[role] }

    public func bind(_ role: String, to device: DeviceIdentity) { devices[role] = device }

    public func add(_ counts: [DeviceStatistic: Int], to role: String) {
        self.counts[role, default: [:]].merge(counts, uniquingKeysWith: +)
    }

    public func statistics() -> [String: [DeviceStatistic: Int]] { counts }
}
