import Foundation
import Testing
import Twins

/// `tilld` and `tillhub` on this machine: who may run, and what survives a kill.
@Suite(.serialized) struct DaemonTests {
    @Test func `a second tilld on one database is refused and told who has it`() async throws {
        let home = try Home()
        let first = try await home.till(port: Ports.free())
        let second = try Program("tilld").run(home.words(port: Ports.free()))
        #expect(second.status == 69)
        #expect(second.errors.contains("process \(first.identifier)"), "\(second.errors)")
        #expect(first.stop() == 0)
    }

    @Test func `a port in use ends tilld with the port and the fix`() async throws {
        let (one, other) = (try Home(), try Home())
        let port = Ports.free()
        let first = try await one.till(port: port)
        let second = try Program("tilld").run(other.words(port: port))
        #expect(second.status == 69)
        #expect(second.errors.contains("\(port)") && second.errors.contains("--port"))
        #expect(!second.output.contains("ready"), "it never listened")
        #expect(first.stop() == 0)
    }

    @Test func `a tilld that says it is ready answers the first who asks`() async throws {
        let home = try Home()
        let port = Ports.free()
        let till = try await RunningProgram("tilld", home.words(port: port), until: "ready on")
        #expect(try await Desk(port).status().sales == 0)
        #expect(till.stop() == 0)
    }

    @Test func `a box keeps the secret of its card tokens from one start to the next`() async throws
    {
        let home = try Home()
        let file = URL(filePath: home.path + "/till/card.key")
        let first = try await home.till(port: Ports.free())
        let key = try Data(contentsOf: file)
        #expect(key.count == 32 && first.stop() == 0)
        let facts = try FileManager.default.attributesOfItem(atPath: file.path)
        #expect(facts[.posixPermissions] as? Int == 0o600)
        let second = try await home.till(port: Ports.free())
        #expect(try Data(contentsOf: file) == key && second.stop() == 0)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file.path)
        let third = try Program("tilld").run(home.words(port: Ports.free()))
        #expect(third.status == 65 && third.errors.contains("card.key"), "\(third.errors)")
    }

    @Test func `a scanner that is plugged in after the start scans all the same`() async throws {
        let home = try Home()
        let port = Ports.free()
        let till = try await home.till(port: port)
        let scanner = ScannerTwin()
        let cable = try PseudoTerminal(name: "scanner", in: home.path)
        let life = Task { await scanner.run(on: cable.channel) }
        defer {
            life.cancel()
            cable.unplug()
        }
        // Whoever opens a port drops what came before, so the goods are shown until they are rung.
        let status = try await Desk(port).until {
            scanner.scan("2100000010011")
            return !$0.lines.isEmpty
        }
        #expect(status.phase == "ringing")
        #expect(till.stop() == 0)
    }

    @Test func `a port in use ends tillhub with the port`() async throws {
        let (one, other) = (try Home(), try Home())
        let port = Ports.free()
        let hub = try await one.hub(port: port)
        let second = try Program("tillhub").run(other.hubWords(port: port))
        #expect(second.status == 69 && second.errors.contains("\(port)"), "\(second.errors)")
        #expect(!second.output.contains("listening"), "it never listened")
        #expect(hub.stop() == 0)
    }

    @Test func `a basket survives a kill and the hub has every sale once`() async throws {
        let home = try Home()
        let hubPort = Ports.free()
        let hub = try await home.hub(port: hubPort)
        let port = Ports.free()
        do {
            let till = try await home.till(port: port, hub: hubPort)
            try await Desk(port).enter("2100000010011", "2100000010028", "CA")
            try await Desk(port).enter("2100000010011", "3*2100000010028")
            #expect(try await Desk(port).status().lines.count == 2)
            kill(till.identifier, SIGKILL)
        }
        let till = try await home.till(port: port, hub: hubPort)
        let resumed = try await Desk(port).status()
        #expect(resumed.lines.count == 2 && resumed.phase == "ringing")
        try await Desk(port).enter("CA")
        let done = try await Desk(port).until { $0.queue.waiting == 0 && $0.sales == 2 }
        #expect(done.queue.acknowledged == done.queue.journalled)
        #expect(till.stop() == 0)
        #expect(hub.stop() == 0)

        let sales = try Program("tillhub").run(
            ["report", "till-days", "--data", home.path + "/hub", "--as-of", "2999-01-01"]
        )
        #expect(sales.output.split(separator: "\n").last?.contains(",2,2,") == true)
        #expect(try Program("tillhub").run(["verify", "--data", home.path + "/hub"]).status == 0)
        #expect(try Program("till").run(["journal", "verify", home.path + "/till"]).status == 0)
    }
}

/// A folder with a till and a hub in it, gone when the test is.
final class Home {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "home-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    func words(port: Int, hub: Int? = nil, isPaired: Bool = false) -> [String] {
        [
            "--data", path + "/till", "--board", "simulated", "--programme", BadInputTests.r1,
            "--trade", BadInputTests.shop, "--store", "1", "--till", "1", "--device", "1",
            "--port", "\(port)", "--bench", path,
        ] + (hub.map { ["--hub", "\(isPaired ? "https" : "http")://127.0.0.1:\($0)"] } ?? [])
            + (isPaired ? [] : ["--unpaired"])
    }

    func till(
        port: Int,
        hub: Int? = nil,
        isPaired: Bool = false
    ) async throws -> RunningProgram {
        let words = words(port: port, hub: hub, isPaired: isPaired)
        let till = try await RunningProgram("tilld", words, until: "ready on")
        _ = try await Desk(port).until { $0.isReady }
        return till
    }

    func hubWords(port: Int, isPaired: Bool = false) -> [String] {
        [
            "serve", "--data", path + "/hub", "--programme", BadInputTests.r1,
            "--trade", BadInputTests.shop, "--port", "\(port)",
        ] + (isPaired ? [] : ["--unpaired"])
    }

    func hub(port: Int, isPaired: Bool = false) async throws -> RunningProgram {
        let words = hubWords(port: port, isPaired: isPaired)
        return try await RunningProgram("tillhub", words, until: "listening on")
    }
}
