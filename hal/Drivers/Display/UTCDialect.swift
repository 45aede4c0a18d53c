extension DisplayDialect {
    /// UTC standard: two rows of 20 cells that are numbered through.
    ///
    /// | Bytes     | Manual (CD5220 p. 31)                      |
    /// |-----------|--------------------------------------------|
    /// | `10 n`    | DLE: cursor to cell n, 00 to 27            |
    /// | `14`      | DC4: hide the cursor                       |
    /// | `1F`      | US: blank both rows                        |
    ///
    /// US comes twice: the first may be taken for the n of a DLE that was cut off.
    public static let utc = DisplayDialect(
        name: "UTC standard",
        initialisation: [0x1F, 0x1F, 0x14],
        addressing: .cell(lead: [0x10], count: 40),
        clear: [0x1F]
    )

    /// UTC enhanced: two rows of 20 cells, each replaced by a command.
    ///
    /// | Bytes               | Manual (CD5220 p. 31; XP8200 4.1.4)  |
    /// |---------------------|--------------------------------------|
    /// | `1B 75 41 ... 0D`   | ESC u A: the upper row               |
    /// | `1B 75 42 ... 0D`   | ESC u B: the lower row               |
    /// | `1B 75 44 ... 0D`   | ESC u D: the upper row scrolls       |
    ///
    /// No command initialises or blanks it. The CR that comes first ends a row that was cut off.
    public static let utcEnhanced = DisplayDialect(
        name: "UTC enhanced",
        initialisation: [0x0D],
        addressing: .rows(leads: [[0x1B, 0x75, 0x41], [0x1B, 0x75, 0x42]], end: [0x0D]),
        scroll: Scroll(lead: [0x1B, 0x75, 0x44], limit: 40, end: [0x0D])
    )
}
