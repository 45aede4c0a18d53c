import Foundation
import Testing

/// A till and a hub as a stranger sets them up: code, key, and what happens without.
@Suite(.serialized) struct PairingCommandTests {
    /// The code that `tillhub pair` prints for device 1.
    private func code(_ home: Home, _ hubPort: Int) throws -> String {
        let outcome = try Program("tillhub").run(
            ["pair", "--data", home.path + "/hub", "--port", "\(hubPort)", "--device", "1"]
        )
        #expect(outcome.status == 0, "\(outcome.errors)")
        let code = String(outcome.output.prefix(while: { $0 != "\n" }))
        #expect(code.count == 19, "\(outcome.output.count) letters")
        return code
    }

    private func pair(
        _ home: Home,
        _ code: String,
        _ hubPort: Int
    ) throws -> Program.Outcome {
        try Program("till").run(
            [
                "pair", code, "--hub", "https://127.0.0.1:\(hubPort)", "--data",
                home.path + "/till",
            ]
        )
    }

    /// Audits the hub by the key that the box printed, by the hub's own table, and by another key.
    private func audit(_ home: Home, printed: String) throws {
        let line = String(printed.split(separator: "\n").last?.split(separator: ": ").last ?? "")
        #expect(line.hasPrefix("1 ") && line.count == 66, "\(line.count) letters")
        func audit(_ more: [String]) throws -> Program.Outcome {
            try Program("tillhub").run(["audit", "--data", home.path + "/hub"] + more)
        }
        func audit(by key: String) throws -> Program.Outcome {
            let file = home.path + "/keys.txt"
            try "# of the box\n\(key)\n".write(toFile: file, atomically: true, encoding: .utf8)
            return try audit(["--keys", file])
        }
        let good = try audit(by: line)
        #expect(good.status == 0 && good.output.contains("signed through"), "\(good.errors)")
        #expect(good.output.contains("nothing is broken"), "\(good.output)")
        let own = try audit([])
        #expect(own.status == 0 && own.output.contains("the hub's own table"), "\(own.errors)")
        #expect(try audit(["--export-keys"]).output.contains(line))
        let bad = try audit(by: "1 " + String(repeating: "5", count: 64))
        #expect(bad.status == 1 && bad.output.contains("is nobody's"), "\(bad.output)")
        #expect(try audit(by: "1 5").status == 65, "that is no key")
    }

    private func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test func `a box is paired with a code, sells to its hub, and is revoked`() async throws {
        let home = try Home()
        let (hubPort, port) = (Ports.free(), Ports.free())
        let hub = try await home.hub(port: hubPort, isPaired: true)
        let code = try code(home, hubPort)
        let paired = try pair(home, code.lowercased(), hubPort)
        #expect(paired.status == 0 && paired.output.contains("device 1"), "\(paired.errors)")
        #expect(try pair(home, code, hubPort).status == 65, "a code is used once")
        for file in ["till/device.key", "hub/hub.key"] {
            #expect(try mode("\(home.path)/\(file)") == 0o600, "\(file)")
        }

        let till = try await home.till(port: port, hub: hubPort, isPaired: true)
        try await Desk(port).enter("2100000010011", "CA")
        _ = try await Desk(port).until { $0.queue.waiting == 0 && $0.sales == 1 }
        let revoked = try Program("tillhub").run(
            ["revoke", "1", "--data", home.path + "/hub", "--port", "\(hubPort)"]
        )
        #expect(revoked.status == 0, "\(revoked.errors)")
        try await Desk(port).enter("2100000010028", "CA")
        let waiting = try await Desk(port).until {
            $0.sales == 2 && $0.linkNote.contains("revoked")
        }
        #expect(waiting.queue.waiting > 0)
        #expect(till.stop() == 0)
        #expect(hub.stop() == 0)
        let sales = try Program("tillhub").run(["report", "sales", "--data", home.path + "/hub"])
        #expect(sales.output.split(separator: "\n").count == 2, "a head and one sale")
        try audit(home, printed: paired.output)
        let texts = [
            hub.output, hub.errors, till.output, till.errors, paired.output, paired.errors,
        ]
        let bare = code.filter { $0 != "-" }
        #expect(!texts.contains { $0.contains(code) || $0.contains(bare) })
    }

    @Test func `a till that is not paired sells and sends nothing`() async throws {
        let home = try Home()
        let (hubPort, port) = (Ports.free(), Ports.free())
        let hub = try await home.hub(port: hubPort, isPaired: true)
        let till = try await home.till(port: port, hub: hubPort, isPaired: true)
        try await Desk(port).enter("2100000010011", "CA")
        let status = try await Desk(port).until { $0.sales == 1 }
        #expect(status.queue.waiting == status.queue.journalled)
        #expect(status.link == "unpaired" && status.linkNote.contains("till pair"))
        #expect(till.stop() == 0)
        let bold = try await home.till(port: port, hub: hubPort)
        _ = try await Desk(port).until { $0.linkNote.contains("till pair") }
        #expect(bold.stop() == 0)
        #expect(hub.stop() == 0)
        let sales = try Program("tillhub").run(["report", "sales", "--data", home.path + "/hub"])
        #expect(sales.output.split(separator: "\n").count == 1, "a head and no sale")
    }

