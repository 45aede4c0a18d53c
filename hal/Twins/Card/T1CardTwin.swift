/// The card's side of T=1: blocks in, blocks out, for a reader that only passes them on.
struct T1CardTwin: Sendable {
    private let card: any ChipCardTwin
    /// The most data in a block, either way.
    private let most: Int
    private var received: [UInt8] = []
    private var pieces: [[UInt8]] = []
    private var mine: UInt8 = 0
    private var last: [UInt8] = []
    private var expected = 0
    /// Has asked for more time and not been granted it yet.
    private var isWaiting = false
    /// Asks for more time before the next answer.
    var isSlow = false
    /// Sends the next block with one bit turned.
    var isGarbling = false

    init(_ card: any ChipCardTwin) {
        self.card = card
        most = card.blockLength
    }

    /// What the card sends when `block` has arrived.
    mutating func take(_ block: [UInt8]) -> [UInt8] {
        guard block.count >= 4, block.count == 4 + Int(block[2]), block.reduce(0, ^) == 0 else {
            return sent([0x81 | (UInt8(expected) << 4)], [])
        }
        let control = block[1]
        if control & 0x80 == 0 { return data(control, Array(block[3..<block.count - 1])) }
        if control & 0xC0 == 0x80 { return again(control) }
        guard control == 0xE3, isWaiting else { return sent([0xC2], []) }
        isWaiting = false
        return piece()
    }

    private mutating func data(_ control: UInt8, _ bytes: [UInt8]) -> [UInt8] {
        guard Int(control >> 6) == expected, bytes.count <= most else {
            return sent([0x82 | (UInt8(expected) << 4)], [])
        }
        expected ^= 1
        received += bytes
        if control & 0x20 != 0 { return sent([0x80 | (UInt8(expected) << 4)], []) }
        let response = card.respond(to: received)
        received = []
        pieces = stride(from: 0, to: response.count, by: most).map {
            Array(response[$0..<min($0 + most, response.count)])
        }
        if isSlow {
            isSlow = false
            isWaiting = true
            return sent([0xC3], [2])
        }
        return piece()
    }

    private mutating func piece() -> [UInt8] {
        guard !pieces.isEmpty else { return sent([0xC2], []) }
        let bytes = pieces.removeFirst()
        let control = mine << 6 | (pieces.isEmpty ? 0 : 0x20)
        mine ^= 1
        return sent([control], bytes)
    }

    /// An R block: the next piece, or the last block once more.
    private mutating func again(_ control: UInt8) -> [UInt8] {
        control >> 4 & 1 == mine && !pieces.isEmpty ? piece() : last
    }

    private mutating func sent(_ control: [UInt8], _ bytes: [UInt8]) -> [UInt8] {
        let block = [0] + control + [UInt8(bytes.count)] + bytes
        last = block + [block.reduce(0, ^)]
        guard isGarbling else { return last }
        isGarbling = false
        var spoilt = last
        spoilt[spoilt.count - 1] ^= 0x40
        return spoilt
    }
}
