/// What the device found on a role's port is, beside the one that the role is bound to.
///
/// A replug, a swap and an impostor are three events, and a till acts on each in its own way.
public enum Recognition: String, Codable, Sendable, CaseIterable {
    /// The role had no device yet; this one is taken for it.
    case first
    /// The same device in the same place: it was unplugged, or switched off and on.
    case replugged
    /// The same device in another socket.
    case moved
    /// Another device in the place of the one that was known: a technician has changed it.
    case swapped
    /// A device with the marks of one that is still plugged in elsewhere.
    case impostor

    /// Judges what was `found` for a role that is bound to `bound`.
    ///
    /// - Parameter present: All other devices that are plugged in now.
    public static func judge(
        found: DeviceIdentity,
        bound: DeviceIdentity?,
        present: [DeviceIdentity]
    ) -> Recognition {
        // Without a serial number two of a kind are no wonder: a shop buys tens of one model.
        let isMarked = found.serial != nil
        if isMarked, present.contains(where: { $0.isSameDevice(as: found) && $0 != found }) {
            return .impostor
        }
        guard let bound else { return .first }
        guard bound.isSameDevice(as: found) else { return .swapped }
        return bound.place == found.place ? .replugged : .moved
    }

    /// Whether a till works with such a device without a person's word.
    ///
    /// A swapped printer prints the next receipt: a shop does not wait for a technician. An
    /// impostor may be there to read what the true one is sent.
    public var isTrusted: Bool { self != .impostor }
}
