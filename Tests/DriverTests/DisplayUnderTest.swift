import Drivers
import HAL
import Testing
import Twins

/// Every display that there is a driver for, so that one body of tests can ask the same of all.
enum DisplayKind: CaseIterable, Sendable, CustomTestStringConvertible {
    case characters(DisplayTwin.Dialect)
    /// A GLK; whether its firmware leaves what lies under the white dots of a picture.
    case dots(keepsUnderWhite: Bool)

    static var allCases: [DisplayKind] {
        DisplayTwin.Dialect.allCases.map { .characters($0) }
            + [.dots(keepsUnderWhite: false), .dots(keepsUnderWhite: true)]
    }

    var testDescription: String {
        switch self {
        case .characters(let dialect): dialect.rawValue
        case .dots(let keepsUnderWhite): keepsUnderWhite ? "glk keeping under white" : "glk"
        }
    }
}

/// A display of some kind: its twin, a driver that fits it, and what a customer reads.
struct DisplayUnderTest: Sendable {
    let twin: any ListeningTwin
    let read: @Sendable () -> [String]
    let driver: @Sendable (_ channel: any ByteChannel, _ healing: Duration) -> any LineDisplay

    init(_ kind: DisplayKind) {
        switch kind {
        case .characters(let dialect):
            let twin = DisplayTwin(dialect: dialect)
            self.twin = twin
            read = { twin.lines }
            driver = { channel, healing in
                CharacterDisplay(channel: channel, dialect: dialect.driver, healing: healing)
            }
        case .dots(let keepsUnderWhite):
            let twin = GraphicDisplayTwin(
                width: 240,
                height: 64,
                keepsUnderWhite: keepsUnderWhite
            )
            self.twin = twin
            read = { DotReader.lines(of: twin.picture) }
            driver = { channel, healing in
                GraphicDisplay(
                    channel: channel,
                    model: .glk24064,
                    glyphs: DotReader.font,
                    healing: healing
                )
            }
        }
    }

    /// What the customer reads now, one string a row, filled with spaces.
    var lines: [String] { read() }

    /// A driver on `channel` that heals, unless told otherwise, as often as a till's does.
    func display(
        on channel: any ByteChannel,
        healing: Duration = .seconds(60)
    ) -> any LineDisplay {
        driver(channel, healing)
    }
}
