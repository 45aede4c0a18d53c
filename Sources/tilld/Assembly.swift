internal import ArgumentParser
internal import Boards
internal import CommandKit
internal import DeviceBook
internal import DurableSQLite
internal import Feeds
internal import HAL
internal import Identity
internal import Journal
internal import Logging
internal import Records
internal import Retail
internal import SecretFile
internal import StrictYAML
internal import Supervision
internal import Sync
internal import Till
internal import TillWeb
internal import Traces
internal import TradeFolder

/// Makes a running till of what the command line names.
struct Assembly {
    let options: Tilld
    let log: Logger

    func assemble() async throws -> RunningTill {
        let rules = try ProgrammeFile(path: options.programme).rules
        let board = try loadBoard()
        try DataFolder.make(options.data)
        let cardKey = try cardKey()
        let identity = try identity()
        let lookup = try lookup(identity)
        let recorders = try TraceWishes(options.record).recorders(of: board)
        do throws(StorageError) {
            let journal = try TillJournal(
                path: options.data + "/till.db",
                device: DeviceID(options.device),
                place: Place(store: options.store, till: options.till)
            )
            let catalogue = try SQLiteCatalogue(path: options.data + "/catalogue.db")
            let feeds = try SQLiteFeedStore(
                path: "\(options.data)/\(SQLiteFeedStore.fileName)"
            )
            if let trade = options.trade {
                try await CatalogueFilling(folder: trade, log: log).fill(catalogue)
            }
            let programme = FedProgramme(feeds, before: rules)
            let settings = FedSettings(feeds)
            let book = try DeviceBook(path: "\(options.data)/\(DeviceBook.fileName)")
            let kept = await keep(board, book, cardKey, recorders)
            let changes = Changes()
            let clock = guardedClock(journal)
            let parts = Till.Parts(
                journal: journal,
                programme: try await programme.rules(),
                coupons: try await FedCoupons(feeds).book(),
                devices: tillDevices(of: board, kept.devices),
                clock: clock,
                shopName: options.shopName,
                settings: try await settings.settings(),
                version: Version.text,
                log: log,
                changed: { changes.ring() }
            )
            let till = try await Till(parts)
            let duty = FeedDuty(
                feeds,
                lookup: lookup,
                told: following(till, feeds, programme).take
            )
            let uplink = try await uplink(journal, till, identity, clock, duty)
            let counter = Counter(
                till: till,
                catalogue: FedCatalogue(feeds, before: catalogue, lookup: lookup),
                clock: clock,
                scale: counterScale(of: board, kept.devices),
                callingCode: options.callingCode
            )
            return RunningTill(
                port: options.port,
                till: till,
                counter: counter,
                feeds: feeds,
                kept: kept,
                book: book,
                uplink: uplink,
                lacksPairing: options.hub != nil && uplink == nil,
                changes: changes,
                log: log
            )
        } catch {
            throw error.reported()
        }
    }

    private func loadBoard() throws(ExitCode) -> Board {
        do throws(YAMLProblem) {
            return try Board.load(BoardFolder.file(options.board, in: options.boards))
        } catch {
            throw Failure.data("\(error)")
        }
    }

    /// The secret of this box's card tokens, made at its first start.
    private func cardKey() throws(ExitCode) -> CardKey {
        let path = options.cardKey ?? "\(options.data)/\(CardKeyFile.fileName)"
        do throws(CardKeyFile.Problem) {
            return try CardKeyFile.key(at: path)
        } catch {
            throw Failure.data("\(error)")
        }
    }

    /// The devices of the board; a till sells without those that are not there yet.
    private func keep(
        _ board: Board,
        _ book: DeviceBook,
        _ cardKey: CardKey,
        _ recorders: [DeviceRole: TraceRecorder]
    ) async -> KeptDevices {
        let log = log
        let opener = SystemChannelOpener(benchDirectory: options.bench)
        let kept = await board.keep(
            RecordingOpener(opener, board: board, recorders: recorders),
            book: book,
            cardKey: cardKey
        ) { role, event in
            switch event {
            case .arrived: log.notice("\(role.rawValue) is there")
            case .left(let error): log.warning("\(role.rawValue): \(error); looking for it")
            case .recognised(let recognition, let device):
                log.notice("\(role.rawValue) \(recognition.rawValue): \(device)")
            case .lacks(let characters):
                let codes = characters.map { "U+" + String($0.value, radix: 16, uppercase: true) }
                let fix = "install a font that has it, or name one by `font:` in the board's file"
                log.warning("\(role.rawValue) lacks \(codes.joined(separator: " ")); \(fix)")
            }
        }
        for (role, problem) in kept.devices.problems {
            log.warning("\(role.rawValue): \(problem); looking for it, see `till doctor`")
        }
        return kept
    }

