extension DisplayDialect {
    /// AEDEX, also called EMAX: two rows of 20 cells, every command in printable characters.
    ///
    /// | Bytes               | Manual (XP8200 4.1.5)            |
    /// |---------------------|----------------------------------|
    /// | `21 23 31 ... 0D`   | `!#1`: the upper row             |
    /// | `21 23 32 ... 0D`   | `!#2`: the lower row             |
    /// | `21 23 34 ... 0D`   | `!#4`: the upper row scrolls     |
    ///
    /// No command initialises or blanks it. The CR that comes first ends a row that was cut off,
    /// and is nothing to a display that waits for `!#`.
    public static let aedex = DisplayDialect(
        name: "AEDEX",
        initialisation: [0x0D],
        addressing: .rows(leads: [[0x21, 0x23, 0x31], [0x21, 0x23, 0x32]], end: [0x0D]),
        scroll: Scroll(lead: [0x21, 0x23, 0x34], limit: 40, end: [0x0D])
    )
}
