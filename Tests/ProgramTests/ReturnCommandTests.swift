import Foundation
import Testing

/// `till return` beside a running `tilld`.
@Suite(.serialized) struct ReturnCommandTests {
    private func till(_ port: Int, _ words: String...) throws -> Program.Outcome {
        try Program("till").run(words + ["--port", "\(port)"])
    }

    @Test func `a cashier takes goods back, once, and the day knows it`() async throws {
        let home = try Home()
        try await withPrinter(in: home) { _ in
            let port = Ports.free()
            let daemon = try await home.till(port: port)
            try await Desk(port).enter("2100000010011", "2100000010011", "CA")
            let grounds = ["--reason", "too sour", "--clerk", "7"]
            func give(_ words: String...) throws -> Program.Outcome {
                try Program("till").run(["return"] + words + grounds + ["--port", "\(port)"])
            }
            let first = try give("1", "--line", "1", "--quantity", "0.001")
            #expect(first.status == 0 && first.output.contains("Give back"), "\(first.errors)")
            #expect(try give("1").status == 0)
            let again = try give("1")
            #expect(again.status == 1 && again.errors.contains("back already"), "\(again.errors)")
            let elsewhere = try give("9")
            #expect(elsewhere.status == 1 && elsewhere.errors.contains("where they were sold"))
            #expect(try give("1", "--quantity", "1").status == 64, "a quantity of which line?")
            let totals = try till(port, "totals")
            #expect(totals.output.contains("returned            2 for "), "\(totals.output)")
            let shown = try till(port, "receipts", "show", "2")
            #expect(shown.output.contains("RETURN") && shown.output.contains("too sour"))
            #expect(daemon.stop() == 0)
        }
    }
}
