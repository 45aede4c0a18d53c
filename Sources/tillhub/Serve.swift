internal import ArgumentParser
internal import CommandKit
internal import DurableSQLite
internal import Glibc
internal import Hub
internal import HubWeb
internal import Identity
internal import Logging
internal import Loyalty
internal import ServiceLifecycle
internal import UnixSignals

/// Listens for tills until it is told to stop.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Listens for tills until it is told to stop (SIGTERM, SIGINT)."
    )

    @OptionGroup var store: StoreOption
    @OptionGroup var key: KeyOption
    @Option(help: "The programme's file; needed once, then the hub keeps it.")
    var programme: String?
    @Option(help: "The address to listen on.")
    var host = "127.0.0.1"
    @Option(help: "The port to listen on; 0 takes any that is free.")
    var port = HubServer.defaultPort
    @Option(help: "A trade folder whose members are to be known before they buy.")
    var trade: String?
    @Flag(
        help: """
            Takes tills that are not paired as well, over plain HTTP: for a demo, a replay, a \
            bench or a test, on this machine only. Paired tills are spoken to over TLS alone.
            """
    )
    var unpaired = false
    @Option(help: "The folder for backups of a hub's file; without it none are made.")
    var backups: String?
    @Option(help: "How many hours lie between two backups.")
    var backupHours = 24
    @Option(help: "How many backups are kept.")
    var keep = 7

    func validate() throws {
        guard backupHours >= 1, keep >= 1 else {
            throw ValidationError("--backup-hours and --keep: one at least")
        }
        guard backups == nil || store.folder != nil else {
            throw ValidationError("--backups goes with --data; for a database see tillhub backup")
        }
        guard !unpaired || ["127.0.0.1", "::1", "localhost"].contains(host) else {
            throw ValidationError("--unpaired is for tills on this machine; leave --host away")
        }
        guard unpaired || key.file(for: store) != nil else {
            throw ValidationError("--database: name the file with the hub's secret with --key")
        }
        guard (0...65_535).contains(port) else {
            throw ValidationError("--port: \(port) is not within 0 to 65535")
        }
    }

    func run() async throws {
        let file = try programme.map(ProgrammeFile.init(path:))
        let hub = try store.openOrCreate(unpaired ? .anyone : .paired)
        let identity = try await key.file(for: store)?.identity(of: hub)
        if let identity {
            _ = try await reporting { () throws(StorageError) in
                try await hub.hashMembers(by: identity.lookup)
            }
        }
        if let file { try await hub.adopt(file) }
        if let trade { _ = try await hub.importMembers(folder: trade) }
        let (inForce, census) = try await reporting { () throws(StorageError) in
            try await hub.applyDeferred()
            try await hub.forgetFeeds()
            return (try await hub.programme(), try await hub.census())
        }
        guard let inForce else {
            throw Failure.data(
                "\(store.name): the hub has no programme yet; give it one with --programme FILE"
            )
        }
        var logger = Logger(label: "tillhub")
        logger.logLevel = .notice
        let server = HubServer(
            hub: hub,
            identity: identity,
            host: host,
            port: port,
            logger: logger
        )
        let greeting =
            "programme \(inForce.programme.pinned), \(census.devices) tills, "
            + "\(census.records) records, \(census.sales) sales"
        try await listen(server, try backupService(hub, logger), greeting, logger)
    }

    private func backupService(_ hub: HubCore, _ logger: Logger) throws -> BackupService? {
        guard let backups, let file = hub.store as? SQLiteHubStore else { return nil }
        try DataFolder.make(backups)
        return BackupService(
            folder: BackupFolder(path: backups),
            file: file,
            hub: hub,
            pause: .seconds(3600 * backupHours),
            keep: keep,
            logger: logger
        )
    }

    private func listen(
        _ server: HubServer,
        _ backups: BackupService?,
        _ greeting: String,
        _ logger: Logger
    ) async throws {
        let scheme = unpaired ? "http" : "https"
        let service = HubService(server: server) { [host] port in
            print("tillhub: listening on \(scheme)://\(host):\(port); \(greeting)")
            fflush(nil)
        }
        let services: [any Service] = backups.map { [service, $0] } ?? [service]
        let group = ServiceGroup(
            services: services,
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        do {
            try await group.run()
        } catch let error as HubServerError {
            throw Failure.unavailable("\(error)")
        }
    }
}

/// The server as a service that can be asked to stop.
private struct HubService: Service {
    let server: HubServer
    let onRunning: @Sendable (Int) async -> Void

    func run() async throws {
        try await server.run(onRunning: onRunning)
    }
}
