/// One step of what a terminal twin does about a command.
enum TerminalStep: Sendable {
    case say([UInt8])
    /// Says it, and goes on once the till has answered.
    case ask([UInt8])
    case charge
    /// Asks with the Status-Information of the charge.
    case report
    /// Waits for `release()`.
    case hold
    case die

    static let accepted: [UInt8] = [0x80, 0x00, 0x00]
    static let completed: [UInt8] = [0x06, 0x0F, 0x00]
    private static let insertCard: [UInt8] = [0x04, 0xFF, 0x01, 0x0A]

    /// The end of a command that came to nothing.
    static func given(up code: UInt8) -> [TerminalStep] {
        [.told(TwinSlip.failed(code)), .say([0x06, 0x1E, 0x01, code])]
    }

    /// A Status-Information.
    static func told(_ data: [UInt8]) -> TerminalStep {
        .ask([0x04, 0x0F, UInt8(data.count)] + data)
    }

    /// Repeat-Receipt tells the transaction only when its service byte asks for it.
    static func repetition(of last: [UInt8]?, asked message: [UInt8]) -> [TerminalStep] {
        guard let last else { return [.say(accepted), .say([0x06, 0x1E, 0x01, 0x83])] }
        guard message.count == 8, message[6] == 0x03, message[7] & 0x02 != 0 else {
            return [.say(accepted), .say(completed)]
        }
        return [.say(accepted), .told(last), .say(completed)]
    }

    /// A payment and what befalls it.
    static func payment(with mishap: TerminalMishap) -> [TerminalStep] {
        let begin: [TerminalStep] = [.say(accepted), .ask(insertCard)]
        let pay: [TerminalStep] = [.charge, .report, .say(completed)]
        switch mishap {
        case .nothing, .doubled, .deaf, .refusedOnce, .refusedThrice, .garbage, .torn, .silent:
            return begin + pay
        case .declined: return begin + given(up: 0x05)
        case .refused: return [.say([0x84, 0x83, 0x00])]
        case .approvalLost: return begin + [.charge]
        case .completionLost: return begin + [.charge, .report]
        case .late, .paidAfterCancel, .cancelled: return begin + [.hold] + pay
        case .moreTime:
            return [.say([0x84, 0x9C, 0x00]), .say([0x84, 0x9C, 0x00])] + begin + pay
        case .powerCutBefore: return begin + [.die]
        case .powerCutAfter: return begin + [.charge, .die]
        }
    }
}
