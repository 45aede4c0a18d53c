import Diagnosis
import HAL
import Symbols
import Testing

/// The report that is photographed.
struct DoctorCodeTests {
    private func finding(
        _ role: DeviceRole,
        driver: String = "escpos-printer",
        place: String = "bench printer",
        _ sights: [Sight]
    ) -> DeviceFinding {
        var climb = Climb(
            Subject(role: role, driver: driver, place: place, link: .serial),
            to: .action
        )
        for sight in sights { climb.take(sight) }
        return climb.finding
    }

    private let toPaper: [Sight] = [
        .opened, .untold("pty"), .answered("TM-T20"), .printer(.paperOut),
    ]

    @Test func `the code says in a line a device which rungs hold and what is wrong`() {
        let report = DoctorReport(
            board: "counter-a1",
            top: .settings,
            findings: [
                finding(.receiptPrinter, toPaper),
                finding(.scale, driver: "toledo-8217-scale", [.opened, .connected]),
                finding(
                    .cashDrawer,
                    driver: "printer-drawer",
                    [.opened, .connected, .answered(nil), .drawer(.open)]
                ),
            ]
        )
        #expect(
            DoctorCode.text(of: report) == """
                SUANPAN DOCTOR 1
                counter-a1 5
                receipt-printer escpos-printer +-+x paperOut
                scale toledo-8217-scale ++
                cash-drawer printer-drawer +++! open
                """
        )
    }

    @Test func `no address, serial number or word of a device is in the code`() {
        let secret = "SN4711"
        let sights: [Sight] = [
            .opened, .untold(secret), .answered(secret),
            .error(DeviceError(.failure, "card \(secret)")),
        ]
        let finding = finding(.cardReader, place: "USB 1:2 serial number \(secret)", sights)
        let report = DoctorReport(board: "b", top: .action, findings: [finding])
        #expect(report.text.contains(secret), "the sample holds what must not leave")
        #expect(!DoctorCode.text(of: report).contains(secret))
    }

    @Test func `the longest report fits one QR code, whatever a board is called`() throws {
        let long = String(repeating: "龙\u{7}x", count: 100)
        let sights: [Sight] = [
            .opened, .connected, .answered(nil), .printer(.ready),
            .settings(nil), .done(.printed(.cut, looksRight: false)),
        ]
        let findings = DeviceRole.allCases.map { finding($0, driver: long, place: long, sights) }
        let report = DoctorReport(board: long, top: .action, findings: findings + findings)
        let text = DoctorCode.text(of: report)
        #expect(text.utf8.count <= DoctorCode.longest)
        #expect(text.unicodeScalars.allSatisfy { $0.isASCII && ($0.value >= 0x20 || $0 == "\n") })
        #expect(text.split(separator: "\n").count == 2 + DeviceRole.allCases.count)
        _ = try #require(QRCode(text))
        _ = try #require(QRCode(String(repeating: "x", count: DoctorCode.longest)))
    }
}
