import Diagnosis
import HAL

/// The scanner: silent until somebody scans.
actor ScannerProbe: DeviceProbe {
    nonisolated let subject: Subject
    private let entry: ScannerEntry
    private let opener: any ChannelOpener
    private var port: ProbedPort?

    init(_ entry: ScannerEntry, by opener: any ChannelOpener) {
        self.entry = entry
        self.opener = opener
        subject = Subject(.scanner, entry.driver.rawValue, at: entry.channel)
    }

    func open() async throws(DeviceError) {
        port = try await ProbedPort(entry.channel, by: opener)
    }

    func line() async throws(DeviceError) -> Sight { await port?.line() ?? .untold("not opened") }

    func act(_ technician: any Technician) async throws(DeviceError) -> Sight {
        guard let port else { throw DeviceError(.noHardware, "not opened") }
        await technician.tell("Scan a code with the scanner at \(subject.place).")
        let code = try await Board.scanner(entry, port.channel).scan(by: technician.deadline)
        let kind = code.symbology.map { ", \($0)" } ?? ", of a kind that it did not tell"
        return .done(.read("read a code of \(code.text.unicodeScalars.count) characters\(kind)"))
    }
}

/// The card reader: silent until somebody swipes.
///
/// Nothing of a card is told but what kind of card it was.
actor CardReaderProbe: DeviceProbe {
    nonisolated let subject: Subject
    private let entry: CardReaderEntry
    private let opener: any ChannelOpener
    private var port: ProbedPort?

    init(_ entry: CardReaderEntry, by opener: any ChannelOpener) {
        self.entry = entry
        self.opener = opener
        subject = Subject(.cardReader, entry.driver.rawValue, at: entry.channel)
    }

    func open() async throws(DeviceError) {
        port = try await ProbedPort(entry.channel, by: opener)
    }

    func line() async throws(DeviceError) -> Sight { await port?.line() ?? .untold("not opened") }

    func act(_ technician: any Technician) async throws(DeviceError) -> Sight {
        guard let port else { throw DeviceError(.noHardware, "not opened") }
        await technician.tell("Swipe a card at \(subject.place).")
        let reader = Board.cardReader(entry, port.channel, nil)
        let swipe = try await reader.swipe(by: technician.deadline)
        let errors = swipe.tracks.errors
        return .done(.read(swipe.card.kind + (errors.isEmpty ? "" : "; \(errors)")))
    }
}

extension IdentifiedCard {
    /// What kind of card it is, and nothing else of it.
    fileprivate var kind: String {
        switch self {
        case .member: "read a member's card"
        case .bank: "read a bank card, whose number stayed in the reader's driver"
        case .unknown: "read a card that is no member's"
        }
    }
}
