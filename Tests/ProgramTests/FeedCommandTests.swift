import Foundation
import TestSupport
import Testing

/// A price list at the hub as a stranger publishes it, and a till that sells by it.
@Suite(.serialized) struct FeedCommandTests {
    private static let head =
        "product_id,ean13,department,category,type,unit,points_class,price_cents,name_zh\n"

    /// Has the hub pair a till as device 1.
    @Test func `a till knows a member by the card, and neither end keeps its number`()
        async throws
    {
        let home = try Home()
        let (hubPort, port) = (Ports.free(), Ports.free())
        let hub = try await home.hub(port: hubPort, isPaired: true)
        try home.pair(hubPort)
        let card = "2112345678905"
        let path = home.path + "/spring.csv"
        let phone = "13812348765"
        try "member_id,card_ean13,phone\n77001,\(card),\(phone)\n"
            .write(toFile: path, atomically: true, encoding: .utf8)
        let words = ["feed", "publish", "members", path, "--data", home.path + "/hub"]
        let published = try Program("tillhub").run(words + ["--port", "\(hubPort)"])
        #expect(published.status == 0, "\(published.errors)")

        let till = try await home.till(port: port, hub: hubPort, isPaired: true)
        _ = try await Desk(port).until { $0.feeds.contains { $0.name == "members" } }
        try await Desk(port).enter("777", card, "PH\(phone)", phone)
        #expect(try await Desk(port).status().lines.count == 1, "it is a member and no article")
        try await Desk(port).enter("CN")
        let search = SecretSearch(card)
        for folder in [home.path + "/till", home.path + "/hub"] {
            #expect(try search.found(inFolder: folder) == [])
            #expect(try FileSearch.files(in: folder, with: phone) == [])
        }
        // The bad twin: the list itself, from which both came, is found.
        #expect(try !search.found(inFolder: home.path).isEmpty)
        #expect(try FileSearch.files(in: home.path, with: phone) == ["spring.csv"])
        let facts = try FileManager.default.attributesOfItem(
            atPath: home.path + "/till/lookup.key"
        )
        #expect(facts[.posixPermissions] as? Int == 0o600)
        #expect(facts[.size] as? Int == 68)
        let version = try await Desk(port).status().feeds.map(\.version).max() ?? 0
        try erase(home, hubPort)
        // A till that starts asks at once, one that runs within ninety seconds.
        #expect(till.stop() == 0)
        let again = try await home.till(port: port, hub: hubPort, isPaired: true)
        _ = try await Desk(port).until { $0.feeds.contains { $0.version > version } }
        #expect(again.stop() == 0 && hub.stop() == 0)
        try checkBooks(home)
        let said = "\(till.output)\(till.errors)\(hub.output)\(hub.errors)\(again.errors)"
        #expect(!said.contains(card) && !said.contains(phone))
    }

    /// Erases the member while the hub is at work.
    private func erase(_ home: Home, _ hubPort: Int) throws {
        let words = ["member", "erase", "77001", "--data", home.path + "/hub"]
        let nameless = try Program("tillhub").run(words + ["--port", "\(hubPort)"])
        #expect(nameless.status == 64)
        let erased = try Program("tillhub").run(
            words + ["--by", "Mei", "--port", "\(hubPort)"]
        )
        #expect(erased.status == 0 && erased.output.contains("2 of their"), "\(erased.errors)")
    }

    /// The chains of both ends are whole after all that, and the hub tells who was erased.
    private func checkBooks(_ home: Home) throws {
        let hub = try Program("tillhub").run(["verify", "--data", home.path + "/hub"])
        #expect(hub.status == 0, "\(hub.output)\(hub.errors)")
        let till = try Program("till").run(
            ["journal", "verify", home.path + "/till/till.db"]
        )
        #expect(till.status == 0, "\(till.output)\(till.errors)")
        let list = try Program("tillhub").run(
            ["member", "erasures", "--json", "--data", home.path + "/hub"]
        )
        #expect(list.output.contains("\"member\":77001"), "\(list.output)\(list.errors)")
    }

    private func publish(_ home: Home, _ port: Int, _ rows: String) throws -> Program.Outcome {
        let path = home.path + "/spring.csv"
        try (Self.head + rows).write(toFile: path, atomically: true, encoding: .utf8)
        return try Program("tillhub").run(
            [
                "feed", "publish", "catalogue", path, "--data", home.path + "/hub", "--port",
                "\(port)",
            ]
        )
    }

    /// Publishes R1 with some words that are others.
    private func publishProgramme(
        _ home: Home,
        _ port: Int,
        _ changes: [(String, String)]
    ) throws -> Program.Outcome {
        let path = home.path + "/plus.yaml"
        var text = try String(
            contentsOfFile: "\(Program.root)/\(BadInputTests.r1)",
            encoding: .utf8
        )
        for (old, new) in changes { text = text.replacing(old, with: new) }
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return try Program("tillhub").run(
            [
                "feed", "publish", "programmes", path, "--data", home.path + "/hub", "--port",
                "\(port)",
            ]
        )
    }

