import Drivers
import HAL

/// What scanners send, and what their codes mean.
enum ScannerParsers {
    static let all = [lines, codes]

    private static let samples = [
        "]E06901234567007\r", "]C1010690123456700717301231\u{1D}10AB-12\r", "ABC-123\r\n",
        "https://a.cn/01/06901234567007/10/AB?17=301231\r", "2100001012507\r", "]d2010690\r",
    ].map { Array($0.utf8) }

    private static let lines = FuzzTarget(name: "scanner-lines", samples: samples) { bytes in
        let scanner = SerialScanner(channel: FedChannel(bytes))
        for _ in 0..<3 {
            Sink.swallow(try? await scanner.scan(by: .now + .seconds(1)))
        }
    }

    private static let codes = FuzzTarget(name: "gs1-codes", samples: samples) { bytes in
        let text = String(decoding: bytes, as: UTF8.self)
        let code = Barcode(transmitted: text)
        Sink.swallow(code.gtin)
        Sink.swallow(AIMIdentifier(prefixOf: text))
        Sink.swallow(try? GS1Message(elementStrings: text))
        Sink.swallow(try? GS1Message(digitalLink: text))
        Sink.swallow(GTIN(text))
        Sink.swallow(GTIN(upcE: text))
    }
}
