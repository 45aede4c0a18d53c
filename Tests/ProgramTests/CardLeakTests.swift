import Foundation
import TestSupport
import Testing
import Twins

/// Bank cards at every reader of a till at work: their numbers are nowhere afterwards.
///
/// The cards are made up anew for each run. What is searched is what a thief would take: the data
/// folder with journal, its log and the device book, traces, what the program printed, a core dump
/// of it, and its memory as it is.
@Suite(.serialized) struct CardLeakTests {
    static let head = "board: { vendor: v, revision: a, arch: x86_64 }\n"
    static let stripe = """
        card-reader:
          driver: serial-card-reader
          channel: { bench: card-reader }
          member-cards: [ { prefix: "29", lengths: [13] } ]
          timeout-ms: 30000

        """
    static let wedge = stripe.replacing("serial-card-reader", with: "wedge-card-reader")
    static let chip = """
        smart-card-reader:
          driver: ccid-reader
          model: acr122u
          channel: { bench: chip }
          member-cards: [ { prefix: "29", lengths: [13] } ]
          member-applet: { aid: "F0 53 55 41 4E", file: 1 }
          timeout-ms: 20000

        """
    static let terminal = """
        payment-terminal:
          driver: zvt-terminal
          channel: { bench: terminal }
          currency: 978
          answer-ms: 500
          timeout-ms: 5000

        """

    /// A card number of a bank that does not exist, right by its check digit.
    static func number() -> String {
        var dice = Dice(seed: Dice.seed(for: "a bank card"))
        let digits = "6" + (0..<14).map { _ in "\(Int.random(in: 0...9, using: &dice))" }.joined()
        let sum = digits.utf8.reversed().enumerated().reduce(0) { sum, digit in
            let value = Int(digit.element - 0x30)
            return sum + (digit.offset.isMultiple(of: 2) ? value * 2 - (value > 4 ? 9 : 0) : value)
        }
        return digits + "\((10 - sum % 10) % 10)"
    }

    /// A twin at the end of a cable.
    private struct Bench {
        let cable: PseudoTerminal
        let life: Task<Void, Never>

        init(_ name: String, _ twin: some Twin, in home: Home) throws {
            let cable = try PseudoTerminal(name: name, in: home.path)
            self.cable = cable
            life = Task { await twin.run(on: cable.channel) }
        }

        func end() {
            life.cancel()
            cable.unplug()
        }
    }

    /// A till on `board` that records the wires of `roles`.
    private func till(
        _ home: Home,
        _ port: Int,
        board: String,
        recording roles: [String]
    ) async throws -> RunningProgram {
        let file = home.path + "/box.yaml"
        try (Self.head + board).write(toFile: file, atomically: true, encoding: .utf8)
        let records = roles.flatMap { ["--record", "\($0)=\(home.path)/\($0).trace"] }
        let words = home.words(port: port).map { $0 == "simulated" ? file : $0 }
        let till = try await RunningProgram("tilld", words + records, until: "ready on")
        _ = try await Desk(port).until { $0.isReady }
        return till
    }

    /// Waits until the trace of `role` has `mark` in it so often: the reader has been read so far.
    private func wait(
        for mark: String,
        _ times: Int,
        in role: String,
        of home: Home
    ) async throws {
        let path = "\(home.path)/\(role).trace"
        try await Desk.until {
            let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
            return text.ranges(of: mark).count >= times
        }
    }

    /// Sells something, then looks everywhere for `numbers`.
    private func expectNothing(
        of numbers: [String],
        in home: Home,
        _ till: RunningProgram,
        _ port: Int
    ) async throws {
        try await Desk(port).enter("2100000010011", "CA")
        try expectNothing(of: numbers, in: home, till)
        #expect(till.stop() == 0)
        for number in numbers {
            #expect(try SecretSearch(number).found(inFolder: home.path) == [])
        }
    }

    private func expectNothing(
        of numbers: [String],
        in home: Home,
        _ program: RunningProgram
    ) throws {
        let core = CoreDump(of: program.identifier, in: home.path)
        for number in numbers {
            let search = SecretSearch(number)
            #expect(try search.found(inFolder: home.path) == [], "files, traces and core")
            #expect(search.found(in: Data((program.output + program.errors).utf8)) == [])
            guard let inMemory = search.found(inProcess: program.identifier) else {
                print("SKIPPED: a card's number in a running till: may not look at its memory")
                return
            }
            #expect(inMemory == [], "the program's memory")
        }
        core?.remove()
    }

