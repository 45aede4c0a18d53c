import Glibc
import HAL
import Twins
import Wire

/// A chip card reader of class CCID; the kernel passes every transfer on to our twin.
enum CardChecks {
    static let all = [
        Check("ccid.pcscd", "Debian's pcscd and libccid read a card in our reader twin") { _ in
            let bench = try await CardBench()
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
        }
    ]
}

/// A card reader that is plugged into the guest, with a member's card in it.
final class CardBench: Sendable {
    let card = MemberCardTwin(
        application: [0xF0, 0x01, 0x02, 0x03, 0x04],
        file: 1,
        number: "MEMBER-123"
    )
    let twin = SmartCardReaderTwin()
    let gadget: Gadget
    private let end: FarEnd

    init() async throws {
        gadget = try Gadget(.cardReader, socket: 3)
        let function = try FunctionFS(
            name: "card",
            descriptors: FunctionDescriptors(interfaceClass: 0x0B, special: Self.abilities)
        )
        end = FarEnd(twin) { function }
        twin.insert(card)
        try await gadget.plug()
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
