import Diagnosis
import HAL
import Testing

/// What was seen on one rung -> whether it holds, and what somebody does about it.
struct LadderTests {
    typealias Row = (
        sight: Sight, rung: Rung, role: DeviceRole, link: Subject.Link,
        verdict: RungCheck.Verdict, fix: String?, why: String
    )

    private static func error(_ kind: DeviceError.Kind) -> Sight { .error(DeviceError(kind, "x")) }

    private static func grams(_ amount: Int, isNet: Bool = false) -> Sight {
        .scale(.stable(Weighing(.grams(amount), isNet: isNet)))
    }

    // swift-format-ignore
    static let port: [Row] = [
        (.opened,             .port, .receiptPrinter, .serial,  .passed, nil,               "there, and ours"),
        (error(.noHardware),  .port, .receiptPrinter, .serial,  .broken, "plug it in",      "nothing on the port"),
        (error(.noHardware),  .port, .receiptPrinter, .usb,     .broken, "plug it in",      "not on the bus"),
        (error(.noHardware),  .port, .scanner,        .input,   .broken, "plug it in",      "no such input device"),
        (error(.noHardware),  .port, .receiptPrinter, .bench,   .broken, "till demo",       "no bench"),
        (error(.noHardware),  .port, .receiptPrinter, .network, .broken, "network cable",   "no such host"),
        (error(.timeout),     .port, .receiptPrinter, .network, .broken, "network cable",   "a host that is off"),
        (error(.busy),        .port, .receiptPrinter, .serial,  .broken, "tilld",           "the till itself has it"),
        (error(.failure),     .port, .receiptPrinter, .serial,  .broken, "as the reason",   "not allowed: the reason says whom to ask"),
    ]

    // swift-format-ignore
    static let line: [Row] = [
        (.modemLines([.cts, .dsr], isCTSNeeded: true), .line, .receiptPrinter, .serial, .passed, nil, "both lines up"),
        (.modemLines([.dsr], isCTSNeeded: true),  .line, .receiptPrinter, .serial, .broken, "flow: none", "nothing would ever be sent"),
        (.modemLines([.dsr], isCTSNeeded: false), .line, .receiptPrinter, .serial, .passed, nil,   "CTS is not asked for"),
        (.modemLines([], isCTSNeeded: false),     .line, .receiptPrinter, .serial, .untold, nil,   "three wires"),
        (.usbPrinter(hasError: false),            .line, .receiptPrinter, .usb,    .passed, nil,   "18h"),
        (.usbPrinter(hasError: true),             .line, .receiptPrinter, .usb,    .attention, "lamps", "the state will tell"),
        (.connected,                              .line, .receiptPrinter, .network, .passed, nil,  "it took the connection"),
        (.untold("a pty"),                        .line, .receiptPrinter, .bench,  .untold, nil,   "no modem lines"),
    ]

    // swift-format-ignore
    static let answer: [Row] = [
        (.answered("TM-T20"), .answer, .receiptPrinter, .serial, .passed, nil,              "it names itself"),
        (.answered(nil),      .answer, .scale,          .serial, .passed, nil,              "an echo"),
        (.untold("silent"),   .answer, .customerDisplay, .serial, .untold, nil,             "a display cannot answer"),
        (error(.timeout),     .answer, .receiptPrinter, .serial, .broken, "baud",           "silence"),
        (error(.timeout),     .answer, .receiptPrinter, .usb,    .broken, "another cable",  "a baud rate is no help there"),
        (error(.timeout),     .answer, .receiptPrinter, .network, .broken, "another till",  "one connection is all it takes"),
        (error(.failure),     .answer, .scale,          .serial, .broken, "baud",           "noise"),
        (error(.failure),     .answer, .smartCardReader, .usb,   .broken, "speak",          "another protocol"),
        (error(.noHardware),  .answer, .receiptPrinter, .usb,    .broken, "plug it in again", "unplugged meanwhile"),
        (error(.busy),        .answer, .paymentTerminal, .serial, .broken, "in a minute",   "a customer pays"),
        (error(.offline),     .answer, .receiptPrinter, .serial, .broken, "as it says",     "it waits for somebody"),
        (.garbled(LineCounts(framing: 7), DeviceError(.timeout, "x")), .answer, .scale, .serial, .broken, "DIP switches", "two rates on one line"),
    ]

