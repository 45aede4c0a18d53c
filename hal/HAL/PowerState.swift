/// Whether a device can be worked with, in UnifiedPOS's five words (`JPOS_PS_*`, 2000 to 2004).
public enum PowerState: String, Codable, Sendable, CaseIterable {
    /// Nobody has asked yet.
    case unknown
    /// Switched on and ready for work.
    case online
    /// Switched off; only a device that reports its power tells this from unplugged.
    case off
    /// Switched on, and waits for a person: paper, cover, jam.
    case offline
    /// Switched off or unplugged: nothing answers.
    case offOffline
}
