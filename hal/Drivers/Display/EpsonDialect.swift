extension DisplayDialect {
    /// Epson DM-D, and displays set to "Epson" or "ESC/POS" by their DIP switch.
    ///
    /// | Bytes        | Epson DM-D command reference                                      |
    /// |--------------|-------------------------------------------------------------------|
    /// | `1B 40`      | ESC @: initialise                                                 |
    /// | `1F 01`      | MD1: overwrite mode, so that the last cell scrolls nothing away   |
    /// | `0C`         | CLR: blank the screen                                             |
    /// | `1F 24 x y`  | US $: cursor to column x (1 to 20), row y (1 to 2)                |
    /// | `1F 58 n`    | US X: brightness, 1 to 4                                          |
    /// | `1F 45 n`    | US E: blink, n x 50 ms                                            |
    ///
    /// Its scrolling is a mode (`1F 03`) in which text moves as it is written, not by itself.
    public static let epson = DisplayDialect(
        name: "Epson DM-D",
        initialisation: [0x1B, 0x40, 0x1F, 0x01, 0x0C],
        addressing: .columnAndRow(lead: [0x1F, 0x24], rows: 1...8),
        clear: [0x0C],
        brightness: [0x1F, 0x58],
        blink: [0x1F, 0x45]
    )
}
