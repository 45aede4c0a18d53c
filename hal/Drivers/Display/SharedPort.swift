public import HAL
import Synchronization
import Wire

/// One cable for a printer and the display behind it, told apart by `ESC =`.
///
///     till ──▶ printer ──▶ display
///
/// | Bytes     | ESC =: who listens (TM-H5000 manual)   |
/// |-----------|----------------------------------------|
/// | `1B 3D 01` | the printer                           |
/// | `1B 3D 02` | the display                           |
///
/// What is written to the display goes between the two, and never into a write to the printer:
/// a driver writes a print job in one piece. The printer listens all the time otherwise, so jobs
/// pass as they are and its answers come straight back.
public final class SharedPort: Sendable {
    private static let printerSelection: [UInt8] = [0x1B, 0x3D, 0x01]
    private static let displaySelection: [UInt8] = [0x1B, 0x3D, 0x02]

    private let channel: any ByteChannel
    private let turn = Turn()
    private let isPrinterListening = Mutex(false)

    /// Takes over `channel`; nothing else may use it.
    public init(_ channel: any ByteChannel) {
        self.channel = channel
    }

    /// The printer's channel.
    public var printer: any ByteChannel { PrinterEnd(port: self) }

    /// The display's channel; a display answers nothing, so it cannot be read.
    public var display: any ByteChannel { DisplayEnd(port: self) }

    private struct PrinterEnd: ByteChannel {
        let port: SharedPort

        func write(_ bytes: [UInt8], by deadline: Deadline) async throws(DeviceError) {
            try await port.writeToPrinter(bytes, by: deadline)
        }

        func read(
            upTo limit: Int,
            by deadline: Deadline
        ) async throws(DeviceError) -> [UInt8] {
            try await port.channel.read(upTo: limit, by: deadline)
        }
    }

    private struct DisplayEnd: ByteChannel {
        let port: SharedPort

        func write(_ bytes: [UInt8], by deadline: Deadline) async throws(DeviceError) {
            try await port.writeToDisplay(bytes, by: deadline)
        }

        func read(
            upTo limit: Int,
            by deadline: Deadline
        ) async throws(DeviceError) -> [UInt8] {
            throw DeviceError(.failure, "a display behind a printer answers nothing")
        }
    }

    /// Selects the printer first when it may not be listening: at the start, and after an error.
    ///
    /// Twice, for a display that was cut off in the middle of a command may take the first for the
    /// rest of it. A job that fails does so with the printer listening: what it still owes the
    /// printer is for the printer's driver to know.
    private func writeToPrinter(_ bytes: [UInt8], by deadline: Deadline) async throws(DeviceError) {
        try await turn.take(by: deadline)
        defer { turn.giveBack() }
        if !isPrinterListening.withLock({ $0 }) {
            try await channel.write(Self.printerSelection + Self.printerSelection, by: deadline)
            isPrinterListening.withLock { $0 = true }
        }
        try await channel.write(bytes, by: deadline)
    }

    private func writeToDisplay(_ bytes: [UInt8], by deadline: Deadline) async throws(DeviceError) {
        try await turn.take(by: deadline)
        defer { turn.giveBack() }
        isPrinterListening.withLock { $0 = false }
        try await channel.write(
            Self.displaySelection + bytes + Self.printerSelection,
            by: deadline
        )
        isPrinterListening.withLock { $0 = true }
    }
}
