public import HAL
import Wire

/// Counter scales that speak Toledo 8217, alone or inside a scanner: 9600 baud, 7E1.
///
/// | Command | What it does           | Answer                               |
/// |---------|------------------------|--------------------------------------|
/// | `W`     | asks for the weight    | a weight at rest, or a status        |
/// | `Z`     | makes this the zero    | none to rely on: `W` shows it        |
/// | `T`     | takes this as the tare | none to rely on: `W` says net        |
/// | `C`     | forgets the tare       | none to rely on: `W` says gross      |
/// | `E` `F` | echo on, echo off      | `02 45 0D`, then what is sent        |
///
/// Source: the PSC 8500 and DIVA manuals, p. 39-45; `Toledo8217Reply` has the answers. To ask for a
/// weight changes nothing, so a lost or garbled answer is simply asked for again; `Z`, `T` and `C`
/// are sent once, and done when the scale weighs so.
public struct Toledo8217Scale: Scale {
    /// How long a scale takes to answer; the manuals promise a third of it.
    private static let answerTime = Duration.milliseconds(500)

    private let channel: any ByteChannel
    private let unit: Weight.Unit
    private let pause: Duration
    private let turn = Turn()

    /// Takes over `channel`; nothing else may use it.
    ///
    /// `unit` is how the scale is set and sealed: its answers do not say it. While the scale is in
    /// motion it is asked again after `pause`.
    public init(
        channel: any ByteChannel,
        unit: Weight.Unit,
        pause: Duration = .milliseconds(50)
    ) {
        self.channel = channel
        self.unit = unit
        self.pause = pause
    }

    public func liveWeight(by deadline: Deadline) async throws(DeviceError) -> ScaleReading {
        try await turn.take(by: deadline)
        defer { turn.giveBack() }
        return try await ask(by: deadline)
    }

    public func readWeight(by deadline: Deadline) async throws(DeviceError) -> Weighing {
        try await turn.take(by: deadline)
        defer { turn.giveBack() }
        let reading = try await poll(by: deadline) { $0 != .inMotion }
        guard case .stable(let weighing) = reading else { throw Self.refusal(reading) }
        return weighing
    }

    public func zero(by deadline: Deadline) async throws(DeviceError) {
        try await command("Z", by: deadline) { $0.weight.amount == 0 }
    }

    public func tare(by deadline: Deadline) async throws(DeviceError) {
        try await command("T", by: deadline) { $0.isNet && $0.weight.amount == 0 }
    }

    public func clearTare(by deadline: Deadline) async throws(DeviceError) {
        try await command("C", by: deadline) { !$0.isNet }
    }

    /// Makes sure that a scale of this protocol hears and is heard: it echoes a word.
    ///
    /// - Throws: `timeout` for silence; `failure` when something else answers, or the parity is
    ///   wrong.
    public func probe(by deadline: Deadline) async throws(DeviceError) {
        try await turn.take(by: deadline)
        defer { turn.giveBack() }
        let word = Array("hello".utf8)
        try await send(Array("E".utf8) + word, by: deadline)
        let answer = try await channel.read(exactly: 3 + word.count, by: deadline)
        try await channel.write(Toledo8217Wire.encode("F".utf8), by: deadline)
        guard answer.map({ $0 & 0x7F }) == [Toledo8217Wire.stx, 0x45, Toledo8217Wire.cr] + word
        else {
            throw DeviceError(.failure, "no echo but \(Hex.text(answer))")
        }
    }

    /// Sends one letter when the plate is at rest, for no scale heeds it before, and asks until the
    /// scale stands still as `isDone` says.
    private func command(
        _ letter: String,
        by deadline: Deadline,
        _ isDone: (Weighing) -> Bool
    ) async throws(DeviceError) {
        try await turn.take(by: deadline)
        defer { turn.giveBack() }
        _ = try await poll(by: deadline) { $0 != .inMotion }
        try await send(Array(letter.utf8), by: deadline)
        _ = try await poll(by: deadline) { reading in
            guard case .stable(let weighing) = reading else { return false }
            return isDone(weighing)
        }
    }

    /// Asks until `isDone`, or throws what stood in the way last.
    private func poll(
        by deadline: Deadline,
        until isDone: (ScaleReading) -> Bool
    ) async throws(DeviceError) -> ScaleReading {
        var obstacle = DeviceError(.timeout, "the scale did not answer")
        while true {
            do throws(DeviceError) {
                let reading = try await ask(by: min(deadline, .now + Self.answerTime))
                if isDone(reading) { return reading }
                obstacle = Self.refusal(reading)
            } catch {
                guard error.kind == .timeout || error.kind == .failure else { throw error }
                // A question that only the deadline cut short hides no better reason.
                if .now < deadline { obstacle = error }
            }
            guard .now + pause < deadline, !Task.isCancelled else { throw obstacle }
            try? await Task.sleep(for: pause)
        }
    }

    /// One `W` and its answer.
    private func ask(by deadline: Deadline) async throws(DeviceError) -> ScaleReading {
        try await send([UInt8(ascii: "W")], by: deadline)
        var bytes: [UInt8] = []
        while true {
            guard let body = try Toledo8217Wire.takeReply(from: &bytes) else {
                bytes += try await channel.read(upTo: 64, by: deadline)
                continue
            }
            switch Toledo8217Reply(body) {
            case .weight(let thousandths, let isNet):
                return .stable(Weighing(Weight(thousandths, unit), isNet: isNet))
            case .status(let status):
                return try Self.reading(status)
            // The late answer to another command.
            case .taken: continue
            case nil: throw DeviceError(.failure, "W answered \(Hex.text(body))")
            }
        }
    }

    /// Sends `bytes` after dropping what came before: an answer to an earlier question is none.
    private func send(_ bytes: [UInt8], by deadline: Deadline) async throws(DeviceError) {
        do throws(DeviceError) {
            // Bounded, for a line that never falls silent.
            for _ in 0..<64 { _ = try await channel.read(upTo: 256, by: .now) }
        } catch {
            guard error.kind == .timeout else { throw error }
        }
        try await channel.write(Toledo8217Wire.encode(bytes), by: deadline)
    }

    /// What keeps the scale from weighing; motion first, for a plate in motion is anywhere.
    private static func reading(
        _ status: Toledo8217Status
    ) throws(DeviceError) -> ScaleReading {
        if status.contains(.motion) { return .inMotion }
        if status.contains(.overCapacity) { return .overCapacity }
        if status.contains(.underZero) { return .underZero }
        if status.contains(.outsideZeroRange) { return .outsideZeroRange }
        throw DeviceError(
            .failure,
            "no weight and no reason: status \(Hex.text([status.rawValue]))"
        )
    }

    /// The error of a reading that is not the one asked for.
    private static func refusal(_ reading: ScaleReading) -> DeviceError {
        switch reading {
        case .inMotion: DeviceError(.timeout, "the scale has not come to rest")
        case .stable: DeviceError(.offline, "the scale stays at \(reading): clear its plate")
        case .overCapacity: DeviceError(.offline, "too heavy for the scale: take some off")
        case .underZero: DeviceError(.offline, "the scale is under zero: lay its plate back")
        case .outsideZeroRange:
            DeviceError(.offline, "the scale knows no zero: clear its plate, then zero it")
        }
    }
}
