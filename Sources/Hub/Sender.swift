internal import DurableSQLite
public import Identity
internal import Records
internal import SyncProtocol

/// Who sent a message, as far as its own bytes show.
public enum Sender: Hashable, Sendable {
    /// Nobody signed it.
    case unsigned
    /// The owner of the seal's key did, to the hub of this sync key; whether that key is the
    /// device's is another question.
    case signed(RequestSeal, to: PublicKey)
}

/// Whose messages a hub takes.
public enum HubAdmission: Hashable, Sendable {
    /// Those of paired devices, signed with the key that was paired.
    case paired
    /// Those of devices that were never paired as well: for a demo, a replay, a bench, a test.
    case anyone
}

extension HubCore {
    /// What a sender is to the hub.
    enum Admittance {
        /// The device that it says it is, as far as this hub asks.
        case admitted
        /// Nobody whom it knows: a forger, a box that is not paired, another box's key.
        case stranger
        /// The device, whose key a person has taken back.
        case revoked
    }

    /// What `sender` is, who speaks as `device` in `epoch`; the signature has been checked before.
    ///
    /// It is asked inside the transaction that acts on the answer, so a key that is replaced or
    /// taken back meanwhile is no longer believed.
    func admittance(
        of sender: Sender,
        as device: DeviceID,
        in epoch: UInt32,
        _ reading: any HubReading
    ) throws -> Admittance {
        guard let known = try reading.identity(of: device) else {
            return sender == .unsigned && admission == .anyone ? .admitted : .stranger
        }
        guard case .signed(let seal, _) = sender, seal.key == known.key, seal.device == device,
            seal.epoch == epoch
        else { return .stranger }
        return known.isRevoked ? .revoked : .admitted
    }
}

extension Refusal {
    /// A device whose key was taken back.
    static func revoked(_ device: DeviceID) -> Refusal {
        Refusal(.revoked, "device \(device) was revoked here; pair it again if that was wrong")
    }
}
