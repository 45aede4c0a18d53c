public import HAL

/// Epson DM-D customer displays, and displays set to "Epson" or "ESC/POS" by their DIP switch.
///
/// | Bytes        | Epson DM-D command reference                                      |
/// |--------------|-------------------------------------------------------------------|
/// | `1B 40`      | ESC @: initialise                                                 |
/// | `1F 01`      | MD1: overwrite mode, so that the last cell scrolls nothing away   |
/// | `0C`         | CLR: blank the screen                                             |
/// | `1F 24 x y`  | US $: cursor to column x (1 to 20), row y (1 to 2)                |
public final class EpsonDisplay: LineDisplay {
    public let columns: Int
    public let rows: Int
    private let text: DisplayText
    private let port: DisplayPort

    /// Takes over `channel`; nothing else may write to it.
    public init(
        channel: any ByteChannel,
        columns: Int = 20,
        rows: Int = 2,
        characters: CharacterArea = .gbk
    ) {
        self.columns = columns
        self.rows = rows
        text = DisplayText(columns: columns, rows: rows, table: .table(of: characters))
        port = DisplayPort(channel: channel, initialisation: [0x1B, 0x40, 0x1F, 0x01, 0x0C])
    }

    public func show(_ lines: [String], by deadline: Deadline) async throws(DeviceError) {
        var bytes: [UInt8] = []
        for (row, cells) in text.rows(lines).enumerated() {
            bytes += [0x1F, 0x24, 0x01, UInt8(row + 1)]
            bytes += cells
        }
        try await port.send(bytes, by: deadline)
    }

    public func clear(by deadline: Deadline) async throws(DeviceError) {
        try await port.send([0x0C], by: deadline)
    }
}
