/// All that a display understands when its DIP switch says so.
///
/// Written from the manuals and not from the driver: what one gets wrong the other shows. Commands
/// that no driver here sends are known too, so that their operands are not taken for text.
struct DisplayGrammar: Sendable {
    let commands: [DisplayCommand]
    /// Whether bytes outside a command are text; else they are for somebody else on the cable.
    var showsText = true
    /// Whether a row once replaced turns the display deaf to all but a few commands.
    var hasStringMode = false
    /// What ends a text before its CR, besides doing what it does.
    var textBreakers: [UInt8] = []

    /// The grammar of `dialect`.
    static func grammar(of dialect: DisplayTwin.Dialect, columns: Int) -> DisplayGrammar {
        switch dialect {
        case .cd5220: cd5220(columns: columns)
        case .epson: epson
        case .aedex: aedex(columns: columns)
        case .utc: utc
        case .utcEnhanced: utcEnhanced(columns: columns)
        case .adm: adm
        }
    }

    private static let cursorKeys = [
        DisplayCommand(lead: [0x08], effect: .backspace),
        DisplayCommand(lead: [0x0A], effect: .lineFeed),
        DisplayCommand(lead: [0x0D], effect: .carriageReturn),
    ]

    /// Code page, country and peripheral, as a printer knows them; here they change nothing.
    private static let selections = [0x74, 0x52, 0x3D].map { letter in
        DisplayCommand(lead: [0x1B, letter], effect: .nothing, operand: .bytes(1))
    }

    private static func cd5220(columns: Int) -> DisplayGrammar {
        func string(_ letter: UInt8, _ effect: DisplayCommand.Effect, limit: Int) -> DisplayCommand
        {
            DisplayCommand(
                lead: [0x1B, 0x51, letter],
                effect: effect,
                operand: .text(limit: limit),
                isHeardInStringMode: true
            )
        }
        let commands = [
            string(0x41, .replaceRow(0), limit: columns),
            string(0x42, .replaceRow(1), limit: columns),
            string(0x44, .scroll, limit: 40),
            DisplayCommand(lead: [0x0C], effect: .clear, isHeardInStringMode: true),
            DisplayCommand(lead: [0x18], effect: .clearRow, isHeardInStringMode: true),
            DisplayCommand(lead: [0x0B], effect: .home),
            DisplayCommand(lead: [0x1B, 0x40], effect: .reset),
            DisplayCommand(lead: [0x1B, 0x6C], effect: .moveToColumnAndRow, operand: .bytes(2)),
            DisplayCommand(lead: [0x1B, 0x23], effect: .nothing, operand: .bytes(1)),
            DisplayCommand(lead: [0x1F, 0x45], effect: .blink, operand: .bytes(1)),
            DisplayCommand(lead: [0x1F, 0x01], effect: .mode(.overwrite)),
            DisplayCommand(lead: [0x1F, 0x03], effect: .mode(.horizontalScroll)),
        ]
        return DisplayGrammar(
            commands: commands + cursorKeys + selections,
            hasStringMode: true,
            textBreakers: [0x0C, 0x18]
        )
    }

    private static let epson: DisplayGrammar = {
        let commands = [
            DisplayCommand(lead: [0x0C], effect: .clear),
            DisplayCommand(lead: [0x18], effect: .clearRow),
            DisplayCommand(lead: [0x0B], effect: .home),
            DisplayCommand(lead: [0x1B, 0x40], effect: .reset),
            DisplayCommand(lead: [0x1F, 0x24], effect: .moveToColumnAndRow, operand: .bytes(2)),
            DisplayCommand(lead: [0x1F, 0x58], effect: .brightness, operand: .bytes(1)),
            DisplayCommand(lead: [0x1F, 0x45], effect: .blink, operand: .bytes(1)),
            DisplayCommand(lead: [0x1F, 0x43], effect: .nothing, operand: .bytes(1)),
            DisplayCommand(lead: [0x1F, 0x01], effect: .mode(.overwrite)),
            DisplayCommand(lead: [0x1F, 0x03], effect: .mode(.horizontalScroll)),
        ]
        return DisplayGrammar(commands: commands + cursorKeys + selections)
    }()

    /// AEDEX and UTC enhanced sit between a till and its printer: other bytes are not for them.
    private static func between(_ lead: [UInt8], _ letters: [UInt8], columns: Int) -> DisplayGrammar
    {
        let rows = (0...1).map { row in
            DisplayCommand(
                lead: lead + [letters[row]],
                effect: .replaceRow(row),
                operand: .text(limit: columns)
            )
        }
        let scroll = DisplayCommand(
            lead: lead + [letters[2]],
            effect: .scroll,
            operand: .text(limit: 45)
        )
        return DisplayGrammar(commands: rows + [scroll], showsText: false)
    }

    private static func aedex(columns: Int) -> DisplayGrammar {
        between([0x21, 0x23], [0x31, 0x32, 0x34], columns: columns)
    }

    private static func utcEnhanced(columns: Int) -> DisplayGrammar {
        between([0x1B, 0x75], [0x41, 0x42, 0x44], columns: columns)
    }

    private static let utc = DisplayGrammar(
        commands: cursorKeys + [
            DisplayCommand(lead: [0x10], effect: .moveToCell, operand: .bytes(1)),
            DisplayCommand(lead: [0x13], effect: .nothing),
            DisplayCommand(lead: [0x14], effect: .nothing),
            DisplayCommand(lead: [0x1F], effect: .clear),
        ]
    )

    private static let adm = DisplayGrammar(
        commands: [
            DisplayCommand(lead: [0x0C], effect: .clear),
            DisplayCommand(lead: [0x0D], effect: .carriageReturn),
            DisplayCommand(lead: [0x0E], effect: .beginRow(0)),
            DisplayCommand(lead: [0x0F], effect: .beginRow(1)),
            DisplayCommand(lead: [0x11], effect: .nothing, operand: .bytes(1)),
        ]
    )
}
