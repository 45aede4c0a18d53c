internal import DurableSQLite
internal import Records
internal import Retail
public import SyncProtocol

/// How the hub meets a device.
extension HubCore {
    /// Greets a device and says how far it holds the device's chain.
    ///
    /// An unknown device is enrolled, in epoch 1, as the till that it says it is. Whoever says that
    /// it is another till than the one enrolled is refused: two boxes were given one number, and
    /// a person has to give one of them another before either brings what would look like a branch.
    ///
    /// - Parameter sender: Who sent it.
    public func welcome(
        _ hello: Hello,
        from sender: Sender = .unsigned
    ) async -> Result<Welcome, Refusal> {
        let (now, fresh) = (now, chance())
        do throws(StorageError) {
            return try await commit { transaction in
                try self.meet(hello, sender, at: now, fresh, transaction)
            }
        } catch {
            return .failure(.unavailable(error))
        }
    }

    private func meet(
        _ hello: Hello,
        _ sender: Sender,
        at now: Int64,
        _ fresh: (UInt64, UInt64),
        _ transaction: any HubTransaction
    ) throws -> Result<Welcome, Refusal> {
        try transaction.claim(.device(hello.device))
        let admittance = try admittance(
            of: sender,
            as: hello.device,
            in: hello.head.epoch,
            transaction
        )
        if admittance == .revoked { return .failure(.revoked(hello.device)) }
        let isAdmitted = admittance == .admitted
        var device = try transaction.device(hello.device) ?? DeviceEntry(enrolling: hello, at: now)
        if isAdmitted, let refusal = Self.misplaced(hello, device) { return .failure(refusal) }
        let before = device.row
        let life = HubEnd.Life(incarnation: try transaction.incarnation(), time: now)
        var end = HubEnd(before, life: life)
        let result = end.meet(hello, isVerified: isAdmitted, fresh: fresh)
        device.row = end.row
        // Also when what takes up the grant is refused: the epoch before is over all the same.
        if end.row.last.epoch != before.last.epoch {
            try transaction.put(ChainRun(over: before, device.witness, at: now))
            device.witness = nil
        }
        if case .success = result {
            device.version = hello.version
            device.bootNonce = hello.bootNonce
            device.lastSeen = now
        } else if end.row == before {
            return result
        }
        try transaction.put(device)
        guard case .success(let welcome) = result else { return result }
        var desk = try desk(LeaseSubjects(device: hello.device), transaction)
        let greeting = end.greet(hello, welcome, &desk.book)
        try desk.close()
        return .success(greeting)
    }

    private static func misplaced(_ hello: Hello, _ device: DeviceEntry) -> Refusal? {
        guard Place(store: hello.store, till: hello.till) != device.place else { return nil }
        return Refusal(
            .revoked,
            "device \(hello.device) is \(device.place) here, and says it is store "
                + "\(hello.store) till \(hello.till): give this box a device number of its own",
            last: device.last
        )
    }
}

extension DeviceEntry {
    /// A device at its first hello.
    fileprivate init(enrolling hello: Hello, at now: Int64) {
        self.init(
            row: DeviceRow(enrolling: hello.device).restored(),
            place: Place(store: hello.store, till: hello.till),
            lastSeen: now
        )
    }
}

extension ChainRun {
    /// The epoch that `row` stands for, now that another one was taken up.
    fileprivate init(over row: DeviceRow, _ witness: Witness?, at now: Int64) {
        self.init(
            device: row.device,
            branch: 0,
            start: .root(of: row.device, epoch: row.last.epoch, base: row.base),
            last: row.last,
            bearer: row.device,
            since: now,
            witness: witness
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
