internal import ArgumentParser
internal import DurableSQLite
internal import Hub
internal import Records

/// Who may speak to a hub that came back from a backup, and what its owner has to do about it.
///
/// A backup knows the pairings and revocations before it. A box that was paired later is refused,
/// and told why; one that was revoked later is believed again, which only a person can mend.
struct RestoredIdentities {
    private let hub: HubCore

    init(_ hub: HubCore) {
        self.hub = hub
    }

    /// Prints it.
    func tell() async throws(ExitCode) {
        let known = try await reporting { () throws(StorageError) in try await hub.identities() }
        print("paired at the backup: \(Self.list(known.filter { !$0.isRevoked }))")
        print("revoked at the backup: \(Self.list(known.filter(\.isRevoked)))")
        print("what was revoked after it is believed again: repeat each tillhub revoke N now")
        print("who was erased after it is known again: repeat each tillhub member erase N now")
        print("what was paired after it is refused: repeat each tillhub pair --device N")
    }

    private static func list(_ devices: [DeviceIdentity]) -> String {
        devices.isEmpty ? "none" : devices.map { "\($0.device)" }.joined(separator: ", ")
    }
}
