/// The command set of a customer display, as data: the bytes of each thing that it can do.
///
/// On most two-line displays it is a DIP switch. What a dialect's manuals do not say, or do not say
/// alike, is absent here, and the driver does without. A new dialect is one more value in a file of
/// its own; nothing else knows its bytes.
public struct DisplayDialect: Equatable, Sendable {
    /// How text finds its place on the glass.
    enum Addressing: Equatable, Sendable {
        /// A command replaces a row: the lead of that row, its cells, the end.
        case rows(leads: [[UInt8]], end: [UInt8])
        /// `lead x y` moves the cursor, both from 1; text follows.
        case columnAndRow(lead: [UInt8], rows: ClosedRange<Int>)
        /// `lead n` moves the cursor to cell n, from 0, row after row; text follows.
        case cell(lead: [UInt8], count: Int)
    }

    /// A text that runs through the upper row by itself: the lead, at most `limit` bytes, the end.
    struct Scroll: Equatable, Sendable {
        let lead: [UInt8]
        let limit: Int
        let end: [UInt8]
    }

    /// What its manual calls it.
    public let name: String

    /// Ends a command that was cut off and brings the display to its first state.
    ///
    /// The display may be in any state: half a picture of a till that was killed is in it, or
    /// nothing at all since it has just been plugged in.
    let initialisation: [UInt8]

    let addressing: Addressing

    /// Blanks every row.
    var clear: [UInt8]?

    var scroll: Scroll?

    /// Followed by 1 (dim) to 4.
    var brightness: [UInt8]?

    /// Followed by the time of one blink, in steps of 50 ms.
    var blink: [UInt8]?

    /// Whether light commands go unheard once a row is shown, until the display is cleared.
    var keepsStringMode = false

    /// Whether it has a command for brightness, from 1 (dim) to 4.
    public var hasBrightness: Bool { brightness != nil }

    /// Whether a display of this dialect may have that size.
    public func fits(columns: Int, rows: Int) -> Bool {
        switch addressing {
        case .rows(let leads, _): rows == leads.count
        case .columnAndRow(_, let possible): possible.contains(rows)
        case .cell(_, let count): rows > 0 && columns * rows == count
        }
    }

    /// The dialect of every display that the drivers know.
    public static let all: [DisplayDialect] = [.cd5220, .epson, .aedex, .utc, .utcEnhanced, .adm]
}