    @Test func `no stripe and no chip leaves a number behind`() async throws {
        let home = try Home()
        let (striped, chipped) = (Self.number(), Self.number())
        let (reader, slot) = (CardReaderTwin(), SmartCardReaderTwin())
        let benches = [
            try Bench("card-reader", reader, in: home), try Bench("chip", slot, in: home),
        ]
        defer { for bench in benches { bench.end() } }
        let port = Ports.free()
        let roles = ["card-reader", "smart-card-reader"]
        let till = try await till(home, port, board: Self.stripe + Self.chip, recording: roles)
        reader.swipe(number: striped, name: "LI/LEI")
        reader.show(number: striped)
        slot.insert(
            MemberCardTwin(
                application: [0xF0, 0x53, 0x55, 0x41, 0x4E],
                file: 1,
                number: chipped,
                uid: [1, 2, 3, 4]
            )
        )
        // SELECT's answer and READ BINARY's, masked but for their status words.
        try await wait(for: "** 90 00", 2, in: "smart-card-reader", of: home)
        // The end of the plain number, which came last.
        try await wait(for: "** 0D", 1, in: "card-reader", of: home)
        try await expectNothing(of: [striped, chipped], in: home, till, port)
    }

    @Test func `no card reader that types leaves a number behind`() async throws {
        let home = try Home()
        let number = Self.number()
        let wedge = WedgeTwin()
        let bench = try Bench("card-reader", wedge, in: home)
        defer { bench.end() }
        let port = Ports.free()
        let till = try await till(home, port, board: Self.wedge, recording: ["card-reader"])
        wedge.scan("%B\(number)^LI/LEI^49121010000?;\(number)=49121010000?")
        wedge.scan(number)
        // Enter, which is shown, after keys that are not.
        try await wait(for: "01 00 1C 00 01", 2, in: "card-reader", of: home)
        try await expectNothing(of: [number], in: home, till, port)
    }

    @Test func `no payment terminal leaves a number behind that it told`() async throws {
        let home = try Home()
        let twin = PaymentTerminalTwin(.serial, trace: 987_654)
        let bench = try Bench("terminal", twin, in: home)
        defer { bench.end() }
        let file = home.path + "/box.yaml"
        try (Self.head + Self.terminal).write(toFile: file, atomically: true, encoding: .utf8)
        let words = [
            "devices", "record", "payment-terminal", "--to", home.path + "/payment-terminal.trace",
            "--board", file, "--bench", home.path, "--seconds", "60",
        ]
        let till = try await RunningProgram("till", words, until: "recording")
        // The field of the card's number, eight bytes of it.
        try await wait(for: "22 F0 F8 **", 1, in: "payment-terminal", of: home)
        // The twin's customer before, as it makes its numbers.
        let number = "\(5_999_000_000_000_000 + 987_655 * 1_000)"
        try expectNothing(of: [number], in: home, till)
    }

    @Test func `no card that was paid with leaves a number behind`() async throws {
        let home = try Home()
        let twin = PaymentTerminalTwin(.serial, trace: 987_654)
        let bench = try Bench("terminal", twin, in: home)
        defer { bench.end() }
        let port = Ports.free()
        let till = try await till(
            home,
            port,
            board: Self.terminal,
            recording: ["payment-terminal"]
        )
        try await Desk(port).enter("2100000010011", "CD")
        let paid = try await Desk(port).until { $0.sales == 1 }
        #expect(paid.phase == "completed" && twin.account.charges.count == 1)
        // The approval, and in it the field of the card's number.
        try await wait(for: "22 F0 F8 **", 1, in: "payment-terminal", of: home)
        // The twin's customer, whose number begins as that of the one before.
        let number = "\(5_999_000_000_000_000 + 987_656 * 1_000)"
        try await expectNothing(of: [number], in: home, till, port)
    }

    @Test func `a number that a till does keep is found in its memory and in its files`()
        async throws
    {
        let home = try Home()
        let number = Self.number()
        let port = Ports.free()
        let words = home.words(port: port) + ["--shop-name", "Shop \(number)"]
        let till = try await RunningProgram("tilld", words, until: "ready on")
        let search = SecretSearch(number)
        let core = CoreDump(of: till.identifier, in: home.path)
        if let found = search.found(inProcess: till.identifier) {
            #expect(found.contains { $0.hasSuffix("ASCII") })
        } else {
            print("SKIPPED: a card's number in a running till: may not look at its memory")
        }
        if core != nil {
            #expect(try search.found(inFolder: home.path).contains { $0.hasSuffix("ASCII") })
        }
        core?.remove()
        #expect(till.stop() == 0)
    }
}
