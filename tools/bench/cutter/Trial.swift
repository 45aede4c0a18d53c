internal import FoundationEssentials
internal import Glibc
internal import Loyalty
internal import autopsy
internal import crashes

/// One recorded till, its power cut wherever it can be, and what came of it.
struct Trial: Sendable {
    private let events: [DiskEvent]
    private let states: CrashStates
    private let timeline: Timeline
    private let truth: JournalTruth
    private let journals: JournalAutopsy
    private let others: OtherFiles
    private let versions: FeedTruth
    private let feeds: FeedAutopsy
    /// Whether each folder is spoilt as a till would that goes by a feed as it comes.
    private let isHasty: Bool
    private let scratch: String
    private let workers: Int

    /// Reads the recording and proves that it is whole: played again, it gives the very files that
    /// the till has left.
    init(_ options: StatesCommand, _ rules: Programme) async throws {
        scratch = options.scratch
        workers = options.workers
        truth = try await Self.truth(options)
        journals = JournalAutopsy(truth, programme: rules)
        others = OtherFiles(
            key: FolderFiles.read(options.folder + "/card.key"),
            code: options.code
        )
        isHasty = options.hastyFeeds
        let recorded = try TraceFile(options, truth.place).recording()
        let logs = recorded.events.filesNamed("till.db-wal")
        events = options.mutant?.applied(to: recorded.events, logs: logs) ?? recorded.events
        versions = try await Self.versions(options, events)
        feeds = FeedAutopsy(versions, journal: truth, programme: rules)
        timeline = try Timeline(
            events,
            feeds: versions.last,
            scratch: options.scratch + "/kept"
        )
        states = CrashStates(
            of: events,
            at: isHasty ? .whenNamed : options.mutant == nil ? .all : .whenSeen,
            seed: options.seed,
            wanted: options.states
        )
        try timeline.check(against: truth)
    }

    private static func truth(_ options: StatesCommand) async throws -> JournalTruth {
        let folder = options.scratch + "/truth"
        try copy(\.isOfJournal, of: options.folder, to: folder)
        return try await JournalTruth(path: folder + "/till.db", scratch: folder)
    }

    /// Every version of a feed that the till went by.
    private static func versions(
        _ options: StatesCommand,
        _ events: [DiskEvent]
    ) async throws -> FeedTruth {
        let folder = options.scratch + "/versions"
        try copy(\.isOfFeeds, of: options.folder, to: folder)
        var truth = try await FeedTruth(path: folder + "/feeds.db")
        for case .seen(.named(let feed, let number, let digest)) in events {
            truth.learn(feed, number, digest: digest)
        }
        return truth
    }

    private static func copy(
        _ isWanted: (String) -> Bool,
        of source: String,
        to folder: String
    ) throws {
        let names = FolderFiles.names(in: source).filter(isWanted)
        let files = names.map { ($0, FolderFiles.read("\(source)/\($0)") ?? []) }
        try FolderFiles.write(Dictionary(uniqueKeysWithValues: files), into: folder)
    }

    /// Tries every state; the workers take turns, each with a disk of its own.
    func run() async throws -> TrialReport {
        let start = ContinuousClock.now
        let progress = TrialProgress(states.all.count)
        let tallies = try await withThrowingTaskGroup(of: Tally.self) { group in
            for worker in 0..<workers { group.addTask { try await tally(worker, progress) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        return TrialReport(
            events: events,
            states: states,
            promises: timeline.last,
            entries: timeline.entries,
            records: truth.count,
            feeds: versions.count,
            tally: tallies.reduce(into: Tally()) { $0.add($1) },
            seconds: (ContinuousClock.now - start) / .seconds(1)
        )
    }

    private func tally(_ worker: Int, _ progress: TrialProgress) async throws -> Tally {
        var disk = Disk()
        var tally = Tally()
        for index in stride(from: worker, to: states.all.count, by: workers) {
            let state = states.all[index]
            while disk.count < state.boundary { disk.take(events[disk.count]) }
            tally.add(state, try await violations(state, disk, "\(scratch)/\(worker)"))
            progress.step()
        }
        return tally
    }

    private func violations(
        _ state: CrashState,
        _ disk: Disk,
        _ folder: String
    ) async throws -> [Violation] {
        let promised = timeline.promises(at: state.boundary)
        let files = disk.folder(state.choice(on: disk))
        let others = ["catalogue.db", "feeds.db", "devices.db", "card.key"]
        let isMore = isHasty || others.contains(where: disk.isUnsettled)
        try FolderFiles.write(isMore ? files : files.filter { $0.key.isOfJournal }, into: folder)
        let found = await journals.violations(at: folder + "/till.db", promised: promised)
        guard isMore else { return found }
        if isHasty { try HastyFeeds.spoil(folder) }
        return found
            + (await self.others.violations(in: folder, hasPromised: promised.records > 0))
            + (await feeds.violations(in: folder, promised: promised.feeds))
    }
}

extension String {
    /// Whether a file of this name belongs to the journal; its lock is no part of it.
    var isOfJournal: Bool { hasPrefix("till.db") && !hasSuffix(".lock") }
    /// Whether it belongs to the feeds.
    var isOfFeeds: Bool { hasPrefix("feeds.db") && !hasSuffix(".lock") }
}

extension [DiskEvent] {
    /// The files that ever had this name.
    func filesNamed(_ name: String) -> Set<Int> {
        reduce(into: []) { files, event in
            if case .link(name, let file) = event { files.insert(file) }
        }
    }
}

/// Tells on the error output how far a trial is.
final class TrialProgress: Sendable {
    private let all: Int
    private let done = Counter()

    init(_ all: Int) {
        self.all = all
    }

    func step() {
        let count = done.next()
        guard count.isMultiple(of: 1000) || count == all else { return }
        let line = Array("cutter: \(count) of \(all) states\n".utf8)
        _ = write(STDERR_FILENO, line, line.count)
    }
}
