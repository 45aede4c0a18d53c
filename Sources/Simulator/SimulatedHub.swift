internal import Loyalty
internal import Records
internal import Retail
internal import SyncProtocol

/// The hub of a simulation: the real decisions and the real reading of records, on a store in
/// memory that can crash and come back from a backup.
struct SimulatedHub {
    private(set) var shelf: HubShelf
    /// What a crash leaves; the same as `shelf`, but for a hub that answers before its commit.
    private var durable: HubShelf
    private(set) var backups: [HubShelf] = []
    /// The form of records that its program can read.
    var schema: UInt16 = 1
    var isBusy = false
    var credits = Upload.recordLimit
    /// How often a device that was fenced has begun its next epoch.
    private(set) var epochsBegun = 0
    private let rules: Omissions

    /// From how many backups it might be restored.
    private static let backupCount = 2

    init(_ devices: [DeviceID], _ rules: Omissions, _ book: LeaseBook) {
        self.rules = rules
        shelf = HubShelf(book: book)
        durable = shelf
        for device in devices { shelf.rows[device] = DeviceRow(enrolling: device) }
        durable = shelf
    }

    /// Answers one request; the work is durable when it returns, or the rule for that is left out.
    mutating func answer(
        _ request: Request,
        now: Int64,
        isVerified: Bool,
        _ dice: inout Dice
    ) -> Reply {
        if isBusy { return .refusal(Refusal(.unavailable, "busy")) }
        let before = shelf
        let life = HubEnd.Life(
            incarnation: "\(shelf.incarnation)",
            time: Simulation.start + now,
            credits: credits
        )
        tend(life)
        let reply =
            switch request {
            case .hello(let hello): meet(hello, life, isVerified, dice.pair())
            case .upload(let upload): receive(upload, life, isVerified)
            case .branch(let branch): take(branch, life, isVerified, dice.pair())
            case .leases(let request): lease(request, life, isVerified)
            }
        durable = rules.keeps(.commitsBeforeAnswering) ? shelf : before
        return reply
    }

    private mutating func meet(
        _ hello: Hello,
        _ life: HubEnd.Life,
        _ isVerified: Bool,
        _ fresh: (UInt64, UInt64)
    ) -> Reply {
        let row = shelf.rows[hello.device] ?? DeviceRow(enrolling: hello.device).restored()
        var end = HubEnd(row, life: life, omissions: rules)
        let result = end.meet(hello, isVerified: isVerified, fresh: fresh)
        shelf.rows[hello.device] = end.row
        if end.row.last.epoch > row.last.epoch { epochsBegun += 1 }
        switch result {
        case .success(let welcome): return .welcome(end.greet(hello, welcome, &shelf.book))
        case .failure(let refusal): return .refusal(refusal)
        }
    }

    private mutating func receive(
        _ upload: Upload,
        _ life: HubEnd.Life,
        _ isVerified: Bool
    ) -> Reply {
        guard let row = shelf.rows[upload.device] else {
            return .refusal(Refusal(.gap, "say hello first"))
        }
        var end = HubEnd(row, life: life, omissions: rules)
        let intake = end.receive(upload, isVerified: isVerified) {
            shelf.holds($0, of: upload.device)
        }
        switch intake {
        case .refuse(let refusal):
            return .refusal(refusal)
        case .fork(let refusal, let follows):
            shelf.rows[upload.device] = end.row
            for record in upload.records where follows {
                shelf.keep(record, schema: schema, rules)
            }
            return .refusal(refusal)
        case .take(let start):
            let records = upload.records[start...]
            if !rules.keeps(.keepsWhatItDoesNotKnow) || !rules.keeps(.setsPoisonAside),
                let refusal = refusal(of: records)
            {
                return .refusal(refusal)
            }
            shelf.rows[upload.device] = end.row
            for record in records {
                shelf.chain(record)
                shelf.keep(record, schema: schema, rules)
            }
            shelf.book.drains(
                upload.device.number,
                epoch: end.row.last.epoch,
                last: end.row.last.sequence
            )
            return .acknowledgement(end.acknowledgement(setAside: shelf.setAside(of: upload)))
        }
    }

    private mutating func lease(
        _ request: LeaseRequest,
        _ life: HubEnd.Life,
        _ isVerified: Bool
    ) -> Reply {
        guard let row = shelf.rows[request.device] else {
            return .refusal(Refusal(.unavailable, "say hello first"))
        }
        let end = HubEnd(row, life: life, omissions: rules)
        let result = end.lease(
            request,
            isVerified: isVerified,
            from: &shelf.book,
            on: shelf.day
        )
        switch result {
        case .success(let answer): return .leases(answer)
        case .failure(let refusal): return .refusal(refusal)
        }
    }

    /// What a hub does from time to time.
    private mutating func tend(_ life: HubEnd.Life) {
        shelf.book.reclaimUnproven(now: life.time)
        let today = Simulation.day(at: life.time - Simulation.start)
        guard today > shelf.day else { return }
        shelf.day = today
        shelf.book.expire(on: today)
    }

