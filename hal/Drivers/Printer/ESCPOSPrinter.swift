public import HAL
import Synchronization
import Wire

/// Epson ESC/POS receipt printers, and the many makes that answer as they do.
///
/// Needs `DLE EOT 1-4` (real-time status) and a fence, `GS ( H` or at least `GS r 1`: see
/// `ESCPOSProof`. Names and bit numbers are those of Epson's command reference: keep the page
/// beside this file.
///
/// When nothing is wrong a job is one write, and its proof arrives on the way. It keeps no queue:
/// which job comes next, and for how long one is waited for, is for the till to decide.
public final class ESCPOSPrinter: ReceiptPrinter {
    public let columns: Int
    let channel: any ByteChannel
    let encoder: ESCPOSEncoder
    let desk: ReplyDesk
    let proof: ESCPOSProof
    let memory: Mutex<PrintMemory>
    let onMissing: @Sendable ([Unicode.Scalar]) -> Void
    let jobs = Turn()
    private let questions = Turn()

    /// Takes over `channel`, on which the model of `profile` is; nothing else may use it.
    ///
    /// `glyphs` draws the characters that the printer's fonts lack; `onMissing` is told, at each
    /// job, of those that it lacks too.
    public init(
        channel: any ByteChannel,
        profile: PrinterProfile,
        glyphs: any GlyphSource = NoGlyphs(),
        proof: ESCPOSProof? = nil,
        onMissing: @escaping @Sendable ([Unicode.Scalar]) -> Void = { _ in }
    ) {
        let proof = proof ?? ESCPOSProof(fence: profile.processID.value ? .processID : .paperStatus)
        columns = profile.columns.value
        self.channel = channel
        self.proof = proof
        self.onMissing = onMissing
        encoder = ESCPOSEncoder(profile: profile, glyphs: glyphs)
        desk = ReplyDesk(channel: channel, proof: proof)
        memory = Mutex(PrintMemory(nextFence: proof.firstFence))
        desk.startReading()
    }

    /// Takes over `channel`, on which a printer is of which no more is known than this.
    ///
    /// `columns` are cells of font A across the paper, 48 for 80 mm and 32 for 58 mm; `characters`
    /// is what the printer's Chinese font holds.
    public convenience init(
        channel: any ByteChannel,
        columns: Int,
        characters: CharacterArea = .gbk,
        proof: ESCPOSProof = ESCPOSProof()
    ) {
        let profile = PrinterProfile.generic(columns: columns, characters: characters)
        self.init(channel: channel, profile: profile, proof: proof)
    }

    deinit {
        desk.close()
    }

    public func status(by deadline: Deadline) async throws(DeviceError) -> PrinterStatus {
        try await fullStatus(by: deadline).summary
    }

    public func statusChanges() -> AsyncStream<PrinterStatus> { desk.reports() }

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
        try await jobs.take(by: deadline)
        defer { jobs.giveBack() }
        try await questions.take(by: deadline)
        defer { questions.giveBack() }
        await desk.dropStale()
        try await channel.write([0x1D, 0x49, 0x43], by: deadline)
        let text: [UInt8]
        do {
            text = try await desk.wait(by: deadline) { inbox in
                inbox.blocks.isEmpty ? nil : inbox.blocks.removeFirst()
            }
        } catch {
            desk.giveUpQuestion()
            throw error
        }
        return String(decoding: text, as: UTF8.self)
    }

    public func print(
        _ request: PrintRequest,
        by deadline: Deadline,
        progress: @Sendable (PrintEvidence) -> Void
    ) async throws(DeviceError) -> PrintEvidence {
        try await jobs.take(by: deadline)
        defer { jobs.giveBack() }
        return try await bring(request, by: deadline, progress: progress)
    }

    public func recover(
        _ recovery: PrinterRecovery,
        by deadline: Deadline
    ) async throws(DeviceError) {
        switch recovery {
        case .resume:
            try await channel.write([0x10, 0x05, 0x01], by: deadline)
        case .clear:
            // Noted first: what the printer forgets can no longer be proven.
            desk.look { $0.attempt?.doubt() }
            try await channel.write([0x10, 0x05, 0x02], by: deadline)
        }
    }

    /// Releases the lock of the drawer.
    func pulseDrawer(_ pulse: DrawerPulse, by deadline: Deadline) async throws(DeviceError) {
        try await channel.write(pulse.bytes, by: deadline)
    }

    /// Throws `offline` when the printer is stopped.
    ///
    /// Two questions are enough: the causes that `DLE EOT 1` and `3` tell show in `2` as bit 6, so
    /// those two stand in idle.
    func requireReady(by deadline: Deadline) async throws(DeviceError) {
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
    func ask(
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
                desk.giveUpQuestion()
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
