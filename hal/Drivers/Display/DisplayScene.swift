/// Everything that a customer display shows: what is on the glass, or what is to be.
struct DisplayScene: Equatable, Sendable {
    /// How the glass is lit; nothing where the display is as it was switched on.
    struct Light: Equatable, Sendable {
        /// 1 (dim) to 4.
        var brightness: UInt8?
        /// The time of one blink, in steps of 50 ms.
        var blink: UInt8?
    }

    /// One byte a cell, row after row; a Chinese character is two bytes in two cells.
    var cells: [UInt8]

    /// What runs through the upper row, in place of its cells.
    var scroll: [UInt8]?

    var light = Light()

    /// Whether nothing is to be read.
    var isBlank: Bool { scroll == nil && cells.allSatisfy { $0 == 0x20 } }
}
