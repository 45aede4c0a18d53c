public import HAL
import Synchronization

/// A chip card reader as a till's card reader: present a card, and it says whose it is.
///
///     card ─ wakes ─▶ SELECT the members' application ─ 9000 ─▶ READ BINARY ─▶ number ─▶ firewall
///                               └ 6A82, or no application named ─▶ UID ─▶ token
///
/// The application's file holds the member number in ASCII digits, filled up with FFh or blanks.
/// A card that stays on the reader is read once: the next swipe waits until it has been taken away.
public final class MemberCardTap: CardReader {
    /// Where a member's card keeps its number; the board file says.
    public struct Applet: Hashable, Sendable {
        /// The application's name.
        public let application: ApplicationID
        /// The short identifier of its file, 1 to 30.
        public let file: UInt8

        /// The file `file` of `application`.
        public init(application: ApplicationID, file: UInt8) {
            self.application = application
            self.file = file
        }
    }

    private let reader: any SmartCardReader
    private let applet: Applet?
    private let isContactless: Bool
    private let firewall: CardFirewall
    private let isOccupied = Mutex(false)

    /// Uses `reader`; without an `applet` every card is known by its UID alone.
    public init(
        reader: any SmartCardReader,
        applet: Applet?,
        isContactless: Bool,
        firewall: CardFirewall = CardFirewall()
    ) {
        self.reader = reader
        self.applet = applet
        self.isContactless = isContactless
        self.firewall = firewall
    }

    public func swipe(by deadline: Deadline) async throws(DeviceError) -> CardSwipe {
        if isOccupied.withLock({ $0 }) {
            try await reader.waitForRemoval(by: deadline)
            isOccupied.withLock { $0 = false }
        }
        _ = try await reader.waitForCard(by: deadline)
        isOccupied.withLock { $0 = true }
        if let applet, let card = try await member(applet, by: deadline) {
            return CardSwipe(card: card)
        }
        guard isContactless else {
            throw DeviceError(.failure, "the card has no member application")
        }
        return CardSwipe(card: try await identifier(by: deadline))
    }

    /// Reads the member application; nothing when the card does not have it.
    private func member(
        _ applet: Applet,
        by deadline: Deadline
    ) async throws(DeviceError) -> IdentifiedCard? {
        let selected = try await reader.transmit(.select(applet.application), by: deadline).status
        // What a card says that has no applications at all, and its reader for it, means the same.
        let isMissing = [.notFound, .unknownInstruction, .noInformation].contains(selected)
        if isMissing { return nil }
        guard selected == .success || selected.first == 0x61 else {
            throw DeviceError(.failure, "selecting the member application answered \(selected)")
        }
        let response = try await read(.readBinary(file: applet.file), by: deadline)
        return try response.data.read { (data) throws(DeviceError) in
            let end = data.firstIndex { $0 == 0xFF || $0 == 0x20 } ?? data.count
            let number = data.extracting(0..<end)
            guard (4...19).contains(end), number.areDigits else {
                throw DeviceError(.failure, "the member application holds no number")
            }
            return firewall.identify(number: number, name: data.extracting(first: 0))
        }
    }

    /// Sends a command that reads, and follows the card when it names the right length (6Cxx) or
    /// keeps the data until asked (61xx), as cards of T=0 do.
    private func read(
        _ command: CommandAPDU,
        by deadline: Deadline
    ) async throws(DeviceError) -> ResponseAPDU {
        var response = try await reader.transmit(command, by: deadline)
        switch response.status.first {
        case 0x6C:
            let command = command.expecting(response.status.second)
            response = try await reader.transmit(command, by: deadline)
        case 0x61:
            response = try await reader.transmit(.getResponse(response.status.second), by: deadline)
        default: break
        }
        // 6282: the file ended before the length that was asked for, which is how it is read whole.
        guard response.status == .success || response.status == StatusWord(0x6282) else {
            throw DeviceError(.failure, "reading the card answered \(response.status)")
        }
        return response
    }

    private func identifier(by deadline: Deadline) async throws(DeviceError) -> IdentifiedCard {
        let response = try await read(.getUID, by: deadline)
        return try response.data.read { (uid) throws(DeviceError) in
            // Single, double and triple size (ISO/IEC 14443-3, 6.5.4).
            guard [4, 7, 10].contains(uid.count) else {
                throw DeviceError(.failure, "a card's UID of \(uid.count) bytes")
            }
            return firewall.identify(uid: uid)
        }
    }
}
