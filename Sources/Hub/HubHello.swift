internal import DurableSQLite
internal import Records
internal import Retail
public import SyncProtocol

/// How the hub meets a device.
extension HubCore {
    /// Greets a device and says how far it holds the device's chain.
    ///
    /// - An unknown device is enrolled, in epoch 1, as the till that it says it is.
    /// - A device whose chain is shorter than what the hub holds has lost its tail: going on, it
    ///   would give the same numbers to other sales. It is refused, and the hub keeps everything.
    public func welcome(_ hello: Hello) async -> Result<Welcome, Refusal> {
        let now = now
        do throws(StorageError) {
            return try await commit { transaction in
                try Self.meet(hello, at: now, transaction)
            }
        } catch {
            return .failure(.unavailable(error))
        }
    }

    private static func meet(
        _ hello: Hello,
        at now: Int64,
        _ transaction: any HubTransaction
    ) throws -> Result<Welcome, Refusal> {
        try transaction.claim(.device(hello.device))
        let known = try transaction.device(hello.device)
        var device = known ?? DeviceEntry(enrolling: hello, at: now)
        if let refusal = refusal(of: hello, device) { return .failure(refusal) }
        device.version = hello.version
        device.bootNonce = hello.bootNonce
        device.lastSeen = now
        try transaction.put(device)
        return .success(
            Welcome(
                incarnation: try transaction.incarnation(),
                last: device.last,
                archivedSequence: 0,
                credits: Upload.recordLimit,
                hubMilliseconds: now
            )
        )
    }

    private static func refusal(of hello: Hello, _ device: DeviceEntry) -> Refusal? {
        let last = device.last
        guard hello.head.epoch == last.epoch else {
            return Refusal(
                .staleEpoch,
                "device \(hello.device) is in epoch \(hello.head.epoch), the hub granted "
                    + "\(last.epoch)",
                last: last
            )
        }
        guard Place(store: hello.store, till: hello.till) == device.place else {
            return Refusal(
                .fork,
                "device \(hello.device) is \(device.place) here, and says it is store "
                    + "\(hello.store) till \(hello.till): two boxes may use one number",
                last: last
            )
        }
        guard hello.head.sequence >= last.sequence else {
            return Refusal(
                .rollback,
                "device \(hello.device) has \(hello.head.sequence) records, the hub holds "
                    + "\(last.sequence) of it: the device has lost its tail",
                last: last
            )
        }
        guard hello.head.sequence > last.sequence || hello.head.hash == last.hash else {
            return Refusal(
                .fork,
                "record \(last.sequence) of device \(hello.device) is not the one that the hub "
                    + "holds",
                last: last
            )
        }
        return nil
    }
}

extension DeviceEntry {
    /// A device at its first hello.
    fileprivate init(enrolling hello: Hello, at now: Int64) {
        self.init(
            device: hello.device,
            place: Place(store: hello.store, till: hello.till),
            base: .zero,
            last: .root(of: hello.device, epoch: 1),
            version: hello.version,
            bootNonce: hello.bootNonce,
            lastSeen: now
        )
    }
}

extension Refusal {
    /// The store cannot take anything now.
    ///
    /// What the device is told names no path of the hub.
    static func unavailable(_ error: StorageError) -> Refusal {
        let detail =
            switch error {
            case .diskFull: "the hub's disk is full"
            case .inUse: "another program holds the hub's store"
            case .notDurable: "the hub's store would lose what it acknowledges"
            case .damaged, .deviceFailed: "the hub's disk failed; the hub has to be started again"
            case .refused: "the hub's store refused; nothing was taken"
            case .unreachable: "the hub's database cannot be reached now"
            }
        return Refusal(.unavailable, detail)
    }
}
