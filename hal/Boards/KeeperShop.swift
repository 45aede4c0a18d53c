import HAL
import Supervision

/// Makes the keepers of one board.
struct KeeperShop: Sendable {
    let channels: any ChannelOpener
    let book: any RoleBook
    let pace: SearchPace
    let report: @Sendable (DeviceRole, DeviceEvent) -> Void

    /// A keeper of the device that `make` drives on the port `spec`.
    func keeper<Device: Sendable>(
        _ role: DeviceRole,
        _ spec: ChannelSpec,
        make: @escaping @Sendable (any ByteChannel) async throws(DeviceError) -> Opened<Device>
    ) -> Keeper<Device> {
        let channels = channels
        return keeper(role, spec) { () throws(DeviceError) in
            try await make(channels.open(spec))
        }
    }

    /// A keeper of what `open` opens, once whoever stands at `spec` was looked at.
    func keeper<Device: Sendable>(
        _ role: DeviceRole,
        _ spec: ChannelSpec,
        open: @escaping Keeper<Device>.Open
    ) -> Keeper<Device> {
        let (channels, report) = (channels, report)
        let gate = Gatekeeper(role: role.rawValue, book: book) { report(role, $0) }
        let monitor = channels.hotplug(at: spec)
        return Keeper(pace: pace, monitor: monitor) { () throws(DeviceError) in
            if let found = channels.identity(at: spec) {
                try await gate.admit(found, among: channels.present())
            }
            return try await open()
        } report: {
            report(role, $0)
        }
    }
}
