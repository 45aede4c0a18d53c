import Drivers
import HAL
import Synchronization
import Twins

/// Printers' drivers as many are: what the checker of paper has to find out.
final class BadReceiptPrinter: ReceiptPrinter {
    enum Vice: String, CaseIterable, Sendable {
        /// Says that it is printed when the write returns.
        case believesTheWrite
        /// Sends everything once more when no answer comes.
        case startsAgain
        /// Takes any fence for a proof, however late it comes.
        case trustsLateFences
    }

    let columns = 48
    private let vice: Vice
    private let channel: any ByteChannel
    private let encoder = ESCPOSEncoder(columns: 48)
    private let answers = Mutex(ESCPOSAnswers())

    private init(_ vice: Vice, _ channel: any ByteChannel) {
        self.vice = vice
        self.channel = channel
    }

    static func make(
        _ vice: Vice,
        on channel: any ByteChannel,
        _ clock: HandClock
    ) -> any ReceiptPrinter {
        guard vice == .trustsLateFences else { return BadReceiptPrinter(vice, channel) }
        var proof = ESCPOSProof.quick(clock)
        proof.restartTime = .seconds(86_400)
        return ESCPOSPrinter(channel: channel, columns: 48, proof: proof)
    }

    func status(by deadline: Deadline) async throws(DeviceError) -> PrinterStatus { .ready }

    func statusChanges() -> AsyncStream<PrinterStatus> { AsyncStream { $0.finish() } }

    func recover(_ recovery: PrinterRecovery, by deadline: Deadline) async throws(DeviceError) {}

    func print(
        _ request: PrintRequest,
        by deadline: Deadline,
        progress: @Sendable (PrintEvidence) -> Void
    ) async throws(DeviceError) -> PrintEvidence {
        let bytes = try encoder.encode(request.document, ticket: request.ticket)
        for _ in 0..<8 {
            try await channel.write(bytes, by: deadline)
            guard vice == .startsAgain else { break }
            if await isProven(request.ticket) { break }
            if .now >= deadline { throw DeviceError(.timeout, "no answer") }
        }
        progress(.cut)
        return .cut
    }

    private func isProven(_ ticket: PrintTicket) async -> Bool {
        let end: Deadline = .now + .milliseconds(20)
        while let bytes = try? await channel.read(upTo: 64, by: end) {
            for byte in bytes {
                let answer = answers.withLock { $0.take(byte) }
                if answer == .printed(ticket) { return true }
            }
        }
        return false
    }
}
