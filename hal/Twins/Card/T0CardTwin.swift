/// The card's side of T=0, byte by byte (ISO/IEC 7816-3, 10.3).
///
/// It hears the header, then asks for data or sends it, a procedure byte before each lot. What it
/// has to say for a command that brought data waits for GET RESPONSE.
struct T0CardTwin: Sendable {
    /// What goes wrong with its procedure bytes.
    enum Manner: Sendable {
        /// One procedure byte for all the data.
        case plain
        /// Asks for time, and often for a byte at a time.
        case fickle
        /// Says something that is no procedure byte.
        case rude
    }

    var manner = Manner.plain
    private let card: any ChipCardTwin
    private var random: SeededRandom
    private var header: [UInt8] = []
    private var body: [UInt8] = []
    /// How many bytes the last procedure byte has asked for.
    private var asked = 0
    private var envelope: [UInt8] = []
    private var kept: (data: [UInt8], word: [UInt8]) = ([], [])
    /// What it has said and nobody has fetched.
    private var stream: [UInt8] = []

    init(_ card: any ChipCardTwin, seed: UInt64) {
        self.card = card
        random = SeededRandom(seed: seed)
    }

    /// Takes up to `count` bytes of what it has said.
    mutating func say(_ count: Int) -> [UInt8] {
        defer { stream.removeFirst(min(count, stream.count)) }
        return Array(stream.prefix(count))
    }

    mutating func hear(_ bytes: [UInt8]) {
        for byte in bytes { hear(byte) }
    }

    private mutating func hear(_ byte: UInt8) {
        if header.count < 5 {
            header.append(byte)
            guard header.count == 5 else { return }
            body = []
            asked = 0
            takesData ? askForMore() : give()
            return
        }
        // Nobody asked for it: a header begins.
        guard asked > 0 else {
            header = [byte]
            return
        }
        body.append(byte)
        asked -= 1
        if asked == 0 { body.count < Int(header[4]) ? askForMore() : obey() }
    }

    private var takesData: Bool {
        guard header[4] > 0, header[1] != 0xC0 else { return false }
        return header[1] == 0xC2 || card.takesData(header[1])
    }

    private mutating func askForMore() {
        let rest = Int(header[4]) - body.count
        asked = procedure(for: rest)
    }

    /// Says a procedure byte, and returns how much it is for.
    private mutating func procedure(for rest: Int) -> Int {
        guard manner != .rude else {
            stream.append(header[1] ^ 0x55)
            header = []
            return 0
        }
        guard manner == .fickle else {
            stream.append(header[1])
            return rest
        }
        stream += [UInt8](repeating: 0x60, count: Int.random(in: 0...2, using: &random))
        let takesAll = Int.random(in: 0...3, using: &random) == 0
        stream.append(takesAll ? header[1] : ~header[1])
        return takesAll ? rest : 1
    }

    /// All data is there.
    private mutating func obey() {
        guard header[1] == 0xC2 else {
            keep(card.respond(to: header + body + [0]))
            return
        }
        envelope += body
        let needed = envelope.count < 7 ? 7 : 7 + (Int(envelope[5]) << 8 | Int(envelope[6]))
        guard envelope.count >= needed else {
            end([0x90, 0x00])
            return
        }
        // It needs no Le: what it has to say is fetched.
        let command = Array(envelope.prefix(needed)) + [0, 0]
        envelope = []
        keep(card.respond(to: command))
    }

    /// Keeps what it has to say until it is asked.
    private mutating func keep(_ response: [UInt8]) {
        kept = (response.dropLast(2), response.suffix(2))
        end(
            kept.data.isEmpty
                ? kept.word : [0x61, UInt8(truncatingIfNeeded: min(kept.data.count, 256))]
        )
    }

    /// Sends data, or says why not.
    private mutating func give() {
        if header[1] != 0xC0 {
            // Case 1 and case 2; where there may be more than one TPDU brings, all of it.
            let response = card.respond(
                to: card.keepsRest ? Array(header.prefix(4)) + [0, 0, 0] : header
            )
            kept = (response.dropLast(2), response.suffix(2))
        }
        guard !kept.data.isEmpty else {
            end(header[1] == 0xC0 ? [0x69, 0x85] : kept.word)
            return
        }
        let wanted = header[4] == 0 ? 256 : Int(header[4])
        guard kept.data.count >= wanted else {
            end([0x6C, UInt8(kept.data.count)])
            return
        }
        var lot = kept.data.prefix(wanted)
        kept.data.removeFirst(wanted)
        while !lot.isEmpty, header.count == 5 {
            let count = procedure(for: lot.count)
            stream += lot.prefix(count)
            lot = lot.dropFirst(count)
        }
        guard header.count == 5 else { return }
        end(
            kept.data.isEmpty
                ? kept.word : [0x61, UInt8(truncatingIfNeeded: min(kept.data.count, 256))]
        )
    }

    private mutating func end(_ word: [UInt8]) {
        if manner == .fickle, Bool.random(using: &random) { stream.append(0x60) }
        stream += word
        header = []
    }
}
