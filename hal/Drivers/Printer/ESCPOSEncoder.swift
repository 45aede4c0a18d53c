public import HAL

/// Turns a layout into the bytes of an ESC/POS printer; pure, so every byte of it can be tested.
///
/// Only this file writes command bytes. Text passes through `ESCPOSJob.write`, which lets no byte
/// below 20h out, nor 7Fh: with no ESC, GS, FS or DLE in it text cannot command anything.
///
/// Chinese mode is switched as little as can be: `FS &` before the first line that needs it, `FS .`
/// at the end of the job. In between ASCII needs no switch, for bytes below 80h mean ASCII in
/// either mode; and always at the start of a line, for some makes flush it on `FS &` (POS76II).
public struct ESCPOSEncoder: Sendable {
    /// `ESC p 0 25 250`: the drawer on connector pin 2, 50 ms on, 500 ms off.
    public static let drawerPulse: [UInt8] = [0x1B, 0x70, 0x00, 0x19, 0xFA]

    /// The longest text that is printed as a QR code; a longer one is printed as text.
    ///
    /// Its symbol still fits a 58 mm roll, and its length bytes pL pH can never spell a real-time
    /// command, which printers obey even inside other commands' data.
    public static let longestQRCode = 400

    private let columns: Int
    private let table: ChineseTable

    /// An encoder for paper of `columns` cells and a font that holds `characters`.
    public init(columns: Int, characters: CharacterArea = .gbk) {
        precondition(columns >= 4, "a line of double width holds at least one square character")
        self.columns = columns
        table = ChineseTable.table(of: characters)
    }

    /// The bytes that print `document`, then ask for the proof when there is a `ticket`.
    ///
    /// `fence` gives the bytes that stand between two lines: it is told how many lines stand before
    /// them, from 0 on, and how many bytes.
    public func encode(
        _ document: PrintDocument,
        ticket: PrintTicket? = nil,
        fence: (_ lines: Int, _ offset: Int) -> [UInt8] = { _, _ in [] }
    ) -> [UInt8] {
        var job = ESCPOSJob(columns: columns, table: table)
        job.bytes += fence(0, job.bytes.count)
        for (index, node) in document.nodes.enumerated() {
            switch node {
            case .text(let text, let style): job.text(text, style)
            case .row(let left, let right, let style): job.row(left, right, style)
            case .rule: job.rule()
            case .feed(let lines): job.feed(lines)
            case .qrCode(let text): job.qrCode(text)
            case .cut: job.bytes += [0x1D, 0x56, 0x42, 0x00]
            case .openDrawer: job.bytes += Self.drawerPulse
            }
            job.bytes += fence(index + 1, job.bytes.count)
        }
        job.end(ticket)
        return job.bytes
    }
}
