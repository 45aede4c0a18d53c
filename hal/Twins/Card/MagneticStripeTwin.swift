/// A track of a magnetic stripe as the head sees it: bits, and what may have happened to them.
///
/// It writes what ISO/IEC 7811-6 says, from the characters' side: a table of weights and a count of
/// ones, and knows nothing of how a driver reads.
public struct MagneticStripeTwin: Sendable {
    /// What wear, dirt or a hasty hand does to a track.
    public enum Damage: Sendable, CaseIterable {
        case none
        /// The start sentinel is scratched away.
        case start
        /// The card stopped before the end sentinel.
        case end
        /// One bit of one character is turned.
        case parity
        /// Two bits of one column are turned, which only the check character sees.
        case check
    }

    private let characterBits: Int
    private let zero: UInt8
    private let start: Character
    /// Zeroes before and after, by which readers find their pace.
    private let clocking: Int

    /// Track 1, 2 or 3.
    public init(track: Int, clocking: Int = 22) {
        characterBits = track == 1 ? 6 : 4
        zero = track == 1 ? 0x20 : 0x30
        start = track == 1 ? "%" : ";"
        self.clocking = clocking
    }

    /// The bits of `text`, eight a byte, the first in the highest bit.
    public func bits(
        _ text: String,
        damage: Damage = .none,
        at place: Int = 0,
        isBackwards: Bool = false
    ) -> [UInt8] {
        var characters = ("\(start)\(text)?").utf8.map { value($0) }
        var columns = [Bool](repeating: false, count: characterBits)
        for character in characters {
            for column in 0..<characterBits where character[column] { columns[column].toggle() }
        }
        characters.append(columns + [columns.count { $0 }.isMultiple(of: 2)])
        spoil(&characters, damage, at: place)
        let silence = [Bool](repeating: false, count: clocking)
        let line = silence + characters.flatMap { $0 } + silence
        return Self.packed(isBackwards ? line.reversed() : line)
    }

    /// One character's data, lowest first, and the bit that makes its ones odd.
    private func value(_ byte: UInt8) -> [Bool] {
        let weights = (0..<characterBits).map { UInt8(1) << UInt8($0) }
        let data = weights.map { (byte - zero) & $0 != 0 }
        return data + [data.count { $0 }.isMultiple(of: 2)]
    }

    /// Does the damage to the character `place` after the start sentinel.
    private func spoil(_ characters: inout [[Bool]], _ damage: Damage, at place: Int) {
        let character = 1 + place % max(1, characters.count - 3)
        switch damage {
        case .none: break
        case .start: characters.removeFirst()
        case .end: characters.removeLast(2)
        case .parity: characters[character][place % characterBits].toggle()
        case .check:
            // Data and parity of one character: its ones stay odd, the column does not stay even.
            characters[character][place % characterBits].toggle()
            characters[character][characterBits].toggle()
        }
    }

    private static func packed(_ bits: [Bool]) -> [UInt8] {
        stride(from: 0, to: bits.count, by: 8).map { start in
            (0..<8).reduce(0) { byte, index in
                let place = start + index
                return byte << 1 | (place < bits.count && bits[place] ? 1 : 0)
            }
        }
    }
}
