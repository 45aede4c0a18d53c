/// What a printer's sensors say, in the bytes of its status answers.
extension PrinterMechanism {
    private var isPaperOut: Bool { faults.contains(.paperOut) }
    private var isPaperLow: Bool { isPaperOut || faults.contains(.paperLow) }
    private var isCoverOpen: Bool { faults.contains(.coverOpen) }

    /// The answer to `DLE EOT n`; nothing for an n that is not known.
    func statusByte(_ number: UInt8) -> UInt8? {
        switch number {
        case 1: 0x12 | (isPin3High ? 0x04 : 0) | (isStopped ? 0x08 : 0)
        case 2:
            0x12 | (isCoverOpen ? 0x04 : 0) | (isPaperOut ? 0x20 : 0) | (isCutterStuck ? 0x40 : 0)
        case 3: 0x12 | (isCutterStuck ? 0x08 : 0)
        case 4: 0x12 | (isPaperLow ? 0x0C : 0) | (isPaperOut ? 0x60 : 0)
        default: nil
        }
    }

    /// The four bytes of automatic status.
    var statusReport: [UInt8] {
        [
            0x10 | (isPin3High ? 0x04 : 0) | (isStopped ? 0x08 : 0) | (isCoverOpen ? 0x20 : 0),
            isCutterStuck ? 0x08 : 0,
            (isPaperLow ? 0x03 : 0) | (isPaperOut ? 0x0C : 0),
            0x00,
        ]
    }
}
