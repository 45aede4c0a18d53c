/// Code 128 (ISO/IEC 15417): the shortest row of symbol characters for a text of printable ASCII.
///
/// Set B has a symbol for each character, set C one for each two digits, and a change between them
/// costs one. Set A is never the shorter one, for it adds only control characters.
public enum Code128 {
    /// The two sets, with the start characters that begin in them.
    public enum CodeSet: UInt8, Sendable {
        case b = 104
        case c = 105
    }

    /// One symbol character: which set it belongs to and what it says.
    public enum Symbol: Equatable, Sendable {
        /// Start in, or change to, that set.
        case enter(CodeSet)
        /// One ASCII character, in set B.
        case character(UInt8)
        /// Two digits as a number from 0 to 99, in set C.
        case pair(UInt8)
    }

    /// The least possible symbols for `text`, or nothing when it is empty or not printable ASCII.
    ///
    /// `mayFollow` forbids a pair of digits right after another one. An ESC/POS printer takes pairs
    /// as bare bytes, and some two bytes side by side it obeys as a command: see `WireSafety`.
    public static func symbols(
        for text: String,
        mayFollow: @escaping (_ first: UInt8, _ second: UInt8) -> Bool = { _, _ in true }
    ) -> [Symbol]? {
        let bytes = Array(text.utf8)
        guard !bytes.isEmpty, bytes.allSatisfy({ (0x20...0x7E).contains($0) }) else { return nil }
        return Search(bytes: bytes, mayFollow: mayFollow).shortest()
    }

    /// Walks the text backwards and keeps, for each place and set, the cheapest way to the end.
    private struct Search {
        let bytes: [UInt8]
        let mayFollow: (UInt8, UInt8) -> Bool

        /// A way to the end from one place, in one set.
        struct Way {
            var cost = Int.max / 2
            /// The next step; nothing at the end.
            var step: Symbol?
        }

        func shortest() -> [Symbol] {
            var inB = [Way](repeating: Way(), count: bytes.count + 1)
            var inC = inB
            // Set C, where the pair before may not stand beside the next one: back to B first.
            var apart = inB
            inB[bytes.count].cost = 0
            inC[bytes.count].cost = 0
            apart[bytes.count].cost = 0
            for place in bytes.indices.reversed() {
                let toC = pairWay(at: place, inC, apart)
                let toB = Way(cost: 1 + inB[place + 1].cost, step: .character(bytes[place]))
                inB[place] =
                    toC.cost + 1 < toB.cost
                    ? Way(cost: toC.cost + 1, step: .enter(.c)) : toB
                apart[place] = Way(cost: inB[place].cost + 1, step: .enter(.b))
                inC[place] = apart[place].cost <= toC.cost ? apart[place] : toC
            }
            return row(inB, inC, apart)
        }

        /// The way that takes two digits at `place`.
        private func pairWay(at place: Int, _ inC: [Way], _ apart: [Way]) -> Way {
            guard let pair = pair(at: place) else { return Way() }
            let next = self.pair(at: place + 2)
            let isFree = next.map { mayFollow(pair, $0) } ?? true
            let rest = isFree ? inC[place + 2] : apart[place + 2]
            return Way(cost: 1 + rest.cost, step: .pair(pair))
        }

        private func pair(at place: Int) -> UInt8? {
            guard place + 1 < bytes.count else { return nil }
            let digits = bytes[place...place + 1].map { Int($0) - 0x30 }
            guard digits.allSatisfy({ (0...9).contains($0) }) else { return nil }
            return UInt8(digits[0] * 10 + digits[1])
        }

        private func row(_ inB: [Way], _ inC: [Way], _ apart: [Way]) -> [Symbol] {
            let pairs = pairWay(at: 0, inC, apart)
            let startsInC = pairs.cost <= 1 + inB[1].cost
            var symbols: [Symbol] = [.enter(startsInC ? .c : .b)]
            var place = 0
            var ways = startsInC ? inC : inB
            while place < bytes.count {
                // The first step after a start is the better of that set alone.
                var step = ways[place].step
                if place == 0 { step = startsInC ? pairs.step : .character(bytes[0]) }
                guard let step else { break }
                symbols.append(step)
                switch step {
                case .enter(.b): ways = inB
                case .enter(.c): ways = inC
                case .character: place += 1
                case .pair(let value):
                    place += 2
                    let next = pair(at: place)
                    ways = next.map { mayFollow(value, $0) } ?? true ? inC : apart
                }
            }
            return symbols
        }
    }
}