    /// The board's devices that a till works with.
    private func tillDevices(of board: Board, _ devices: Devices) -> TillDevices {
        TillDevices(
            printer: devices.printer,
            display: devices.display,
            drawer: devices.drawer,
            payment: cardTerminal(of: board, devices)
        )
    }

    /// The board's payment terminal with what its entry says of it.
    private func cardTerminal(of board: Board, _ devices: Devices) -> CardTerminal? {
        guard let terminal = devices.payment, let entry = board.paymentTerminal else { return nil }
        return CardTerminal(
            terminal,
            currency: entry.currency,
            customerTime: .milliseconds(entry.timeoutMilliseconds)
        )
    }

    /// The board's scale with what its entry says of it.
    private func counterScale(of board: Board, _ devices: Devices) -> CounterScale? {
        guard let scale = devices.scale, let entry = board.scale else { return nil }
        let patience = Duration.milliseconds(entry.timeoutMilliseconds)
        return CounterScale(scale, sealedFor: entry.unit, patience: patience)
    }

    /// Who the till is; one that is not paired sends nothing, unless it was told to.
    private func identity() throws(ExitCode) -> TillIdentity? {
        let identity = try TillKeyFile(folder: options.data).identity()
        if options.hub != nil, identity == nil, !options.unpaired {
            log.error("\(TillLink.unpaired)")
        }
        if let problem = options.hub.flatMap({ trust(identity)?.problem(with: $0) }) {
            throw Failure.data("--hub \(problem)")
        }
        return identity
    }

    /// The key by which the till finds members, where the hub's comes and stays.
    private func lookup(_ identity: TillIdentity?) throws(ExitCode) -> HeldLookupKey {
        guard let identity else { return HeldLookupKey() }
        let file = LookupKeyFile(folder: options.data, of: identity.hub)
        return HeldLookupKey(try file.key()) { key throws(StorageError) in
            do throws(SecretFile.Problem) {
                try file.keep(key)
            } catch {
                throw .refused(path: file.path, detail: error.description)
            }
        }
    }

    /// The box's clock, as far as the journal and the hub bear it out.
    private func guardedClock(_ journal: TillJournal) -> GuardedClock {
        GuardedClock(
            SystemTillClock(),
            known: journal.lastTime,
            hub: { journal.hubTime(at: $0) },
            told: { [log] note in
                if note.isEmpty { return log.notice("the clock is well again") }
                log.error("\(note)")
            }
        )
    }

    /// How the till knows its hub; nil for one that is not paired and was not told to do without.
    private func trust(_ identity: TillIdentity?) -> HubTrust? {
        options.unpaired ? .anyone : identity.map { .paired($0) }
    }

    /// What the till does when a feed has another version.
    private func following(
        _ till: Till,
        _ feeds: any FeedStore,
        _ programme: FedProgramme
    ) -> FeedFollowing {
        FeedFollowing(
            till,
            programme: programme,
            settings: FedSettings(feeds),
            coupons: FedCoupons(feeds)
        )
    }

    private func uplink(
        _ journal: TillJournal,
        _ till: Till,
        _ identity: TillIdentity?,
        _ clock: GuardedClock,
        _ feeds: FeedDuty
    ) async throws(StorageError) -> Uplink? {
        guard let hub = options.hub, let trust = trust(identity) else { return nil }
        return Uplink(
            journal: journal,
            link: HTTPHubLink(base: hub, trust: trust),
            identity: identity,
            version: Version.text,
            bootNonce: till.bootNonce,
            leases: LeaseDuty(
                wall: { clock.read().wallMilliseconds },
                isSelling: { await till.basket != nil },
                wanted: { await till.wantedPools }
            ),
            feeds: feeds,
            log: log,
            adopted: { await till.followJournal() }
        )
    }
}

/// The program's version, as boot records carry it.
enum Version {
    static let text = "0.1.0"
}
