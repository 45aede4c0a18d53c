/// Reads every job once more before it leaves, and refuses what nobody asked for.
///
/// It shares nothing with the encoder but the bytes: its own table of commands, and in it only
/// those that a layout can mean. A drawer that opens, a knife that cuts, a printer that switches
/// off or forgets its settings because of a member's nickname, a logo or a fault in the encoder:
/// such a job does not leave. Bounded by the bytes themselves; no input traps it.
public enum WireSafety {
    /// What the layout asked for, so that the bytes may do it.
    public struct Permit: Equatable, Sendable {
        /// How many drawer pulses.
        public var drawerPulses: Int
        /// How many cuts.
        public var cuts: Int
        /// Whether the printer reads two-byte codes before it is told to.
        public var beginsInChinese: Bool

        /// A permit for so many pulses and cuts.
        public init(drawerPulses: Int = 0, cuts: Int = 0, beginsInChinese: Bool = false) {
            self.drawerPulses = drawerPulses
            self.cuts = cuts
            self.beginsInChinese = beginsInChinese
        }
    }

    /// Why a job does not leave, and at which byte.
    public enum Refusal: Error, Equatable, Sendable {
        /// DLE EOT, DLE ENQ or DLE DC4, which are obeyed wherever they stand.
        case realTime(at: Int)
        /// A command that no layout asks for, by its first bytes.
        case command([UInt8], at: Int)
        /// One pulse or cut more than the layout has.
        case surplus([UInt8], at: Int)
        /// The job ends within a command or a character.
        case unfinished(at: Int)
        /// A control byte, or half a character that would swallow the byte behind it.
        case byte(UInt8, at: Int)
    }

    /// Returns when `bytes` do what `permit` allows and nothing else.
    public static func prove(_ bytes: [UInt8], _ permit: Permit) throws(Refusal) {
        if let place = RealTimePairs.first(in: bytes) { throw .realTime(at: place) }
        var reader = WireReader(bytes: bytes, permit: permit)
        while !reader.isAtEnd { try reader.step() }
    }
}
