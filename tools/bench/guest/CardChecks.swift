import Boards
import Glibc
import HAL
import Twins
import Wire

/// A chip card reader of class CCID; the kernel passes every transfer on to our twin.
enum CardChecks {
    static let all = [
        Check("ccid.driver", "our own driver wakes a card in our reader twin and speaks to it") {
            _ in
            try await speaksToACard()
        },
        // Last, for pcscd takes the reader for itself and ends in its own time.
        Check("ccid.pcscd", "Debian's pcscd and libccid read a card in our reader twin") { _ in
            let bench = try await CardBench.shared.value
            bench.twin.insert(bench.card)
            try await bench.gadget.plug()
            defer { try? bench.gadget.unplug() }
            let log = "/run/pcscd.log"
            let pcscd = await Shell.run("pcscd --foreground --info >\(log) 2>&1 & echo $!")
            defer { Int32(pcscd).map { _ = kill($0, SIGTERM) } }
            let wanted = bench.card.answerToReset.map { Hex.text([$0]) }.joined(separator: ":")
            var answer = ""
            try await eventually(for: "the card's answer to reset", within: .seconds(30)) {
                answer = await Shell.run("opensc-tool --atr 2>&1")
                return answer.lowercased().hasSuffix(wanted.lowercased())
            }
            return answer.split(separator: "\n").joined(separator: ", ")
        },
    ]

    private static func speaksToACard() async throws -> String {
        let bench = try await CardBench.shared.value
        bench.twin.insert(bench.card)
        try await bench.gadget.plug()
        defer { try? bench.gadget.unplug() }
        let board = try TestBoard.with(
            """
            smart-card-reader:
              driver: ccid-reader
              channel: { usb: "076b:3021" }
              model: generic
              timeout-ms: 30000
            """
        )
        let devices = await TestBoard.keep(board).devices
        try require(devices.problems.isEmpty, "\(devices.problems)")
        guard let reader = devices.smartCardReader else { throw Broken("the board has none") }
        let answer = try await reader.waitForCard(by: .now + .seconds(10))
        try require(answer.protocols == [1], "a card of T=1 offers \(answer.protocols)")
        guard
            let select = CommandAPDU(
                0x00,
                0xA4,
                0x04,
                0x00,
                data: CardBench.application,
                expected: 256
            )
        else { throw Broken("SELECT is no command") }
        let began = ContinuousClock.now
        let count = 20
        for _ in 1...count {
            let response = try await reader.transmit(select, by: .now + .seconds(5))
            try require(response.status == StatusWord(0x9000), "SELECT: \(response.status)")
        }
        return "\(count) commands, \(milliseconds((ContinuousClock.now - began) / count)) each"
    }
}

/// A card reader that is plugged into the guest, with a member's card in it.
final class CardBench: Sendable {
    /// The one that there is: a function that a program plays lives as long as the program.
    static let shared = Task { try await CardBench() }
    /// The name of the card's application.
    static let application: [UInt8] = [0xF0, 0x01, 0x02, 0x03, 0x04]

    let card = MemberCardTwin(
        application: CardBench.application,
        file: 1,
        number: "MEMBER-123"
    )
    let twin = SmartCardReaderTwin()
    let gadget: Gadget
    let end: FarEnd

    init() async throws {
        gadget = try Gadget(.cardReader, socket: 3)
        let function = try FunctionFS(
            name: "card",
            descriptors: FunctionDescriptors(interfaceClass: 0x0B, special: Self.abilities)
        )
        end = FarEnd(twin) { function }
        twin.insert(card)
    }

    /// The descriptor of CCID 1.1, table 5.1-1: one slot of 5, 3 and 1.8 V, T=1, short and extended
    /// commands as a whole, messages of at most 271 bytes.
    private static let abilities: [UInt8] =
        [54, 0x21, 0x10, 0x01, 0, 7]
        + [2, 0, 0, 0]  // dwProtocols: T=1
        + [0xA0, 0x0F, 0, 0, 0xA0, 0x0F, 0, 0, 0]  // 4 MHz, and no other
        + [0, 0x2A, 0, 0, 0, 0x2A, 0, 0, 0]  // 10,752 bit/s, and no other
        + [254, 0, 0, 0]  // dwMaxIFSD
        + [0, 0, 0, 0, 0, 0, 0, 0]  // no synchronous cards, no mechanics
        + [0xBE, 0x00, 0x04, 0x00]  // dwFeatures: all automatic, commands as a whole
        + [0x0F, 0x01, 0, 0]  // dwMaxCCIDMessageLength
        + [0, 0, 0, 0, 0, 1]  // no GET RESPONSE, no display, no PIN pad, one slot at a time
}

/// Runs Debian's own programs in the guest.
enum Shell {
    private static let worker = Worker()

    /// What `command` says, without the last line end; it waits on a thread of its own.
    static func run(_ command: String) async -> String {
        await worker.run {
            guard let pipe = popen(command, "r") else { return "" }
            defer { pclose(pipe) }
            var said: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 4096)
            while case let count = fread(&buffer, 1, buffer.count, pipe), count > 0 {
                said += buffer[..<count]
            }
            if said.last == 0x0A { said.removeLast() }
            return String(decoding: said, as: UTF8.self)
        }
    }
}
