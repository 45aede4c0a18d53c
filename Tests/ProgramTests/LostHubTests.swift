import Foundation
import Testing

/// The hub's machine is lost; there are a backup, a sealed copy of its secret, and a paper.
@Suite(.serialized) struct LostHubTests {
    private func tillhub(_ words: String...) throws -> Program.Outcome {
        try Program("tillhub").run(words)
    }

    /// The first line of what a program printed.
    private func code(_ outcome: Program.Outcome) -> String {
        String(outcome.output.prefix { $0 != "\n" })
    }

    @Test func `a backup and a sealed secret bring the hub back, and its tills know it`()
        async throws
    {
        let home = try Home()
        let (folder, hubPort, port) = (home.path + "/hub", Ports.free(), Ports.free())
        let url = "https://127.0.0.1:\(hubPort)"
        let hub = try await home.hub(port: hubPort, isPaired: true)
        for device in ["1", "2"] {
            let pairing = try tillhub(
                "pair",
                "--data",
                folder,
                "--port",
                "\(hubPort)",
                "--device",
                device
            )
            let box = home.path + (device == "1" ? "/till" : "/other")
            let paired = try Program("till").run(
                ["pair", code(pairing), "--hub", url, "--data", box]
            )
            #expect(paired.status == 0, "\(paired.errors)")
        }
        let revoked = try tillhub("revoke", "2", "--data", folder, "--port", "\(hubPort)")
        #expect(revoked.status == 0, "\(revoked.errors)")
        #expect(hub.stop() == 0)

        let backup = try tillhub("backup", "--data", folder, "--to", home.path + "/backups")
        #expect(backup.status == 0 && backup.output.contains("tillhub key seal"))
        let sealed = home.path + "/hub.sealed"
        let seal = try tillhub("key", "seal", "--data", folder, "--to", sealed)
        #expect(seal.status == 0 && code(seal).count == 34, "\(seal.errors)")
        #expect(try tillhub("key", "seal", "--data", folder, "--to", sealed).status == 65)

        try FileManager.default.removeItem(atPath: folder)
        let name = try #require(
            FileManager.default.contentsOfDirectory(atPath: home.path + "/backups")
                .first { $0.hasSuffix(".sqlite") }
        )
        let restored = try tillhub("restore", "\(home.path)/backups/\(name)", "--data", folder)
        #expect(restored.status == 0, "\(restored.errors)")
        for words in [
            "paired at the backup: 1\n", "revoked at the backup: 2\n", "repeat each tillhub revoke",
            "hub.key is missing",
        ] {
            #expect(restored.output.contains(words), "\(restored.output)")
        }
        let bare = try Program("tillhub").run(home.hubWords(port: hubPort, isPaired: true))
        #expect(bare.status == 65 && bare.errors.contains("is gone"), "\(bare.errors)")

        let wrong = String(code(seal).reversed())
        #expect(try tillhub("key", "open", sealed, wrong, "--data", folder).status == 65)
        let opened = try tillhub("key", "open", sealed, code(seal), "--data", folder)
        #expect(opened.status == 0, "\(opened.errors)")
        let again = try await home.hub(port: hubPort, isPaired: true)
        let till = try await home.till(port: port, hub: hubPort, isPaired: true)
        try await Desk(port).enter("2100000010011", "CA")
        _ = try await Desk(port).until { $0.queue.waiting == 0 && $0.sales == 1 }
        #expect(till.stop() == 0)
        #expect(again.stop() == 0)
    }
}
