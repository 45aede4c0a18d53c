public import HAL
import Wire

/// Epson ESC/POS receipt printers, and the many makes that answer as they do.
///
/// Needs `DLE EOT 1-4` (real-time status) and `GS ( H` function 48 (process ID): TM-T20III, T88VI,
/// T88VII, TM-m30 and Xprinter XP-S260M have both. Rongta's printers have no process ID: with one
/// of them every job ends unproven. Names and bit numbers are those of Epson's command reference:
/// keep the page beside this file.
///
/// It never repeats a command, keeps no queue and knows no policy: what to do about a job that is
/// not proven is for the till to decide.
public final class ESCPOSPrinter: ReceiptPrinter {
    public let columns: Int
    private let channel: any ByteChannel
    private let encoder: ESCPOSEncoder
    private let desk: ReplyDesk
    private let jobs = Turn()
    private let questions = Turn()

    /// Takes over `channel`; nothing else may use it.
    ///
    /// `columns` are cells of font A across the paper, 48 for 80 mm and 32 for 58 mm; `characters`
    /// is what the printer's Chinese font holds.
    public init(channel: any ByteChannel, columns: Int, characters: CharacterArea = .gbk) {
        self.columns = columns
        self.channel = channel
        encoder = ESCPOSEncoder(columns: columns, characters: characters)
        desk = ReplyDesk(channel: channel)
    }

    public func status(by deadline: Deadline) async throws(DeviceError) -> PrinterStatus {
        try await fullStatus(by: deadline).summary
    }

    /// Everything that `DLE EOT 1` to `4` tell.
    public func fullStatus(by deadline: Deadline) async throws(DeviceError) -> ESCPOSStatus {
        let answers = try await ask([1, 2, 3, 4], by: deadline)
        return ESCPOSStatus(
            printer: answers[0],
            offline: answers[1],
            error: answers[2],
            paper: answers[3]
        )
    }

    /// The model that the printer says it is, by `GS I 67`; a hint for people, since makers lie.
    public func modelName(by deadline: Deadline) async throws(DeviceError) -> String {
        try await questions.take(by: deadline)
        defer { questions.giveBack() }
        await desk.dropStale()
        try await channel.write([0x1D, 0x49, 0x43], by: deadline)
        let text = try await desk.wait(by: deadline) { inbox in
            inbox.blocks.isEmpty ? nil : inbox.blocks.removeFirst()
        }
        return String(decoding: text, as: UTF8.self)
    }

    public func print(
        _ document: PrintDocument,
        ticket: PrintTicket,
        by deadline: Deadline
    ) async throws(DeviceError) {
        try await jobs.take(by: deadline)
        defer { jobs.giveBack() }
        let known = desk.look { inbox in inbox.jobs.last { $0.ticket == ticket }?.isProven }
        if known == true { return }
        if known == nil { try await send(document, ticket: ticket, by: deadline) }
        do {
            try await desk.wait(by: deadline) { inbox in
                inbox.jobs.contains { $0.ticket == ticket && $0.isProven } ? () : nil
            }
        } catch {
            let name = Hex.text(ticket.bytes)
            throw DeviceError(error.kind, "process ID \(name) unanswered: \(error.detail)")
        }
    }

    /// Releases the lock of the drawer on connector pin 2: 50 ms on, 500 ms off.
    public func pulseDrawer(by deadline: Deadline) async throws(DeviceError) {
        try await channel.write(ESCPOSEncoder.drawerPulse, by: deadline)
    }

    /// Sends a job once the printer has said that it can print.
    private func send(
        _ document: PrintDocument,
        ticket: PrintTicket,
        by deadline: Deadline
    ) async throws(DeviceError) {
        let bytes = encoder.encode(document, ticket: ticket)
        do throws(DeviceError) {
            try await requireReady(by: deadline)
        } catch {
            throw DeviceError(error.kind, error.detail, mayHaveRun: false)
        }
        // Noted before it leaves, so that a quick proof finds it.
        desk.look { inbox in
            inbox.jobs.append((ticket, false))
            if inbox.jobs.count > 32 { inbox.jobs.removeFirst() }
        }
        do {
            try await channel.write(bytes, by: deadline)
        } catch {
            desk.look { inbox in inbox.jobs.removeAll { $0.ticket == ticket } }
            throw error
        }
    }

    /// Throws `offline` when the printer is stopped.
    ///
    /// Two questions are enough: the causes that `DLE EOT 1` and `3` tell show in `2` as bit 6, so
    /// those two stand in idle.
    private func requireReady(by deadline: Deadline) async throws(DeviceError) {
        let answers = try await ask([2, 4], by: deadline)
        let status = ESCPOSStatus(
            printer: 0x12,
            offline: answers[0],
            error: 0x12,
            paper: answers[1]
        ).summary
        guard status.canPrint else { throw DeviceError(.offline, "stopped: \(status.rawValue)") }
    }

    /// Asks `DLE EOT n` for each of `numbers`, and reads as many answers.
    private func ask(
        _ numbers: [UInt8],
        by deadline: Deadline
    ) async throws(DeviceError) -> [UInt8] {
        try await questions.take(by: deadline)
        defer { questions.giveBack() }
        await desk.dropStale()
        try await channel.write(numbers.flatMap { [0x10, 0x04, $0] }, by: deadline)
        var answers: [UInt8] = []
        for number in numbers {
            let answer: ESCPOSAnswer
            do {
                answer = try await desk.wait(by: deadline) { inbox in
                    inbox.statuses.isEmpty ? nil : inbox.statuses.removeFirst()
                }
            } catch {
                throw DeviceError(error.kind, "DLE EOT \(number): \(error.detail)")
            }
            switch answer {
            case .status(let byte):
                answers.append(byte)
            case .broken(let bytes):
                throw DeviceError(.failure, "DLE EOT \(number) answered \(Hex.text(bytes))")
            case .automaticStatus, .transmitted, .printed, .block:
                preconditionFailure("the desk delivers these elsewhere")
            }
        }
        return answers
    }
}