    private mutating func take(
        _ branch: Branch,
        _ life: HubEnd.Life,
        _ isVerified: Bool,
        _ fresh: (UInt64, UInt64)
    ) -> Reply {
        let row = shelf.rows[branch.bearer] ?? DeviceRow(enrolling: branch.bearer).restored()
        var end = HubEnd(row, life: life, omissions: rules)
        let result = end.take(
            branch,
            isVerified: isVerified,
            floor: shelf.floor(of: branch.bearer, with: branch.upload.records),
            fresh: fresh
        ) { shelf.held.contains($0) }
        switch result {
        case .failure(let refusal):
            return .refusal(refusal)
        case .success(let grant):
            shelf.rows[branch.bearer] = end.row
            for record in branch.upload.records { shelf.keep(record, schema: schema, rules) }
            let waiting = shelf.setAside(of: branch.upload)
            return .receipt(end.receipt(of: branch, grant, setAside: waiting))
        }
    }

    /// The mutants' way with records that cannot be applied: refusing them jams the till.
    private func refusal(of records: ArraySlice<Record>) -> Refusal? {
        for record in records {
            switch HubShelf.read(record, schema: schema) {
            case .failure(.unknown) where !rules.keeps(.keepsWhatItDoesNotKnow):
                return Refusal(.unavailable, "unknown kind")
            case .failure(.malformed) where !rules.keeps(.setsPoisonAside):
                return Refusal(.unavailable, "cannot be applied")
            case .success, .failure:
                continue
            }
        }
        return nil
    }
}

extension SimulatedHub {
    /// The power goes and comes back.
    mutating func crash() {
        shelf = durable
    }

    /// Publishes a list: one commit.
    mutating func publish(_ entries: [FeedEntry], number: Int64) {
        shelf.lists.publish(entries, number: number)
        durable.lists = shelf.lists
    }

    /// Copies the store, opens the copy, and says which records are in every copy.
    mutating func backUp() {
        backups.append(shelf)
        if backups.count > Self.backupCount { backups.removeFirst() }
        for (device, row) in shelf.rows {
            let marks = backups.map { backup in
                backup.rows[device].flatMap {
                    $0.last.epoch == row.last.epoch ? $0.last.sequence : nil
                } ?? 0
            }
            let isKept = rules.keeps(.archivesWhatEveryBackupHolds)
            shelf.rows[device]?.archived = (isKept ? marks.min() : marks.last) ?? 0
        }
        durable = shelf
    }

    /// Comes back from backup `index`.
    ///
    /// - Parameter numbers: Every device number that was ever given.
    /// - Returns: What the hub held before.
    mutating func restore(_ index: Int, life: Int, numbers: Range<UInt32>) -> Set<ChainPlace> {
        let before = shelf.held
        shelf = backups[index]
        // What was backed up after it belongs to a life that is over.
        backups.removeSubrange((index + 1)...)
        if rules.keeps(.namesEveryLife) { shelf.incarnation = life }
        shelf.rows = shelf.rows.mapValues { $0.restored(omitting: rules) }
        shelf.book.freeze(numbers)
        durable = shelf
        return before
    }

    /// Applies what waited for this program.
    mutating func upgrade(to schema: UInt16) {
        self.schema = schema
        let waiting = shelf.deferred
        shelf.deferred = []
        for record in waiting {
            shelf.apply(record, schema: schema)
            shelf.book.release(record.holder)
        }
        durable = shelf
    }

    /// A person gives a box whose branch is here a new number.
    mutating func reenrol(
        _ box: DeviceID,
        _ branch: ChainPlace,
        as device: DeviceID,
        _ fresh: (UInt64, UInt64)
    ) {
        guard let row = shelf.rows[box] else { return }
        let life = HubEnd.Life(incarnation: "\(shelf.incarnation)", time: 0)
        var end = HubEnd(row, life: life, omissions: rules)
        shelf.rows[device] = end.reenrol(branch: branch, as: device, fresh: fresh)
        shelf.rows[box] = end.row
        durable = shelf
    }

    /// A person has seen to it that what this record meant is stated by another one.
    mutating func settle(_ place: ChainPlace) {
        shelf.setAside[place] = nil
        shelf.mended.append(LeaseHolder(device: place.device.number, epoch: place.head.epoch))
        durable = shelf
    }

    /// The same person has seen that the other record is here, and what no box bears any more.
    mutating func confirm(retired devices: [UInt32]) {
        for holder in shelf.mended { shelf.book.release(holder) }
        shelf.mended = []
        for device in devices { shelf.book.retire(device) }
        durable = shelf
    }

    /// The lines that were posted since the last time.
    mutating func takeLines() -> [(pool: LeasePool, lines: [LeaseLine])] {
        shelf.book.takeLines()
    }
}
