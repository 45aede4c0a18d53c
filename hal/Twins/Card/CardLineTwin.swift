/// What lies between a reader's XfrBlock and its card, for each level of reader.
struct CardLineTwin: Sendable {
    /// What the reader answers: an error code, or data with its `bChainParameter`.
    struct Answer: Equatable, Sendable {
        var error: UInt8?
        var chain: UInt8 = 0
        var data: [UInt8] = []

        static func failed(_ error: UInt8) -> Answer { Answer(error: error) }
    }

    private let card: any ChipCardTwin
    private let level: SmartCardReaderTwin.Level
    private let pieceLength: Int
    private var blocks: T1CardTwin
    private var bytes: T0CardTwin
    /// Pieces of a command, then of its response.
    private var command: [UInt8] = []
    private var pieces: [[UInt8]] = []
    private var random: SeededRandom
    /// Splits responses that fit one message.
    var splits = false
    /// Says of the next piece that it is another.
    var isMisleading = false

    init(
        _ card: any ChipCardTwin,
        _ level: SmartCardReaderTwin.Level,
        pieceLength: Int,
        seed: UInt64
    ) {
        self.card = card
        self.level = level
        self.pieceLength = pieceLength
        blocks = T1CardTwin(card)
        bytes = T0CardTwin(card, seed: seed)
        random = SeededRandom(seed: seed)
    }

    /// The next answer of a T=1 card goes wrong in this way.
    mutating func spoil(isGarbling: Bool, isSlow: Bool) {
        if isGarbling { blocks.isGarbling = true }
        if isSlow { blocks.isSlow = true }
    }

    /// How a T=0 card speaks from now on.
    mutating func behave(_ manner: T0CardTwin.Manner) {
        bytes.manner = manner
    }

    /// Takes the data of an XfrBlock with its `wLevelParameter`.
    mutating func take(_ data: [UInt8], _ parameter: UInt16) -> Answer {
        switch level {
        case .shortAPDU:
            guard data.count <= 261, !isExtended(data) else { return .failed(0x01) }
            return Answer(data: whole(data))
        case .extendedAPDU:
            return chained(data, parameter)
        case .tpdu where card.speaksT0:
            return tpdu(data)
        case .tpdu:
            return Answer(data: blocks.take(data))
        case .character:
            bytes.hear(data)
            let said = bytes.say(Int(parameter))
            return said.count == Int(parameter) ? Answer(data: said) : .failed(0xFE)
        }
    }

    private func isExtended(_ data: [UInt8]) -> Bool { data.count > 5 && data[4] == 0 }

    private func whole(_ command: [UInt8]) -> [UInt8] {
        Self.contactless(command, card) ?? card.respond(to: command)
    }

    /// A reader of TPDUs obeys the procedure bytes itself.
    private mutating func tpdu(_ data: [UInt8]) -> Answer {
        guard data.count >= 5, data.count == 5 || data.count == 5 + Int(data[4]) else {
            return .failed(0x01)
        }
        var rest = data.dropFirst(5)
        var wanted = rest.isEmpty ? (data[4] == 0 ? 256 : Int(data[4])) : 0
        var answer: [UInt8] = []
        bytes.hear(Array(data.prefix(5)))
        while let byte = bytes.say(1).first {
            switch byte {
            case 0x60: continue
            case data[1], ~data[1]:
                let isAll = byte == data[1]
                if rest.isEmpty {
                    let lot = bytes.say(isAll ? wanted : 1)
                    answer += lot
                    wanted -= lot.count
                } else {
                    bytes.hear(isAll ? Array(rest) : [rest.removeFirst()])
                    if isAll { rest = [] }
                }
            case 0x61...0x6F, 0x90...0x9F: return Answer(data: answer + [byte] + bytes.say(1))
            default: return .failed(0xF4)
            }
        }
        return .failed(0xFE)
    }

    /// Messages in a chain (CCID 1.1, 6.1.4 and 6.2.1).
    private mutating func chained(_ data: [UInt8], _ parameter: UInt16) -> Answer {
        switch (parameter, command.isEmpty) {
        case (0, true): return respond(to: data)
        case (1, true), (3, false):
            command += data
            return Answer(chain: mislead(0x10))
        case (2, false):
            defer { command = [] }
            return respond(to: command + data)
        case (0x10, true) where data.isEmpty && !pieces.isEmpty: return nextPiece(isFirst: false)
        default: return .failed(0x08)
        }
    }

    private mutating func respond(to command: [UInt8]) -> Answer {
        let response = whole(command)
        let length =
            splits ? Int.random(in: 1...max(1, response.count / 3), using: &random) : pieceLength
        pieces = stride(from: 0, to: response.count, by: length).map {
            Array(response[$0..<min($0 + length, response.count)])
        }
        return nextPiece(isFirst: true)
    }

    private mutating func nextPiece(isFirst: Bool) -> Answer {
        let piece = pieces.removeFirst()
        let chain: UInt8 =
            switch (isFirst, pieces.isEmpty) {
            case (true, true): 0
            case (true, false): 1
            case (false, false): 3
            case (false, true): 2
            }
        return Answer(chain: mislead(chain), data: piece)
    }

    private mutating func mislead(_ chain: UInt8) -> UInt8 {
        guard isMisleading else { return chain }
        isMisleading = false
        return chain == 2 ? 1 : 2
    }

    /// What a contactless reader answers itself: class FF, GET DATA.
    private static func contactless(_ command: [UInt8], _ card: any ChipCardTwin) -> [UInt8]? {
        guard let uid = card.uid, command.count == 5, command[0] == 0xFF else { return nil }
        switch (command[1], command[2]) {
        case (0xCA, 0): return uid + [0x90, 0x00]
        case (0xCA, 1): return Array(card.answerToReset.dropFirst(4).dropLast()) + [0x90, 0x00]
        default: return [0x6A, 0x81]
        }
    }
}
