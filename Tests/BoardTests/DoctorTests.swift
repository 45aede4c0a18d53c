import Boards
import HAL
import Testing

struct DoctorTests {
    typealias Row = (
        opening: DeviceError.Kind?, answer: DeviceProbe.Answer?,
        verdict: DeviceFinding.Verdict, fix: String?, why: String
    )

    // swift-format-ignore
    static let rows: [Row] = [
        (.noHardware, nil,                          .faulty,    "plug it in",   "nothing on the port"),
        (.busy,       nil,                          .faulty,    "tilld",        "the till itself has it"),
        (.failure,    nil,                          .faulty,    "reason",       "the reason says it"),
        (nil,         .status(.ready, model: "T"),  .healthy,   nil,            "all well"),
        (nil,         .status(.paperLow, model: nil), .attention, "roll",       "it prints, for now"),
        (nil,         .status(.paperOut, model: nil), .faulty,  "roll",         "it does not print"),
        (nil,         .status(.coverOpen, model: nil), .faulty, "cover",        "it does not print"),
        (nil,         .status(.fault, model: nil),  .faulty,    "cutter",       "it does not print"),
        (nil,         .drawer(isOpen: false),       .healthy,   nil,            "closed"),
        (nil,         .drawer(isOpen: true),        .attention, "is-open-when-high", "open, or wired the other way"),
        (nil,         .healthy,                     .healthy,   nil,            "a payment terminal answers"),
        (nil,         .scale(.stable(Weighing(.grams(0)))), .healthy, nil,   "an empty plate"),
        (nil,         .scale(.stable(Weighing(.grams(5)))), .attention, "clear", "something lies on it"),
        (nil,         .scale(.stable(Weighing(.grams(0), isNet: true))), .attention, "zero", "somebody's tare"),
        (nil,         .scale(.inMotion),            .attention, "rest",      "somebody leans on it"),
        (nil,         .scale(.overCapacity),        .faulty,    "clear",     "it does not weigh"),
        (nil,         .scale(.underZero),           .faulty,    "plate",     "the plate is lifted"),
        (nil,         .scale(.outsideZeroRange),    .faulty,    "off and on", "it was switched on loaded"),
        (nil,         .slot(.absent),               .healthy,   "try it",       "it answers, and waits for a card"),
        (nil,         .slot(.active),               .healthy,   nil,            "a card is on it"),
        (nil,         .accepted,                    .healthy,   "look",         "a display cannot answer"),
        (nil,         nil,                          .healthy,   "try it",       "nothing to ask a scanner"),
        (nil,         .error(DeviceError(.timeout, "")), .faulty, "baud",       "silence"),
        (nil,         .error(DeviceError(.failure, "")), .faulty, "baud",       "noise"),
    ]

    @Test(arguments: rows)
    func `a verdict says what to do about it`(_ row: Row) {
        let probe = DeviceProbe(
            role: .receiptPrinter,
            driver: "d",
            place: "p",
            openingError: row.opening.map { DeviceError($0, "x") },
            answer: row.answer
        )
        let finding = Doctor.finding(probe)
        #expect(finding.verdict == row.verdict)
        if let fix = row.fix {
            #expect(finding.fix?.contains(fix) == true)
        } else {
            #expect(finding.fix == nil)
        }
    }

    @Test func `what works but lacks something asks for attention`() {
        func finding(_ status: PrinterStatus) -> DeviceFinding {
            Doctor.finding(
                DeviceProbe(
                    role: .receiptPrinter,
                    driver: "d",
                    place: "p",
                    openingError: nil,
                    answer: .status(status, model: nil),
                    remark: "install a font"
                )
            )
        }
        #expect(finding(.ready).verdict == .attention && finding(.ready).fix == "install a font")
        #expect(finding(.paperOut).verdict == .faulty)
        #expect(finding(.paperOut).fix?.contains("roll") == true)
    }
}
