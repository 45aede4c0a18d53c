import HAL

/// The upper rungs: what devices say of themselves, and what came of using them.
extension Ladder {
    static func printer(_ status: PrinterStatus) -> Judgement {
        let code = status.rawValue
        return switch status {
        case .ready: .passed("ready")
        case .paperLow: .attention(code, "little paper left", fix: "bring a new roll")
        case .coverOpen: .broken(code, "the cover is open", fix: "close the printer's cover")
        case .paperOut: .broken(code, "no paper", fix: "put in a new roll")
        case .fault:
            .broken(
                code,
                "stopped by its cutter or another error",
                fix: "clear the cutter, then switch the printer off and on"
            )
        }
    }

    static func drawer(_ state: DrawerState) -> Judgement {
        switch state {
        case .closed: .passed("closed")
        case .open, .leftOpen:
            .attention(
                "open",
                "open",
                fix: "push it shut; if it is shut, change is-open-when-high in the board file"
            )
        case .didNotOpen: kicked(state)
        }
    }

    static func scale(_ reading: ScaleReading) -> Judgement {
        let said = reading.description
        return switch reading {
        case .stable(let weighing) where weighing.weight.amount == 0 && !weighing.isNet:
            .passed(said)
        case .stable:
            .attention("load", said, fix: "clear its plate; if it is clear, zero the scale")
        case .inMotion:
            .attention("motion", said, fix: "let the plate come to rest, then ask again")
        case .overCapacity:
            .broken(
                "over-capacity",
                said,
                fix: "clear its plate; if it is clear, have the scale serviced"
            )
        case .underZero:
            .broken("under-zero", said, fix: "lay the plate back, then zero the scale")
        case .outsideZeroRange:
            .broken("no-zero", said, fix: "clear its plate, then switch the scale off and on")
        }
    }

    static func setting(_ fault: SettingFault) -> Judgement {
        switch fault {
        case .noConverter(let error):
            .broken("no-converter", error.detail, fix: "install what is missing, then ask again")
        case .noProof(let command):
            .broken(
                "no-proof",
                "\(command) is not answered, so no receipt is ever known to be printed",
                fix: "name the printer's own profile in the board file, one without process-id"
            )
        case .noFont:
            .attention(
                "no-font",
                "no font",
                fix: "install a font (fonts-wqy-microhei): "
                    + "characters that the printer lacks print as 〓"
            )
        case .noDisplayFont:
            .broken(
                "no-font",
                "no font, and the display has no characters of its own",
                fix: "install fonts-wqy-microhei, or name a font in customer-display.font"
            )
        }
    }

    static func judge(_ deed: Deed) -> Judgement {
        switch deed {
        case .printed(let evidence, let looksRight): printed(evidence, looksRight)
        case .shown(looksRight: true): .passed("shows what it was sent")
        case .shown(looksRight: nil):
            .untold("took a picture and never answers", fix: "look: it shows its role")
        case .shown(looksRight: false):
            .broken(
                "not-seen",
                "shows something else, or nothing",
                fix: "check its power, baud rate and command set (a DIP switch), then the driver"
            )
        case .kicked(let state): kicked(state)
        case .read(let what): .passed(what)
        case .registered: .passed("took its registration")
        }
    }

    private static func printed(_ evidence: PrintEvidence, _ looksRight: Bool?) -> Judgement {
        guard evidence.isOnPaper else {
            return .broken(
                "unproven",
                "the printer never said that the slip is on paper",
                fix: "look at the paper; then name the printer's own profile in the board file"
            )
        }
        switch looksRight {
        case true: return .passed("printed, and looks right")
        case false:
            return .broken(
                "wrong-characters",
                "printed, and does not look right",
                fix: "correct characters, columns or profile in the board file: see its self-test"
            )
        case nil: return .passed("printed; look: every line of it says what is right")
        }
    }

    private static func kicked(_ state: DrawerState) -> Judgement {
        switch state {
        case .open: .passed("sprang open")
        case .leftOpen:
            .attention("open", "stood open already", fix: "push it shut, then ask again")
        case .closed, .didNotOpen:
            .broken(
                "did-not-open",
                "was kicked and did not open",
                fix: "unlock it; check its RJ-11 cable; if it sprang open, change is-open-when-high"
            )
        }
    }
}
