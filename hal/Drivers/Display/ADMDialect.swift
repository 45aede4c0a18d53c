extension DisplayDialect {
    /// ADM787 and ADM788: two rows of 20 cells.
    ///
    /// | Bytes      | Manual (CD5220 p. 29, XP8200 4.1)    |
    /// |------------|--------------------------------------|
    /// | `0C`       | CLR: blank both rows                 |
    /// | `0E ...`   | SLE1: the upper row from its start   |
    /// | `0F ...`   | SLE2: the lower row from its start   |
    ///
    /// A row is sent with all its cells, so it does not matter whether SLE blanks it first. CLR
    /// comes twice: the first may be taken for the n of a DC1 that was cut off. Blinking (`11 n`)
    /// is left out, for the manuals differ about n.
    public static let adm = DisplayDialect(
        name: "ADM787/788",
        initialisation: [0x0C, 0x0C],
        addressing: .rows(leads: [[0x0E], [0x0F]], end: []),
        clear: [0x0C]
    )
}
