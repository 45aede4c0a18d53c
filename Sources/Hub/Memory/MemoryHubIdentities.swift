internal import Identity
internal import Records

/// Who may speak, as a hub in memory holds it.
struct MemoryIdentities: Sendable {
    var devices: [DeviceID: DeviceIdentity] = [:]
    var offers: [String: PairingOffer] = [:]
    var keys: HubKeys?
}

extension MemoryHubTransaction {
    func identity(of device: DeviceID) throws -> DeviceIdentity? {
        state.identities.devices[device]
    }

    func identities() throws -> [DeviceIdentity] {
        state.identities.devices.values.sorted { $0.device < $1.device }
    }

    func offer(named name: String) throws -> PairingOffer? { state.identities.offers[name] }

    func hubKeys() throws -> HubKeys? { state.identities.keys }

    func put(_ identity: DeviceIdentity) throws {
        var identity = identity
        if fault == .forgetsRevocations { identity.isRevoked = false }
        state.identities.devices[identity.device] = identity
    }

    func put(_ offer: PairingOffer) throws {
        var offer = offer
        if fault == .forgetsTries {
            offer = PairingOffer(
                name: offer.name,
                device: offer.device,
                secret: offer.secret,
                made: offer.made
            )
        }
        state.identities.offers[offer.name] = offer
    }

    func forgetOffers(madeBefore moment: Int64) throws {
        state.identities.offers = state.identities.offers.filter { $0.value.made >= moment }
    }

    func put(_ keys: HubKeys) throws {
        state.identities.keys = keys
    }
}
