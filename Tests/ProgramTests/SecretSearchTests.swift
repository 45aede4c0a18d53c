import Foundation
import Testing

/// The search that the tests of leaks rely on finds what it has to find.
struct SecretSearchTests {
    @Test func `a number is found in whatever way it is written down`() throws {
        let number = CardLeakTests.number()
        let ascii = Array(number.utf8)
        let values = ascii.map { $0 - 0x30 }
        func packed(_ values: [UInt8]) -> [UInt8] {
            stride(from: 0, to: values.count - 1, by: 2).map { values[$0] << 4 | values[$0 + 1] }
        }
        // swift-format-ignore
        let ways: [(bytes: [UInt8], name: String)] = [
            (ascii,                                             "ASCII"),
            (ascii.flatMap { [$0, 0] },                         "UTF-16"),
            (packed(values),                                    "BCD"),
            (packed([5] + values),                              "BCD, shifted"),
            (Array(Data(ascii).base64EncodedString().utf8),     "base64 at 0"),
            (Array(Data([1] + ascii).base64EncodedString().utf8), "base64 at 1"),
            (Array(Data([1, 2] + ascii).base64EncodedString().utf8), "base64 at 2"),
        ]
        for way in ways {
            let planted = Data([7, 7, 7] + way.bytes + [9])
            #expect(SecretSearch(number).found(in: planted).contains(way.name), "\(way.name)")
        }
        let other = Data(("6" + String(number.dropFirst().reversed())).utf8)
        #expect(SecretSearch(number).found(in: other) == [])
    }
}
