/// One command of a display, as the display's own firmware would list it.
struct DisplayCommand: Sendable {
    /// What follows the lead.
    enum Operand: Sendable, Equatable {
        /// So many bytes.
        case bytes(Int)
        /// A text up to CR, of which the display keeps at most so many bytes.
        case text(limit: Int)
    }

    /// What it does to the glass.
    enum Effect: Sendable {
        case nothing
        case reset
        case clear
        case clearRow
        case home
        case backspace
        case lineFeed
        case carriageReturn
        case moveToColumnAndRow
        case moveToCell
        case beginRow(Int)
        case replaceRow(Int)
        case scroll
        case brightness
        case blink
        case mode(DisplayGlass.Mode)
    }

    let lead: [UInt8]
    let effect: Effect
    var operand = Operand.bytes(0)
    /// CD5220 alone has a string mode: what is heard in it.
    var isHeardInStringMode = false
}