    // swift-format-ignore
    static let state: [Row] = [
        (.printer(.ready),    .state, .receiptPrinter, .serial, .passed,    nil,          "it prints"),
        (.printer(.paperLow), .state, .receiptPrinter, .serial, .attention, "roll",       "it prints, for now"),
        (.printer(.paperOut), .state, .receiptPrinter, .serial, .broken,    "roll",       "it does not print"),
        (.printer(.coverOpen), .state, .receiptPrinter, .serial, .broken,   "cover",      "it does not print"),
        (.printer(.fault),    .state, .receiptPrinter, .serial, .broken,    "cutter",     "it does not print"),
        (.drawer(.closed),    .state, .cashDrawer,     .serial, .passed,    nil,          "shut"),
        (.drawer(.open),      .state, .cashDrawer,     .serial, .attention, "is-open-when-high", "open, or wired the other way"),
        (grams(0),            .state, .scale,          .serial, .passed,    nil,          "an empty plate"),
        (grams(5),            .state, .scale,          .serial, .attention, "clear",      "something lies on it"),
        (grams(0, isNet: true), .state, .scale,        .serial, .attention, "zero",       "somebody's tare"),
        (.scale(.inMotion),   .state, .scale,          .serial, .attention, "rest",       "somebody leans on it"),
        (.scale(.overCapacity), .state, .scale,        .serial, .broken,    "clear",      "it does not weigh"),
        (.scale(.underZero),  .state, .scale,          .serial, .broken,    "plate",      "the plate is lifted"),
        (.scale(.outsideZeroRange), .state, .scale,    .serial, .broken,    "off and on", "switched on with a load"),
        (.slot(.absent),      .state, .smartCardReader, .usb,   .passed,    nil,          "it waits for a card"),
        (.slot(.active),      .state, .smartCardReader, .usb,   .passed,    nil,          "a card is on it"),
    ]

    // swift-format-ignore
    static let settings: [Row] = [
        (.settings(nil),      .settings, .receiptPrinter, .serial, .passed, nil,               "as the board says"),
        (.settings(.noConverter(DeviceError(.failure, "GB18030"))), .settings, .receiptPrinter, .serial, .broken, "install", "no gconv module"),
        (.settings(.noProof(command: "GS ( H")), .settings, .receiptPrinter, .serial, .broken, "profile", "receipts would stay unproven"),
        (.settings(.noFont),  .settings, .receiptPrinter, .serial, .attention, "fonts-wqy-microhei", "a rare name prints as a mark"),
        (.settings(.noDisplayFont), .settings, .customerDisplay, .serial, .broken, "fonts-wqy-microhei", "a display of dots shows what is drawn"),
    ]

    // swift-format-ignore
    static let action: [Row] = [
        (.done(.printed(.cut, looksRight: true)),  .action, .receiptPrinter, .serial, .passed, nil,        "on paper, and right"),
        (.done(.printed(.cut, looksRight: nil)),   .action, .receiptPrinter, .serial, .passed, nil,        "on paper, and nobody looked"),
        (.done(.printed(.printed, looksRight: false)), .action, .receiptPrinter, .serial, .broken, "characters", "a wrong code page"),
        (.done(.printed(.unknown(lines: 2), looksRight: true)), .action, .receiptPrinter, .serial, .broken, "paper", "never proven"),
        (.done(.shown(looksRight: true)),          .action, .customerDisplay, .serial, .passed, nil,       "somebody saw it"),
        (.done(.shown(looksRight: nil)),           .action, .customerDisplay, .serial, .untold, "look",    "nobody looked"),
        (.done(.shown(looksRight: false)),         .action, .customerDisplay, .serial, .broken, "DIP",     "another command set"),
        (.done(.kicked(.open)),                    .action, .cashDrawer, .serial, .passed,    nil,         "sprang open"),
        (.done(.kicked(.leftOpen)),                .action, .cashDrawer, .serial, .attention, "push",      "open before"),
        (.done(.kicked(.didNotOpen)),              .action, .cashDrawer, .serial, .broken,    "RJ-11",     "locked, or its cable is out"),
        (.done(.read("a code")),                   .action, .scanner, .serial,    .passed,    nil,         "a scan came"),
        (.done(.registered),                       .action, .paymentTerminal, .network, .passed, nil,      "signed on"),
        (error(.timeout),                          .action, .scanner, .serial,    .broken,    "in time",   "nobody scanned"),
        (error(.failure),                          .action, .cardReader, .serial, .broken,    "slowly",    "a misread stripe"),
        (error(.timeout),                          .action, .receiptPrinter, .serial, .broken, "switch it on", "not a person's doing"),
    ]

    @Test(arguments: [port, line, answer, state, settings, action].joined())
    func `a sight is judged with the one thing to do about it`(_ row: Row) {
        let subject = Subject(role: row.role, driver: "d", place: "p", link: row.link)
        let check = Ladder.check(row.sight, on: row.rung, of: subject)
        #expect(check.verdict == row.verdict, "\(row.why)")
        #expect(check.level == row.rung.level)
        if let fix = row.fix {
            #expect(check.fix?.contains(fix) == true, "\(row.why): \(check.fix ?? "no fix")")
        } else {
            #expect(check.fix == nil, "\(row.why)")
        }
    }

    @Test func `what is broken or soon to be names itself and says what to do, in one line`() {
        for row in [Self.port, Self.line, Self.answer, Self.state, Self.settings, Self.action]
            .joined()
        {
            let subject = Subject(role: row.role, driver: "d", place: "p", link: row.link)
            let check = Ladder.check(row.sight, on: row.rung, of: subject)
            let isWrong = check.verdict == .broken || check.verdict == .attention
            #expect(isWrong == (check.code != nil), "\(row.why)")
            #expect(!isWrong || check.fix != nil, "\(row.why)")
            #expect(check.fix?.contains("\n") != true, "\(row.why)")
        }
    }
}
