public import HAL

/// What was seen on one rung, before anyone judges it.
public enum Sight: Equatable, Sendable {
    /// It was tried and went wrong.
    case error(DeviceError)
    /// It went wrong, and the receiver counted broken characters meanwhile.
    case garbled(LineCounts, DeviceError)
    /// Nobody can tell, and why: a display never answers, a pty has no modem lines.
    case untold(String)

    /// The port is open.
    case opened
    /// The lines that the device drives; `isCTSNeeded` when the board asks for RTS/CTS.
    case modemLines(ModemInputs, isCTSNeeded: Bool)
    /// What a USB printer's port status says (GET_PORT_STATUS).
    case usbPrinter(hasError: Bool)
    /// The other end took the connection, or the claim.
    case connected

    /// It answered; what it calls itself, when it does.
    case answered(String?)

    /// A printer's word about itself.
    case printer(PrinterStatus)
    /// How the drawer stands.
    case drawer(DrawerState)
    /// What a scale says of its plate.
    case scale(ScaleReading)
    /// What a chip card reader has in its slot or field.
    case slot(SlotStatus)

    /// What does not agree; nothing when all does.
    case settings(SettingFault?)

    /// What came of the action.
    case done(Deed)
}

/// What a board says of a device and is not so, or what the system lacks for it.
public enum SettingFault: Equatable, Sendable {
    /// The C library cannot make the device's Chinese.
    case noConverter(DeviceError)
    /// The printer does not answer the command by which its profile says that it proves a job.
    case noProof(command: String)
    /// Nothing can draw the characters that the printer lacks.
    case noFont
    /// Nothing can draw text for a display that has no characters of its own.
    case noDisplayFont
}

/// What came of a real action.
public enum Deed: Equatable, Sendable {
    /// A slip was printed so far; whether a person finds it right, if one was asked.
    case printed(PrintEvidence, looksRight: Bool?)
    /// A picture was sent to a display; whether a person sees it.
    case shown(looksRight: Bool?)
    /// The drawer was kicked.
    case kicked(DrawerState)
    /// A scan, a card, a weight came through; what it was, without anything of what it said.
    case read(String)
    /// The terminal took its registration.
    case registered
}
