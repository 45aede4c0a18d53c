import HAL

/// A block of the protocol T=1 (ISO/IEC 7816-3, 11.3).
///
///     NAD  PCB  LEN  INF, at most 254  LRC: the XOR of all is zero
///          └ 0S M 00000   I: data; S its number, M more follows
///            10 0 R 00 ee R: go on with number R; ee 0 fine, 1 wrong LRC, 2 another error
///            11 a cc      S: a answer; cc 0 resynchronise, 1 block length, 2 abort, 3 waiting time
enum T1Block {
    /// What a PCB says.
    enum Kind: Equatable {
        case data(number: UInt8, hasMore: Bool)
        case ready(number: UInt8)
        case supervisory(code: UInt8, isAnswer: Bool)
    }

    /// NAD, PCB, LEN and LRC.
    static let overhead = 4

    static func encoded(_ kind: Kind, _ information: some Collection<UInt8> = []) -> [UInt8] {
        let pcb: UInt8 =
            switch kind {
            case .data(let number, let hasMore): number << 6 | (hasMore ? 0x20 : 0)
            case .ready(let number): 0x80 | number << 4
            case .supervisory(let code, let isAnswer): 0xC0 | (isAnswer ? 0x20 : 0) | code
            }
        let block = [0, pcb, UInt8(information.count)] + Array(information)
        return block + [block.reduce(0, ^)]
    }

    /// What a block says, or nothing when it is damaged.
    static func kind(of block: Span<UInt8>) -> Kind? {
        guard block.count >= overhead, Int(block[2]) == block.count - overhead,
            block.indices.reduce(0, { $0 ^ block[$1] }) == 0
        else {
            return nil
        }
        let pcb = block[1]
        switch pcb >> 6 {
        case 0, 1: return .data(number: pcb >> 6 & 1, hasMore: pcb & 0x20 != 0)
        case 2: return block[2] == 0 ? .ready(number: pcb >> 4 & 1) : nil
        default: return .supervisory(code: pcb & 0x1F, isAnswer: pcb & 0x20 != 0)
        }
    }
}