    @Test func `plain HTTP to a hub is refused with what to write instead`() throws {
        let home = try Home()
        let code = "FFKQ-T4YC-5T82-QVX4"
        let pairing = try Program("till").run(
            ["pair", code, "--hub", "http://192.0.2.1:7081", "--data", home.path + "/till"]
        )
        #expect(pairing.status == 65 && pairing.errors.contains("https://"), "\(pairing.errors)")
        let words = home.words(port: Ports.free()) + ["--hub", "http://192.0.2.1:7081"]
        let till = try Program("tilld").run(words)
        #expect(till.status == 65 && till.errors.contains("till pair"), "\(till.errors)")
        let hub = try Program("tillhub").run(
            home.hubWords(port: Ports.free()) + ["--host", "0.0.0.0"]
        )
        #expect(hub.status == 64 && hub.errors.contains("--unpaired"), "\(hub.errors)")
    }

    @Test func `keys that others may read, or that are another's, end the program`() async throws {
        let home = try Home()
        let hubPort = Ports.free()
        let hub = try await home.hub(port: hubPort, isPaired: true)
        let code = try code(home, hubPort)
        #expect(try pair(home, code, hubPort).status == 0)
        #expect(hub.stop() == 0)
        let files = FileManager.default
        for (file, program) in [("till/device.key", "tilld"), ("hub/hub.key", "tillhub")] {
            let path = "\(home.path)/\(file)"
            let words =
                program == "tilld"
                ? home.words(port: Ports.free(), hub: hubPort, isPaired: true)
                : home.hubWords(port: hubPort, isPaired: true)
            try files.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
            let open = try Program(program).run(words)
            #expect(open.status == 65 && open.errors.contains("chmod 600"), "\(open.errors)")
            try files.removeItem(atPath: path)
            guard program == "tillhub" else { continue }
            let gone = try Program(program).run(words)
            #expect(gone.status == 65 && gone.errors.contains("is gone"), "\(gone.errors)")
            let other = Data(repeating: 7, count: 32)
            try #require(
                files.createFile(
                    atPath: path,
                    contents: other,
                    attributes: [.posixPermissions: 0o600]
                )
            )
            let wrong = try Program(program).run(words)
            #expect(wrong.status == 65 && wrong.errors.contains("another hub"), "\(wrong.errors)")
        }
    }

    @Test func `a hub for unpaired tills takes no order, and whoever gives one reads why`()
        async throws
    {
        let home = try Home()
        let hubPort = Ports.free()
        let hub = try await home.hub(port: hubPort)
        let store = ["--data", home.path + "/hub", "--port", "\(hubPort)"]
        for words in [["pair", "--device", "1"], ["revoke", "1"]] {
            let outcome = try Program("tillhub").run(words + store)
            #expect(outcome.status == 69 && outcome.output.isEmpty, "\(outcome.errors)")
            #expect(outcome.errors.contains("--unpaired"), "\(outcome.errors)")
        }
        #expect(hub.stop() == 0)
        #expect(try !code(home, hubPort).isEmpty, "once it has stopped, its folder gives codes")
    }

    @Test func `orders are taken from who has the hub's key, and from nobody else`() async throws {
        let home = try Home()
        let (other, hubPort) = (try Home(), Ports.free())
        let hub = try await home.hub(port: hubPort, isPaired: true)
        let stranger = try Program("tillhub").run(
            [
                "pair", "--data", home.path + "/hub", "--key", other.path + "/hub.key", "--port",
                "\(hubPort)", "--device", "1",
            ]
        )
        #expect(stranger.status == 65, "there is no such key: \(stranger.errors)")
        try #require(
            FileManager.default.createFile(
                atPath: other.path + "/hub.key",
                contents: Data(repeating: 7, count: 32),
                attributes: [.posixPermissions: 0o600]
            )
        )
        let thief = try Program("tillhub").run(
            [
                "pair", "--data", home.path + "/hub", "--key", other.path + "/hub.key", "--port",
                "\(hubPort)", "--device", "1",
            ]
        )
        #expect(thief.status == 69 && thief.output.isEmpty, "\(thief.errors)")
        let nobody = try Program("tillhub").run(
            ["revoke", "1", "--data", home.path + "/hub", "--port", "\(hubPort)"]
        )
        #expect(nobody.status == 65 && nobody.errors.contains("not paired"), "\(nobody.errors)")
        #expect(hub.stop() == 0)
    }
}
