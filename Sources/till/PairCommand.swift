internal import ArgumentParser
internal import CommandKit
internal import Identity
internal import Sync

/// Pairs the till on this box with its hub.
struct PairCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pair",
        abstract: "Pairs this box with the hub that printed a code.",
        discussion: """
            The box makes a key of its own, which never leaves it, and keeps the hub's: from then \
            on it believes this hub and no other. The code is not sent. Type it without spaces or \
            in quotes; without one it is read from the input, where no list of processes shows it. \
            A box that is paired already gets a new key. Start tilld (again) afterwards.
            """
    )

    @Argument(help: "The code, as tillhub pair prints it.")
    var code: String?
    @Option(help: "The hub's address, as https://HOST:PORT.")
    var hub: String
    @Option(help: "The till's data folder, as tilld has it.")
    var data: String

    func run() async throws {
        guard let code = PairingCode(typed: code ?? readLine() ?? "") else {
            throw Failure.data(
                "this is no code: it has 16 letters and digits, and one of these is wrong"
            )
        }
        try DataFolder.make(data)
        let file = TillKeyFile(folder: data)
        let seed = try file.seed()
        let trust = HubTrust.unproven(showing: .till(seed))
        if let problem = trust.problem(with: hub) { throw Failure.data("--hub \(problem)") }
        let link = HTTPHubLink(base: hub, trust: trust)
        var generator = SystemRandomNumberGenerator()
        let nonce = (generator.next(), generator.next())
        let till: TillIdentity
        do throws(PairingError) {
            till = try await Pairing(over: link).pair(code, seed, nonce: nonce)
        } catch {
            switch error {
            case .noAnswer: throw Failure.unavailable("\(error)")
            case .refused, .isAnotherHub: throw Failure.data("\(error)")
            }
        }
        try file.keep(till)
        print("paired as device \(till.device); start tilld with --device \(till.device)")
        print("for who audits the hub: \(till.device) \(till.key)")
    }
}
