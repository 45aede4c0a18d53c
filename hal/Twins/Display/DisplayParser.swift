/// Cuts the bytes on a display's cable into text and commands.
///
/// Bounded: of a text it keeps what the command can hold, of a lead never more than three bytes.
struct DisplayParser {
    /// What a byte completed.
    enum Event {
        case text(UInt8)
        case command(DisplayCommand, operand: [UInt8])
    }

    private let grammar: DisplayGrammar
    private var lead: [UInt8] = []
    private var command: DisplayCommand?
    private var operand: [UInt8] = []

    init(grammar: DisplayGrammar) {
        self.grammar = grammar
    }

    /// Takes one byte; nothing while more are needed, and nothing for what no manual knows.
    mutating func take(_ byte: UInt8) -> Event? {
        guard let command else { return takeLead(byte) }
        switch command.operand {
        case .bytes(let count):
            operand.append(byte)
            return operand.count == count ? complete(command) : nil
        case .text(let limit):
            if byte == 0x0D { return complete(command) }
            if grammar.textBreakers.contains(byte) {
                self.command = nil
                return takeLead(byte)
            }
            if operand.count < limit { operand.append(byte) }
            return nil
        }
    }

    private mutating func takeLead(_ byte: UInt8) -> Event? {
        lead.append(byte)
        guard let candidate = grammar.commands.first(where: { $0.lead.starts(with: lead) }) else {
            defer { lead = [] }
            // Of an unknown command the letter goes with its ESC; nobody knows its operands.
            let isText = lead.count == 1 && byte >= 0x20 && byte != 0x7F
            return isText && grammar.showsText ? .text(byte) : nil
        }
        guard candidate.lead.count == lead.count else { return nil }
        operand = []
        if candidate.operand == .bytes(0) { return complete(candidate) }
        command = candidate
        return nil
    }

    private mutating func complete(_ command: DisplayCommand) -> Event {
        lead = []
        self.command = nil
        return .command(command, operand: operand)
    }
}
