internal import DurableSQLite
internal import Glibc
internal import Hub
internal import Loyalty
internal import Retail
internal import Sync
internal import TradeFolder

/// The hub of a replay: its own, in the data folder, or the one at a URL.
struct ReplayHub: Sendable {
    /// The line to it, without faults.
    let link: any HubLink
    private let store: SQLiteHubStore?

    /// The hub at `url`.
    init(url: String) {
        link = HTTPHubLink(base: url, trust: .anyone)
        store = nil
    }

    /// A hub of the replay's own, which knows the folder's members and the programme.
    init(folder: TradeFolder, settings: ReplaySettings) async throws {
        let store = try SQLiteHubStore(path: settings.data + "/hub.sqlite")
        let core = HubCore(store: store, admission: .anyone) {
            var time = timespec()
            clock_gettime(CLOCK_REALTIME, &time)
            return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
        }
        try await core.adopt(settings.programme.rules, text: settings.programme.text)
        try await core.importMembers(try folder.members().rows.map(\.member))
        let endpoint = HubEndpoint(core)
        link = LoopbackLink { path, body in
            let answer = await endpoint.handle(path: path, body: body)
            return LinkAnswer(status: answer.status, body: answer.body)
        }
        self.store = store
    }

    func close() {
        store?.close()
    }
}
