import HAL
import TestSupport
import Testing

/// Bytes from a stranger's label: whatever they are, they are read or refused, and mean one thing.
struct GS1FuzzTests {
    /// What labels are made of, and what they are not.
    static let alphabet = Array("0123456789010217103103392ABCxyz/%-?=&:.#\u{1D}\u{1D}Ä会 ")

    private func noise(_ dice: inout Dice) -> String {
        let length = Int.random(in: 0...60, using: &dice)
        return String((0..<length).map { _ in Self.alphabet.randomElement(using: &dice) ?? "0" })
    }

    @Test func `noise is read or refused, at a place that there is`() {
        let seed = Dice.seed(for: "GS1 noise")
        var dice = Dice(seed: seed)
        for _ in 0..<20_000 {
            let text = noise(&dice)
            for candidate in [text, "https://a.cn/01/\(text)", "01" + text] {
                let symbology = Symbology.allCases.randomElement(using: &dice)
                _ = Barcode(text: candidate, symbology: symbology).gtin
                do throws(GS1Error) {
                    let message = try GS1Message(elementStrings: candidate)
                    #expect(message.elements.allSatisfy { !$0.value.isEmpty })
                } catch {
                    #expect((0...candidate.utf8.count).contains(error.position), "seed \(seed)")
                }
                _ = try? GS1Message(digitalLink: candidate)
                _ = GTIN(upcE: candidate)
                _ = InStoreLayout(candidate, .price(decimals: 2))
            }
        }
    }

    @Test(arguments: Dice.seeds(4))
    func `what is read is read again from its own element strings`(_ seed: UInt64) throws {
        var dice = Dice(seed: seed)
        let texts = ["10": "AB-12/3", "21": "XYZ_9", "91": "a!b", "400": "PO7", "8005": "012345"]
        let fixed = ["01": "06901234567007", "17": "301231", "3103": "001250", "20": "07"]
        for _ in 0..<300 {
            var elements = Array(texts) + Array(fixed)
            elements.shuffle(using: &dice)
            elements.removeLast(Int.random(in: 0..<elements.count, using: &dice))
            let sent = elements.map { $0.key + $0.value }.joined(separator: "\u{1D}")
            let read = try GS1Message(elementStrings: sent)
            let printed = elements.map { "(\($0.key))\($0.value)" }.joined()
            #expect(read.description == printed, "seed \(seed)")
        }
    }
}
