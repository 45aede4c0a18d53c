/// Talks to chip cards, with contacts or without: UnifiedPOS's SmartCardRW.
public protocol SmartCardReader: Sendable {
    /// Whether a card is there, and awake (`SCSlots` and its status).
    func status(by deadline: Deadline) async throws(DeviceError) -> SlotStatus

    /// Waits for a card and wakes it: `beginInsertion`, `endInsertion`.
    ///
    /// - Throws: `timeout` when nobody brought one by `deadline`; `failure` when it stays mute.
    func waitForCard(by deadline: Deadline) async throws(DeviceError) -> AnswerToReset

    /// Sends a command to the card that is awake, and brings its answer, whatever its status word.
    ///
    /// - Throws: `offline` when the card was taken away, and it may have done the command first.
    func transmit(
        _ command: CommandAPDU,
        by deadline: Deadline
    ) async throws(DeviceError) -> ResponseAPDU

    /// Waits until the card is gone, be another in its place or not: `beginRemoval`, `endRemoval`.
    func waitForRemoval(by deadline: Deadline) async throws(DeviceError)
}

/// What is in a reader's slot.
public enum SlotStatus: String, Codable, Sendable, CaseIterable {
    case active = "a card, awake"
    case inactive = "a card, not powered"
    case absent = "no card"
}
