package import HAL

/// An exchange with a reader that takes whole APDUs, in one message or in several.
///
///     command   wLevelParameter   0 all of it; 1 begins, 3 goes on, 2 ends
///               bChainParameter   10h goes on, please
///     response  bChainParameter   0 all of it; 1 begins, 3 goes on, 2 ends
///               wLevelParameter   10h goes on, please
///
/// Only readers of extended APDUs chain messages (CCID 1.1, 6.1.4 and 6.2.1). One of short APDUs
/// has room for the longest of them.
package struct ChainExchange: CardExchange {
    private static let goOn: UInt8 = 0x10

    private let pieceLength: Int
    private let takesExtended: Bool
    private var rest: ArraySlice<UInt8> = []
    private var hasSent = false
    private var hasReceived = false

    /// An exchange whose messages hold at most `pieceLength` bytes of data.
    package init(pieceLength: Int, takesExtended: Bool) {
        self.pieceLength = max(pieceLength, 1)
        self.takesExtended = takesExtended
    }

    package mutating func begin(_ command: CommandAPDU) -> CardStep {
        let bytes = command.bytes
        guard takesExtended || !command.isExtended && bytes.count <= pieceLength else {
            return .refuse("a command of \(bytes.count) bytes; this reader takes short APDUs")
        }
        rest = bytes[...]
        hasSent = false
        hasReceived = false
        return nextPiece()
    }

    package mutating func handle(
        _ answer: Span<UInt8>,
        chain: UInt8,
        into response: inout SensitiveBytes
    ) -> CardStep {
        guard rest.isEmpty else {
            guard chain == Self.goOn, answer.isEmpty else {
                return .fail("the reader answers before it has the whole command")
            }
            return nextPiece()
        }
        guard let isLast = isLast(chain), isLast || takesExtended && !answer.isEmpty else {
            return .fail("the reader splits a response in a way that is none (\(chain))")
        }
        hasReceived = true
        for index in answer.indices {
            guard response.append(answer[index]) else {
                return .fail("a response of more than \(response.capacity) bytes")
            }
        }
        return isLast ? .done : .send([], level: UInt16(Self.goOn))
    }

    /// Whether a piece of the response is its last; nothing when it does not fit the one before.
    private func isLast(_ chain: UInt8) -> Bool? {
        switch (hasReceived, chain) {
        case (false, 0), (true, 2): true
        case (false, 1), (true, 3): false
        default: nil
        }
    }

    private mutating func nextPiece() -> CardStep {
        let piece = Array(rest.prefix(pieceLength))
        rest = rest.dropFirst(pieceLength)
        let level: UInt16 =
            switch (hasSent, rest.isEmpty) {
            case (false, true): 0
            case (false, false): 1
            case (true, false): 3
            case (true, true): 2
            }
        hasSent = true
        return .send(piece, level: level)
    }
}
