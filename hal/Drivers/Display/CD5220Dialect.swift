extension DisplayDialect {
    /// CD5220: two rows of 20 cells, 9600 8N1; what cheap displays come set to.
    ///
    /// | Bytes               | Manual (CD5220 p. 29, 31; XP8200 4.1.8)              |
    /// |---------------------|------------------------------------------------------|
    /// | `1B 40`             | initialise                                           |
    /// | `0C`                | CLR: blank both rows, leave string mode              |
    /// | `1B 51 41 ... 0D`   | the upper row, 20 bytes                              |
    /// | `1B 51 42 ... 0D`   | the lower row, 20 bytes                              |
    /// | `1B 51 44 ... 0D`   | the upper row scrolls, 40 bytes; any command ends it |
    /// | `1F 45 n`           | blink, n x 50 ms                                     |
    ///
    /// After `ESC Q` the display is in string mode and takes only further `ESC Q`, CLR and CAN. So
    /// a row goes out whole or not at all: to move the cursor (`ESC l x y`) would first take a CLR,
    /// which blanks the rest. CLR is heard even within a row that was cut off.
    public static let cd5220 = DisplayDialect(
        name: "CD5220",
        initialisation: [0x1B, 0x40, 0x0C],
        addressing: .rows(leads: [[0x1B, 0x51, 0x41], [0x1B, 0x51, 0x42]], end: [0x0D]),
        clear: [0x0C],
        scroll: Scroll(lead: [0x1B, 0x51, 0x44], limit: 40, end: [0x0D]),
        blink: [0x1F, 0x45],
        keepsStringMode: true
    )
}
