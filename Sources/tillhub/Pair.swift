internal import ArgumentParser
internal import CommandKit
internal import DurableSQLite
internal import Hub
internal import HubWeb
internal import Identity
internal import Records

/// Prints a code by which a till is paired.
struct Pair: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prints a code by which one box is paired, once and within ten minutes.",
        discussion: """
            Type it on the box: till pair CODE --hub URL --data DIR. The box then has the number, \
            and a key of its own; a box that had the number before is not heard any more. After \
            five wrong tries the code is void. While tillhub serve has the hub's folder, this asks \
            it at --port; one that runs with --unpaired takes no order.
            """
    )

    @OptionGroup var store: StoreOption
    @OptionGroup var key: KeyOption
    @OptionGroup var desk: DeskOption
    @Option(help: "The number that the box gets; one that it has, or a new one.")
    var device: UInt32

    /// How many codes are tried whose names may be in use.
    private static let attempts = 8

    func run() async throws {
        let hub = try await Desk.open(store, key, desk)
        for _ in 0..<Self.attempts {
            var generator = SystemRandomNumberGenerator()
            let code = PairingCode(chance: (generator.next(), generator.next()))
            let offer = PairingOffer(of: DeviceID(device), to: code, at: HubCore.wallClock())
            if try await hub.keep(offer) {
                print("\(code.spelled)\nfor device \(device), once and within ten minutes")
                return
            }
        }
        throw Failure.unavailable("too many codes are open now; repeat this in ten minutes")
    }
}

/// Takes a till's key back.
struct Revoke: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Takes a till's key back: the hub hears nothing more from it.",
        discussion: """
            For a box that is stolen or given away. It sells on if somebody lets it, but nothing \
            of that comes here. To take it up again, pair it. A hub that is restored from a \
            backup knows only what was revoked before that: repeat it then. While tillhub serve \
            has the hub's folder, this asks it at --port; one that runs with --unpaired takes no \
            order.
            """
    )

    @OptionGroup var store: StoreOption
    @OptionGroup var key: KeyOption
    @OptionGroup var desk: DeskOption
    @Argument(help: "The till's device number.")
    var device: UInt32

    func run() async throws {
        guard try await Desk.open(store, key, desk).revoke(DeviceID(device)) else {
            throw Failure.data("device \(device) is not paired here")
        }
        print("device \(device) is revoked")
        print("a hub restored from a backup of before does not know it: make a new backup soon")
    }
}
