import Channels
import HAL
import Testing
import Twins

/// What a tty marks, taken apart: bytes stay bytes, and faults stand where they happened.
struct MarkedInputTests {
    typealias Row = (bytes: [UInt8], pieces: [MarkedInput.Piece], why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        ([],                          [],                                               "nothing"),
        ([1, 2],                      [.bytes([1, 2])],                                 "what is not marked"),
        ([0],                         [.bytes([0])],                                    "a nought is a nought"),
        ([0xFF, 0xFF],                [.bytes([0xFF])],                                 "FF comes twice"),
        ([0xFF, 0xFF, 0],             [.bytes([0xFF, 0])],                              "and is no mark then"),
        ([0xFF, 0xFF, 0xFF, 0xFF],    [.bytes([0xFF, 0xFF])],                           "two of them"),
        ([0xFF, 0, 0],                [.fault(.breakOrNought)],                         "a break"),
        ([0xFF, 0, 0x41],             [.fault(.character)],                             "a wrong parity bit"),
        ([0xFF, 0, 0xFF],             [.fault(.character)],                             "FF itself, which is not doubled there"),
        ([0xFF, 0, 0xFF, 0xFF, 0xFF], [.fault(.character), .bytes([0xFF])],             "and FF behind it"),
        ([7, 0xFF, 0, 1, 8],          [.bytes([7]), .fault(.character), .bytes([8])],   "in its place"),
        ([0xFF, 0, 0, 0xFF, 0, 0],    [.fault(.breakOrNought), .fault(.breakOrNought)], "a longer break"),
        ([0xFF, 0x41, 0x42],          [.fault(.unknownMark), .bytes([0x42])],           "no tty does that"),
        ([0xFF],                      [],                                               "the rest has not come"),
        ([0xFF, 0],                   [],                                               "the rest has not come"),
    ]

    @Test(arguments: rows)
    func `a mark is what termios says`(_ row: Row) {
        var input = MarkedInput()
        #expect(input.take(row.bytes) == row.pieces, "\(row.why)")
    }

    @Test(arguments: rows)
    func `it is the same when it comes byte by byte`(_ row: Row) {
        var input = MarkedInput()
        let pieces = row.bytes.flatMap { input.take([$0]) }
        #expect(Self.joined(pieces) == row.pieces, "\(row.why)")
    }

    @Test(arguments: [11, 12, 13, 14] as [UInt64])
    func `what a tty marks comes back as it was, however it is cut`(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for _ in 0..<500 {
            var wire: [UInt8] = []
            var pieces: [MarkedInput.Piece] = []
            for _ in 0..<Int.random(in: 0...40, using: &random) {
                // Mostly the bytes that marks are made of.
                let byte =
                    [0xFF, 0x00, UInt8.random(in: 0...255, using: &random)]
                    .randomElement(using: &random) ?? 0
                if Int.random(in: 0...4, using: &random) == 0 {
                    wire += [0xFF, 0, byte]
                    pieces.append(.fault(byte == 0 ? .breakOrNought : .character))
                } else {
                    wire += byte == 0xFF ? [0xFF, 0xFF] : [byte]
                    pieces.append(.bytes([byte]))
                }
            }
            var input = MarkedInput()
            var heard: [MarkedInput.Piece] = []
            while !wire.isEmpty {
                let count = Int.random(in: 1...wire.count, using: &random)
                heard += input.take(Array(wire.prefix(count)))
                wire.removeFirst(count)
            }
            #expect(Self.joined(heard) == Self.joined(pieces), "seed \(seed)")
        }
    }

    @Test(arguments: [21, 22, 23] as [UInt64])
    func `no bytes make it stumble or swell`(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var input = MarkedInput()
        for _ in 0..<3000 {
            let noise = (0..<Int.random(in: 0...30, using: &random)).map { _ in
                [0xFF, 0, 0x10, UInt8.random(in: 0...255, using: &random)]
                    .randomElement(using: &random) ?? 0
            }
            let count = input.take(noise).reduce(0) { sum, piece in
                if case .bytes(let bytes) = piece { sum + bytes.count } else { sum + 1 }
            }
            #expect(count <= noise.count, "seed \(seed)")
        }
    }

    /// Neighbouring bytes in one piece.
    private static func joined(_ pieces: [MarkedInput.Piece]) -> [MarkedInput.Piece] {
        pieces.reduce(into: []) { joined, piece in
            if case .bytes(let more) = piece, case .bytes(let bytes) = joined.last {
                joined[joined.count - 1] = .bytes(bytes + more)
            } else {
                joined.append(piece)
            }
        }
    }
}