    @Test func `a programme that is published is what till and hub go by, after a start as well`()
        async throws
    {
        let home = try Home()
        let (hubPort, port) = (Ports.free(), Ports.free())
        var hub = try await home.hub(port: hubPort, isPaired: true)
        try home.pair(hubPort)
        let till = try await home.till(port: port, hub: hubPort, isPaired: true)
        #expect(try await Desk(port).status().programme == "r1@1")

        let wrong = try publishProgramme(home, hubPort, [("  points: 1", "  pionts: 1")])
        #expect(wrong.status == 65 && wrong.errors.contains("plus.yaml:12: earn.pionts"))
        let taken = try publishProgramme(home, hubPort, [("  points: 1", "  points: 3")])
        #expect(taken.status == 65 && taken.errors.contains("up to 2"), "\(taken.errors)")
        let right = try publishProgramme(home, hubPort, [("version: 1", "version: 2")])
        #expect(right.status == 0 && right.output.contains("1 new or changed"), "\(right.errors)")
        let path = home.path + "/shop.yaml"
        try "shop-name: 万家\n".write(toFile: path, atomically: true, encoding: .utf8)
        let settings = try Program("tillhub").run(
            [
                "feed", "publish", "configuration", path, "--data", home.path + "/hub", "--port",
                "\(hubPort)",
            ]
        )
        #expect(settings.status == 0, "\(settings.errors)")
        #expect(hub.stop() == 0)
        #expect(till.stop() == 0)

        // Both start with the files that they started with before.
        hub = try await home.hub(port: hubPort, isPaired: true)
        #expect(hub.errors.contains("r1@2 is published"), "\(hub.errors)")
        let again = try await home.till(port: port, hub: hubPort, isPaired: true)
        _ = try await Desk(port).until { $0.programme == "r1@2" }
        let status = try Program("till").run(["status", "--port", "\(port)"])
        #expect(status.output.contains("programme: r1@2"), "\(status.output)")
        _ = try await Desk(port).until { $0.feeds.contains { $0.name == "configuration" } }
        try await Desk(port).enter("2100000010011", "CA")
        _ = try await Desk(port).until { $0.queue.waiting == 0 }
        let receipt = try Program("till").run(["receipts", "show", "1", "--port", "\(port)"])
        #expect(receipt.output.contains("万家"), "\(receipt.output)\(receipt.errors)")
        #expect(again.stop() == 0)
        #expect(hub.stop() == 0)
    }

    @Test func `a list that is published while the hub serves is what the till sells by`()
        async throws
    {
        let home = try Home()
        let (hubPort, port) = (Ports.free(), Ports.free())
        let hub = try await home.hub(port: hubPort, isPaired: true)
        try home.pair(hubPort)

        let wrong = try publish(home, hubPort, "9001,777,PRODUCE,,,stone,standard,250,春梨\n")
        #expect(wrong.status == 65 && wrong.errors.contains("spring.csv:2: unit"))
        let right = try publish(home, hubPort, "9001,777,PRODUCE,,,each,standard,250,春梨\n")
        #expect(right.status == 0 && right.output.contains("1 new or changed"), "\(right.errors)")
        let again = try publish(home, hubPort, "9001,777,PRODUCE,,,each,standard,250,春梨\n")
        #expect(again.status == 0 && again.output.contains("is so already"), "\(again.output)")

        let till = try await home.till(port: port, hub: hubPort, isPaired: true)
        _ = try await Desk(port).until { $0.feeds.contains { $0.name == "catalogue" } }
        try await Desk(port).enter("777")
        #expect(try await Desk(port).status().lines.map(\.name) == ["春梨"])
        try await Desk(port).enter("2100000010011")
        #expect(try await Desk(port).status().lines.last?.name.hasPrefix("#") == true)
        let status = try Program("till").run(["status", "--port", "\(port)"])
        #expect(status.output.contains("catalogue: version 1"), "\(status.output)")
        try await Desk(port).enter("CN")
        #expect(till.stop() == 0)
        #expect(hub.stop() == 0)
        let list = try Program("tillhub").run(
            ["feed", "list", "--json", "--data", home.path + "/hub"]
        )
        #expect(list.output.contains("\"feed\":\"catalogue\""), "\(list.output)\(list.errors)")
    }
}

extension Home {
    /// Pairs the till with the hub that serves at `port`.
    func pair(_ port: Int) throws {
        let code = try Program("tillhub").run(
            ["pair", "--data", path + "/hub", "--port", "\(port)", "--device", "1"]
        ).output.prefix(while: { $0 != "\n" })
        let paired = try Program("till").run(
            [
                "pair", String(code), "--hub", "https://127.0.0.1:\(port)", "--data",
                path + "/till",
            ]
        )
        #expect(paired.status == 0, "\(paired.errors)")
    }
}
