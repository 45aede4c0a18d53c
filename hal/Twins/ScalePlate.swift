/// The plate of a scale twin: what lies on it, where its zero is, and whether it swings.
struct ScalePlate {
    private(set) var load = 0
    var swings = 0
    private var zero = 0
    private var tare: Int?
    private var isZeroKnown = true
    private let capacity: Int
    private var random: SeededRandom

    /// A legal scale finds its zero within two hundredths of its capacity.
    private var zeroRange: ClosedRange<Int> { (-capacity / 50)...(capacity / 50) }

    init(seed: UInt64, capacity: Int) {
        self.capacity = capacity
        random = SeededRandom(seed: seed)
    }

    mutating func put(_ amount: Int) {
        load += amount
        swings = Int.random(in: 1...4, using: &random)
    }

    /// Finds the zero anew, as a scale does when it is switched on.
    mutating func restart() {
        tare = nil
        isZeroKnown = zeroRange.contains(load)
        if isZeroKnown { zero = load }
    }

    /// Zero, tare, clear; nothing is done while it swings, nor out of range.
    mutating func take(_ letter: UInt8) {
        guard swings == 0 else { return }
        switch letter {
        case UInt8(ascii: "Z") where zeroRange.contains(load):
            (zero, isZeroKnown) = (load, true)
        case UInt8(ascii: "T") where (1...capacity).contains(load - zero):
            tare = load - zero
        case UInt8(ascii: "C"):
            tare = nil
        default:
            break
        }
    }

    /// The answer to one question, between STX and CR.
    mutating func weigh() -> [UInt8] {
        let gross = load - zero
        let net = gross - (tare ?? 0)
        var status: UInt8 = 0x40
        if swings > 0 { status |= 0x01 }
        if gross > capacity { status |= 0x02 }
        if net < 0 { status |= 0x04 }
        if !isZeroKnown { status |= 0x08 }
        if gross == 0 { status |= 0x10 }
        if tare != nil { status |= 0x20 }
        swings = max(0, swings - 1)
        guard status & 0x0F == 0 else { return [UInt8(ascii: "?"), status] }
        let digits = String(net)
        let padded = String(repeating: "0", count: max(0, 5 - digits.count)) + digits
        return Array("\(padded.dropLast(3)).\(padded.suffix(3))\(tare == nil ? "" : "N")".utf8)
    }
}
