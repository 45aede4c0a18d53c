import Twins

/// A printer at the bench in `home`, while `body` works with the tills there.
func withPrinter(
    in home: Home,
    _ body: (PrinterTwin) async throws -> Void
) async throws {
    let twin = PrinterTwin()
    let cable = try PseudoTerminal(name: "printer", in: home.path)
    let life = Task { await twin.run(on: cable.channel) }
    defer {
        life.cancel()
        cable.unplug()
    }
    try await body(twin)
}
