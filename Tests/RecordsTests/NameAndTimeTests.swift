import Records
import Testing

/// Names that sort by time, and clocks that never go back.
struct NameAndTimeTests {
    @Test func `a name has the layout of UUID version 7`() {
        let name = OperationID(
            milliseconds: 0x0123_4567_89AB,
            chance: (UInt64.max, UInt64.max)
        )
        #expect(name.description == "01234567-89ab-7fff-bfff-ffffffffffff")
        let plain = OperationID(milliseconds: 0, chance: (0, 0))
        #expect(plain.description == "00000000-0000-7000-8000-000000000000")
    }

    @Test func `names made later sort later`() {
        let names = [5, 6, 4000, 1 << 40].map {
            OperationID(milliseconds: $0, chance: (UInt64.max - UInt64($0), 0)).description
        }
        #expect(names == names.sorted())
    }

    @Test(arguments: [
        "", "0123456789ab", "01234567-89ab-7fff-bfff-fffffffffff",
        "g1234567-89ab-7fff-bfff-ffffffffffff",
        "012345678-9ab-7fff-bfff-ffffffffffff", "01234567-89ab-7fff-bfff-ffffffffffff-",
        "01234567--89ab7fff-bfff-ffffffffffff", "0123456789ab-7fff-bfff-ffff-ffffffff",
    ])
    func `what is no UUID is no name`(_ text: String) {
        #expect(OperationID(text) == nil)
    }

    @Test func `a name comes back from its text and its bytes`() throws {
        let name = OperationID(milliseconds: 77, chance: (8, 9))
        #expect(OperationID(name.description) == name)
        #expect(OperationID(name.description.uppercased()) == name)
        #expect(OperationID(name.bytes) == name)
        #expect(OperationID(name.bytes.dropLast()) == nil)
    }

    typealias Tick = (wall: Int64, reads: UInt64, why: String)

    // swift-format-ignore
    static let ticks: [Tick] = [
        (1000, 1000 << 16,     "the wall clock leads"),
        (1000, 1000 << 16 | 1, "within a millisecond it counts"),
        (999,  1000 << 16 | 2, "a clock that goes back only counts"),
        (-5,   1000 << 16 | 3, "even to before 1970"),
        (1001, 1001 << 16,     "and the wall leads again"),
    ]

    @Test func `the hybrid clock never goes back`() {
        var clock = HybridTime.start
        for tick in Self.ticks {
            let next = clock.advanced(to: tick.wall)
            #expect(next > clock, "\(tick.why)")
            #expect(next.reading == tick.reads, "\(tick.why)")
            clock = next
        }
    }

    @Test func `hexadecimal is read in either case and only whole`() {
        #expect([UInt8](hexadecimal: "00fFA0") == [0, 255, 160])
        for text in ["0", "0g", "é0", " 00"] { #expect([UInt8](hexadecimal: text) == nil) }
        #expect(Digest([UInt8](repeating: 1, count: 31)) == nil)
        #expect(Digest(hexadecimal: Digest.zero.description) == .zero)
    }

    @Test func `the digest is SHA-256`() {
        #expect(
            Digest.of(Array("abc".utf8)).description
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        )
    }
}
