import HAL

/// The host's side of T=1 (ISO/IEC 7816-3, 11.6): one command out, one response back, in blocks.
///
///     command ──I──▶ … ──I, more──▶ ◀──R── ──I──▶ ◀──I, more── ──R──▶ ◀──I── response
///                    ◀──S(waiting time)── ──S(the same)──▶ at any time
///
/// It decides, and the driver carries the blocks. A damaged block is asked for again, three times
/// in one command; after that the card has to be woken anew, which the standard wants as well.
struct T1Exchange: CardExchange {
    private static let mostErrors = 3

    /// The most data that the card takes in a block; it may change its mind.
    private var blockLength: Int
    /// The number of the next block that goes out, and of the next one that comes.
    private var outgoing: UInt8 = 0
    private var incoming: UInt8 = 0
    private var command: ArraySlice<UInt8> = []
    /// How much of the command is in the block under way.
    private var pieceLength = 0
    private var lastBlock: [UInt8] = []
    private var errors = 0

    /// An exchange with a card just woken, whose blocks hold at most `blockLength` bytes.
    init(blockLength: UInt8) {
        self.blockLength = Int(min(max(blockLength, 1), 254))
    }

    /// Begins a command with its first block.
    mutating func begin(_ command: CommandAPDU) -> CardStep {
        self.command = command.bytes[...]
        errors = 0
        return .send(piece(), level: 0)
    }

    /// Takes a block that the card sent.
    mutating func handle(
        _ block: Span<UInt8>,
        chain: UInt8,
        into response: inout SensitiveBytes
    ) -> CardStep {
        switch T1Block.kind(of: block) {
        case .data(let number, let hasMore):
            return take(block.extracting(3..<block.count - 1), number, hasMore, &response)
        case .ready(let number) where pieceLength > 0:
            // It asks for the next block, or for the same once more.
            if number == outgoing { return again(lastBlock) }
            return command.count > pieceLength ? nextPiece() : refuse()
        case .ready:
            // It has not understood our R, and wants it again.
            return again(lastBlock)
        case .supervisory(let code, isAnswer: false):
            return serve(code, block)
        case .supervisory, nil:
            return refuse()
        }
    }

    private mutating func piece() -> [UInt8] {
        pieceLength = min(command.count, blockLength)
        let hasMore = command.count > pieceLength
        lastBlock = T1Block.encoded(
            .data(number: outgoing, hasMore: hasMore),
            command.prefix(pieceLength)
        )
        return lastBlock
    }

    private mutating func nextPiece() -> CardStep {
        command = command.dropFirst(pieceLength)
        outgoing ^= 1
        return .send(piece(), level: 0)
    }

    private mutating func take(
        _ data: Span<UInt8>,
        _ number: UInt8,
        _ hasMore: Bool,
        _ response: inout SensitiveBytes
    ) -> CardStep {
        guard number == incoming, command.count <= pieceLength || pieceLength == 0 else {
            return refuse()
        }
        if pieceLength > 0 {
            // The answer's first block says that the command's last one has arrived.
            outgoing ^= 1
            pieceLength = 0
            command = []
        }
        for index in data.indices {
            guard response.append(data[index]) else {
                return .fail("a response of more than \(response.capacity) bytes")
            }
        }
        incoming ^= 1
        guard hasMore else { return .done }
        lastBlock = T1Block.encoded(.ready(number: incoming))
        return .send(lastBlock, level: 0)
    }

    /// Answers a request of the card: a longer wait, or another block length.
    private mutating func serve(_ code: UInt8, _ block: Span<UInt8>) -> CardStep {
        guard block[2] == 1, code == 1 || code == 3 else {
            return .fail("the card broke off (S block \(Hex.text([block[1]])))")
        }
        if code == 1 { blockLength = Int(min(max(block[3], 1), 254)) }
        return .send(
            T1Block.encoded(.supervisory(code: code, isAnswer: true), [block[3]]),
            level: 0
        )
    }

    private mutating func again(_ block: [UInt8]) -> CardStep {
        errors += 1
        return errors > Self.mostErrors
            ? .fail("the card does not understand") : .send(block, level: 0)
    }

    /// Asks for the block again that came damaged or out of turn.
    private mutating func refuse() -> CardStep {
        again(T1Block.encoded(.ready(number: incoming)))
    }
}
