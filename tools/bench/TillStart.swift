internal import Glibc

/// A `tilld` as a shop runs it, with the whole catalogue and its devices on ptys, from its start to
/// its end.
struct TillStart {
    /// How long a till is left alone before its memory is read.
    private static let settling = Duration.seconds(2)

    /// Where the devices' ptys are; the till's own folder is `till` in it.
    let folder: String
    let setting: Setting

    /// What was seen of one till.
    struct Life {
        /// From `exec` to a status answered.
        var ready = Duration.zero
        var settled = Memory()
        var afterScans = Memory()
    }

    /// Starts a till and stops it; between, it looks at it, scans `codes` if any, and looks again.
    func life(codes: [String] = []) async throws -> Life {
        let service = LocalService(port: try LocalService.freePort())
        let start = ContinuousClock.now
        let till = try ChildProgram(path: ChildProgram.beside("tilld"), arguments(service.port))
        defer { till.stop() }
        try till.wait(forLine: "tilld: ready")
        while try service.request("GET", "/v1/status").map({ $0 != 200 }) ?? true {
            guard till.isRunning else { throw BenchFault("tilld ended before it was ready") }
            usleep(500)
        }
        var life = Life(ready: ContinuousClock.now - start)
        guard !codes.isEmpty else { return life }
        try await Task.sleep(for: Self.settling)
        life.settled = till.memory
        for code in codes {
            guard try service.request("POST", "/v1/enter", code) == 200 else {
                throw BenchFault("tilld did not take the scan \(code)")
            }
        }
        _ = try service.request("POST", "/v1/enter", "CN")
        try await Task.sleep(for: Self.settling)
        life.afterScans = till.memory
        return life
    }

    private func arguments(_ port: Int) -> [String] {
        [
            "--data", "\(folder)/till", "--boards", setting.boards, "--bench", folder,
            "--programme", setting.programmeFile, "--trade", setting.trade, "--store", "1",
            "--till", "1", "--device", "1", "--port", "\(port)",
        ]
    }
}
