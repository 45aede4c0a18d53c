package import HAL

/// The host's side of T=0: one APDU, in as many TPDUs as it takes (ISO/IEC 7816-3, 12.2).
///
///     case 1   CLA INS P1 P2 00                 status
///     case 2   CLA INS P1 P2 Le                 data, status
///     case 3   CLA INS P1 P2 Lc data            status
///     case 4   as case 3, then GET RESPONSE     data, status
///
///     61xx     xx more bytes are there: GET RESPONSE, while data is wanted
///     6Cxx     the same again with xx for Le
///     9000     of case 4: GET RESPONSE too, and a card that has nothing then has done all
///
/// More than 255 bytes go out in ENVELOPE commands. A card has to bring a byte each time that it is
/// asked for more, and names a length once a TPDU, so that every command ends.
package struct T0Exchange: CardExchange {
    private enum Part {
        case command
        case envelope
        /// GET RESPONSE; its refusal is no error of the command when the card said 9000 before.
        case fetch(isOptional: Bool)
    }

    private static let mostData = 255

    private let passesCharacters: Bool
    private var command = CommandAPDU.getUID
    private var part = Part.command
    private var header: [UInt8] = []
    private var envelopes: ArraySlice<UInt8> = []
    /// How many bytes are still wanted.
    private var wanted = 0
    private var isCorrected = false
    private var characters: T0Characters?

    /// An exchange with a card just woken; a reader that `passesCharacters` leaves the procedure
    /// bytes to the host.
    package init(passesCharacters: Bool) {
        self.passesCharacters = passesCharacters
    }

    package mutating func begin(_ command: CommandAPDU) -> CardStep {
        guard ![6, 9].contains(command.header[1] >> 4) else {
            return .refuse("instruction \(Hex.text([command.header[1]])) is none of T=0")
        }
        self.command = command
        wanted = command.expected ?? 0
        isCorrected = false
        envelopes = []
        guard command.data.count <= Self.mostData else {
            envelopes = command.bytes[...]
            return nextEnvelope()
        }
        part = .command
        guard command.data.isEmpty else {
            return send(command.header + [UInt8(command.data.count)], command.data[...])
        }
        return send(command.header + [Self.code(wanted)])
    }

    package mutating func handle(
        _ answer: Span<UInt8>,
        chain: UInt8,
        into response: inout SensitiveBytes
    ) -> CardStep {
        guard passesCharacters else { return take(tpdu: answer, &response) }
        switch characters?.take(answer, room: wanted, into: &response) {
        case .send(let bytes, let count): return .send(bytes, level: UInt16(count))
        case .ended(let status):
            return conclude(status, received: characters?.received ?? 0, &response)
        case .fail(let reason): return .fail(reason)
        case nil: return .fail("an answer to no command")
        }
    }

    /// What P3 stands for.
    private static func length(_ code: UInt8) -> Int { code == 0 ? 256 : Int(code) }

    /// P3 for `length` bytes; 256 is the most that one TPDU brings.
    private static func code(_ length: Int) -> UInt8 {
        UInt8(truncatingIfNeeded: min(length, 256))
    }
}

extension T0Exchange {
    private mutating func send(_ header: [UInt8], _ data: ArraySlice<UInt8> = []) -> CardStep {
        self.header = header
        guard passesCharacters else { return .send(header + data, level: 0) }
        characters = T0Characters(header: header, data: data, incoming: most)
        return .send(header, level: 1)
    }

    private mutating func nextEnvelope() -> CardStep {
        part = .envelope
        let piece = envelopes.prefix(Self.mostData)
        envelopes = envelopes.dropFirst(Self.mostData)
        return send([command.header[0], 0xC2, 0, 0, UInt8(piece.count)], piece)
    }

    /// The whole answer to a TPDU, from a reader that has seen to the procedure bytes.
    private mutating func take(
        tpdu answer: Span<UInt8>,
        _ response: inout SensitiveBytes
    ) -> CardStep {
        let count = answer.count - 2
        guard (0...most).contains(count) else {
            return .fail("an answer of \(answer.count) bytes, of which \(most) are wanted")
        }
        for index in 0..<min(count, wanted) {
            guard response.append(answer[index]) else { return .fail("too long a response") }
        }
        let status = StatusWord(UInt16(answer[count]) << 8 | UInt16(answer[count + 1]))
        return conclude(status, received: count, &response)
    }

    /// How much data the TPDU under way may bring.
    private var most: Int { bringsData && wanted > 0 ? Self.length(header[4]) : 0 }

    /// Whether the TPDU under way asks for data.
    private var bringsData: Bool {
        switch part {
        case .command: command.data.isEmpty
        case .envelope: false
        case .fetch: true
        }
    }

    /// Decides what follows a TPDU that ended in `status` and brought `received` bytes.
    private mutating func conclude(
        _ status: StatusWord,
        received: Int,
        _ response: inout SensitiveBytes
    ) -> CardStep {
        wanted -= min(received, wanted)
        switch (status.first, part) {
        case (0x6C, _) where bringsData && wanted > 0 && received == 0 && !isCorrected:
            isCorrected = true
            return send(header.dropLast() + [status.second])
        case (0x61, .fetch) where wanted > 0 && received == 0:
            return .fail("the card keeps back what it has announced")
        case (0x61, _) where wanted > 0:
            return fetch(min(Self.length(status.second), wanted))
        case (0x90, .envelope) where !envelopes.isEmpty:
            return nextEnvelope()
        case (0x90, .command) where !bringsData && wanted > 0,
            (0x90, .envelope) where wanted > 0:
            return fetch(min(wanted, 256), isOptional: true)
        case (0x64...0x6F, .fetch(isOptional: true)):
            return end(.success, &response)
        default:
            return end(status, &response)
        }
    }

    /// GET RESPONSE, on the command's own logical channel.
    private mutating func fetch(_ count: Int, isOptional: Bool = false) -> CardStep {
        part = .fetch(isOptional: isOptional)
        isCorrected = false
        let cla = command.header[0]
        // Of an interindustry class the channel stays, and chaining and secure messaging go.
        let plain = cla < 0x20 ? cla & 0x03 : cla < 0x80 ? cla & 0x4F : cla
        return send([plain, 0xC0, 0, 0, Self.code(count)])
    }

    private mutating func end(
        _ status: StatusWord,
        _ response: inout SensitiveBytes
    ) -> CardStep {
        characters = nil
        guard response.append(status.first), response.append(status.second) else {
            return .fail("too long a response")
        }
        return .done
    }
}
