import Foundation
import Testing
import Twins

/// `till receipts` beside a running `tilld`: the journal is the till's own, so it is asked.
@Suite(.serialized) struct ReceiptsCommandTests {
    private struct Report: Decodable {
        struct Print: Decodable {
            let copy: Int
            let state: String
        }

        let number: Int
        let isOnPaper: Bool
        let prints: [Print]
    }

    private func receipts(_ port: Int, _ words: String...) throws -> Program.Outcome {
        try Program("till").run(["receipts"] + words + ["--port", "\(port)"])
    }

    /// What `till receipts list` says, once all paper is out.
    private func settled(_ port: Int, prints: Int) async throws -> [Report] {
        var reports: [Report] = []
        _ = try await Desk(port).until { _ in
            let list = Data(((try? receipts(port, "list", "--json").output) ?? "").utf8)
            reports = (try? JSONDecoder().decode([Report].self, from: list)) ?? []
            let states = reports.flatMap { $0.prints.map(\.state) }
            return states.count == prints && states.allSatisfy { $0 == "cut" }
        }
        return reports
    }

    @Test func `a cashier lists receipts, shows one and prints a copy`() async throws {
        let home = try Home()
        try await withPrinter(in: home) { twin in
            let port = Ports.free()
            let till = try await home.till(port: port)
            #expect(try receipts(port, "list").output == "There is no receipt yet.\n")
            try await Desk(port).enter("2100000010011", "CA", "2100000010028", "CA")
            #expect(try await settled(port, prints: 2).map(\.number) == [2, 1])
            let unproven = try receipts(port, "list", "--unproven")
            #expect(unproven.output == "Every receipt is on paper.\n")
            let shown = try receipts(port, "show", "2")
            #expect(shown.status == 0 && shown.output.contains("#2"), "\(shown.output)")

            let copy = try receipts(port, "reprint", "1")
            #expect(copy.status == 0 && copy.output.contains("copy 1"), "\(copy.errors)")
            let reports = try await settled(port, prints: 3)
            #expect(reports.last?.prints.map(\.copy) == [0, 1])
            #expect(twin.roll.elements.contains { $0.plainText.contains("重打 DUPLICATE 1") })

            let none = try receipts(port, "reprint", "7")
            #expect(none.status == 1 && none.errors.contains("no receipt 7"), "\(none.errors)")
            #expect(try receipts(port, "show", "2017-05-01/1").status == 1)
            #expect(till.stop() == 0)
        }
    }
}
