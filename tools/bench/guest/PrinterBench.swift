import Boards
import Channels
import HAL
import Supervision
import Twins

/// A USB printer that is plugged into the guest, its far end a twin.
final class PrinterBench: Sendable {
    /// Which one it is among all that is plugged in.
    static let query = USBQuery(vendor: 0x04B8, product: 0x0202)

    let twin = PrinterTwin()
    let gadget: Gadget
    private let end: FarEnd

    init() async throws {
        gadget = try Gadget(.printer, socket: 0)
        end = FarEnd(twin) { try FarEnd.printerGadget() }
        try await gadget.plug()
    }

    /// The driver of the kernel that has the printer now: `usblp`, `usbfs`, or none.
    var driver: String? {
        guard let folder = gadget.hostFolder, let device = folder.split(separator: "/").last else {
            return nil
        }
        return SystemFile("\(folder)/\(device):1.0/driver").target
    }

    /// The printer as a till has it, opened by a board and kept by it.
    func keep() async throws -> any ReceiptPrinter {
        let kept = await TestBoard.keep(try TestBoard.with(TestBoard.printer))
        guard let printer = kept.devices.printer else { throw Broken("the board has no printer") }
        _ = try await printer.status(by: .now + .seconds(5))
        return printer
    }
}

/// The box that the guest is, as board files would have it.
enum TestBoard {
    static let printer = """
        receipt-printer:
          driver: escpos-printer
          channel: { usb: "04b8:0202" }
          columns: 48
          characters: gb18030
          timeout-ms: 10000

        """

    /// A board with these devices.
    static func with(_ devices: String) throws -> Board {
        let box = "board:\n  vendor: suanpan\n  revision: \"1\"\n  arch: x86_64\n\n"
        return try Board(name: "guest", text: box + devices, file: "guest.yaml")
    }

    /// The devices of `board`, opened and kept as a till has them.
    static func keep(
        _ board: Board,
        report: @escaping @Sendable (DeviceRole, DeviceEvent) -> Void = { _, _ in }
    ) async -> KeptDevices {
        await board.keep(SystemChannelOpener(), book: MemoryRoleBook(), report: report)
    }
}

/// The receipts that the checks print.
enum TestReceipt {
    /// One line that tells which receipt it is, then some that make it a real one.
    static func document(_ name: String, lines: Int = 6) -> PrintDocument {
        let rows = (0..<lines).map { number in
            PrintNode.row(left: "龙井茶 \(number)", right: "68.00")
        }
        return PrintDocument([.text(name)] + rows + [.rule, .cut])
    }

    /// The lines that must be on paper for it.
    static func paper(_ name: String, lines: Int = 6) -> [String] {
        let rows = (0..<lines).map { number in
            TextWidth.pad("龙井茶 \(number)", to: 48 - 5) + "68.00"
        }
        return [name] + rows + [String(repeating: "-", count: 48)]
    }

    /// Throws unless the last receipt on `roll` is that one and nothing else.
    ///
    /// Above it may hang the beginning of a receipt whose plug was pulled, which nobody cut off. A
    /// fence that a slow machine answers late has the rest brought once more, below its mark: then
    /// what stands above and below it together is the receipt.
    static func verify(_ name: String, lines: Int = 6, on roll: PaperRoll) throws {
        let printed = (roll.receipts.last ?? []).map(\.plainText).filter { $0 != "[cut]" }
        let wanted = paper(name, lines: lines)
        var text = printed.filter { !$0.isEmpty }
        if text.first == "pulled" { text = Array(text.suffix(wanted.count)) }
        let parts = text.split(omittingEmptySubsequences: false) { $0.contains("CONTINUED") }
        let isWhole =
            switch parts.count {
            case 1: text == wanted
            case 2:
                wanted.starts(with: parts[0]) && wanted.reversed().starts(with: parts[1].reversed())
                    && parts[0].count + parts[1].count >= wanted.count
            default: false
            }
        try require(isWhole, "on paper: \(text.prefix(3))…, wanted \(wanted.prefix(3))…")
    }
}
