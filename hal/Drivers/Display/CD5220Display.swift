public import HAL

/// Customer displays that speak CD5220: two rows of 20 cells, 9600 8N1.
///
/// The dialect is a DIP switch on most two-line displays; CD5220 is what cheap ones come set to.
///
/// | Bytes               | Manual (CD5220 p. 29, 31)                       |
/// |---------------------|-------------------------------------------------|
/// | `1B 40`             | initialise                                      |
/// | `0C`                | CLR: blank both rows, leave string mode         |
/// | `1B 51 41 ... 0D`   | the upper row, 20 bytes                         |
/// | `1B 51 42 ... 0D`   | the lower row, 20 bytes                         |
///
/// After `ESC Q` the display is in string mode and takes only further `ESC Q`, CLR and CAN.
public final class CD5220Display: LineDisplay {
    public let columns: Int
    public let rows = 2
    private let text: DisplayText
    private let port: DisplayPort

    /// Takes over `channel`; nothing else may write to it.
    public init(channel: any ByteChannel, columns: Int = 20, characters: CharacterArea = .gbk) {
        self.columns = columns
        text = DisplayText(columns: columns, rows: 2, table: .table(of: characters))
        port = DisplayPort(channel: channel, initialisation: [0x1B, 0x40, 0x0C])
    }

    public func show(_ lines: [String], by deadline: Deadline) async throws(DeviceError) {
        var bytes: [UInt8] = []
        for (row, cells) in text.rows(lines).enumerated() {
            bytes += [0x1B, 0x51, 0x41 + UInt8(row)]
            bytes += cells
            bytes.append(0x0D)
        }
        try await port.send(bytes, by: deadline)
    }

    public func clear(by deadline: Deadline) async throws(DeviceError) {
        try await port.send([0x0C], by: deadline)
    }
}
