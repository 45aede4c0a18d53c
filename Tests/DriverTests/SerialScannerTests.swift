import Conformance
import Drivers
import HAL
import Testing
import Twins

struct SerialScannerTests {
    typealias Row = (bytes: String, codes: [Barcode?], why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        ("6901234567892\r",     [Barcode(text: "6901234567892")],                 "CR ends it"),
        ("6901234567892\r\n",   [Barcode(text: "6901234567892")],                 "CR LF ends one code, not two"),
        ("123\n456\t",          [Barcode(text: "123"), Barcode(text: "456")],      "LF and TAB end it, and two come at once"),
        ("]E06901234567892\r",  [Barcode(text: "6901234567892", symbology: .ean13)], "an AIM identifier says EAN"),
        ("]Q1https://a.cn/?x\r", [Barcode(text: "https://a.cn/?x", symbology: .qrCode)], "a QR code"),
        ("]Z0123\r",            [Barcode(text: "]Z0123")],                         "no AIM letter: it is the code itself"),
        ("]E0\r",               [Barcode(text: "]E0")],                            "nothing after it: it is the code itself"),
        ("]C1\u{1D}0110\u{1D}21A\r", [Barcode(text: "\u{1D}0110\u{1D}21A", symbology: .gs1Code128)], "GS separates GS1 fields"),
        ("会员1\r",              [Barcode(text: "会员1")],                           "a QR code may hold UTF-8"),
        ("12\u{1B}p\r34\r",     [nil, Barcode(text: "34")],                        "a control byte is refused, the next is read"),
        ("\r\n\r\n9\r",         [Barcode(text: "9")],                              "empty lines are nothing"),
    ]

    @Test(arguments: rows)
    func `a code ends at its terminator`(_ row: Row) async throws {
        let (near, far) = MemoryChannel.pair()
        let scanner = SerialScanner(channel: near)
        try await far.write(Array(row.bytes.utf8), by: soon)
        for code in row.codes {
            if let code {
                #expect(try await scanner.scan(by: soon) == code)
            } else {
                let error = await #expect(throws: DeviceError.self) {
                    try await scanner.scan(by: soon)
                }
                #expect(error?.kind == .failure)
            }
        }
        let error = await #expect(throws: DeviceError.self) { try await scanner.scan(by: .now) }
        #expect(error?.kind == .timeout)
    }

    @Test func `a code in two pieces is one code, even over a deadline`() async throws {
        let (near, far) = MemoryChannel.pair()
        let scanner = SerialScanner(channel: near)
        try await far.write(Array("690123".utf8), by: soon)
        await #expect(throws: DeviceError.self) { try await scanner.scan(by: moment) }
        try await far.write(Array("4567892\r".utf8), by: soon)
        #expect(try await scanner.scan(by: soon).text == "6901234567892")
    }

    @Test func `bytes without an end are bounded and refused once`() async throws {
        let (near, far) = MemoryChannel.pair()
        let scanner = SerialScanner(channel: near)
        try await far.write(Array(repeating: 0x39, count: 50_000) + [0x0D], by: soon)
        try await far.write(Array("42\r".utf8), by: soon)
        let error = await #expect(throws: DeviceError.self) { try await scanner.scan(by: soon) }
        #expect(error?.kind == .failure)
        #expect(try await scanner.scan(by: soon).text == "42")
    }

    @Test(arguments: [TwinFault.slow, .splitAnswers])
    func `a slow or broken cable changes no digit`(_ fault: TwinFault) async throws {
        let twin = ScannerTwin(seed: 5, hasAIMPrefix: true)
        twin.faults.set(fault)
        try await withTwin(twin) { channel in
            let scanner = SerialScanner(channel: channel)
            for number in 0..<5 {
                twin.scan("ABC-\(number)", identifier: "A0")
                let code = try await scanner.scan(by: soon)
                #expect(code == Barcode(text: "ABC-\(number)", symbology: .code39))
            }
        }
    }

    @Test(arguments: [31, 32, 33] as [UInt64])
    func `noise never hides the code after it`(_ seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        let (near, far) = MemoryChannel.pair()
        let scanner = SerialScanner(channel: near)
        for round in 0..<50 {
            let noise = (0..<Int.random(in: 0...900, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            try await far.write(noise + Array("\rCODE\(round)\r".utf8), by: soon)
            var text = ""
            while text != "CODE\(round)" {
                do {
                    text = try await scanner.scan(by: soon).text
                } catch {
                    try #require(error.kind == .failure, "seed \(seed), round \(round)")
                }
            }
        }
    }
}
