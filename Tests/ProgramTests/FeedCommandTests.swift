import Foundation
import Testing

/// A price list at the hub as a stranger publishes it, and a till that sells by it.
@Suite(.serialized) struct FeedCommandTests {
    private static let head =
        "product_id,ean13,department,category,type,unit,points_class,price_cents,name_zh\n"

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

    @Test func `a list that is published while the hub serves is what the till sells by`()
        async throws
    {
        let home = try Home()
        let (hubPort, port) = (Ports.free(), Ports.free())
        let hub = try await home.hub(port: hubPort, isPaired: true)
        let code = try Program("tillhub").run(
            ["pair", "--data", home.path + "/hub", "--port", "\(hubPort)", "--device", "1"]
        ).output.prefix(while: { $0 != "\n" })
        let paired = try Program("till").run(
            [
                "pair", String(code), "--hub", "https://127.0.0.1:\(hubPort)", "--data",
                home.path + "/till",
            ]
        )
        #expect(paired.status == 0, "\(paired.errors)")

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
