/// What a scanner would read off the barcode that `GS k` prints.
///
/// Function A ends its data with NUL, function B counts it. A printer that is given data it cannot
/// draw prints no bars, and so does this one.
struct BarcodeReading {
    let symbology: String
    let text: String

    init?(_ parameters: [UInt8]) {
        guard let number = parameters.first else { return nil }
        let isCounted = number >= 65
        let data = isCounted ? parameters.dropFirst(2) : parameters.dropFirst().prefix { $0 != 0 }
        guard let kind = Self.kinds[isCounted ? number - 65 : number],
            let text = kind.read(Array(data))
        else { return nil }
        symbology = kind.name
        self.text = text
    }

    private struct Kind {
        let name: String
        let read: @Sendable ([UInt8]) -> String?
    }

    // swift-format-ignore
    private static let kinds: [UInt8: Kind] = [
        0: Kind(name: "upc-a",    read: { digits($0, 11...12, checked: 12) }),
        2: Kind(name: "ean-13",   read: { digits($0, 12...13, checked: 13) }),
        3: Kind(name: "ean-8",    read: { digits($0, 7...8, checked: 8) }),
        4: Kind(name: "code-39",  read: code39),
        5: Kind(name: "itf",      read: { $0.count % 2 == 0 ? digits($0, 2...255, checked: 0) : nil }),
        8: Kind(name: "code-128", read: code128),
    ]

    private static func digits(
        _ data: [UInt8],
        _ counts: ClosedRange<Int>,
        checked: Int
    ) -> String? {
        guard counts.contains(data.count), data.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        let text = String(decoding: data, as: UTF8.self)
        guard checked > 0 else { return text }
        // The last digit makes the sum a multiple of ten, every second one counted three times.
        var sum = 0
        for (place, digit) in data.prefix(checked - 1).enumerated() {
            sum += Int(digit - 0x30) * ((checked - place) % 2 == 0 ? 3 : 1)
        }
        let last = (1000 - sum) % 10
        if data.count < checked { return text + "\(last)" }
        return Int(data[checked - 1]) - 0x30 == last ? text : nil
    }

    @Sendable private static func code39(_ data: [UInt8]) -> String? {
        let text = String(decoding: data, as: UTF8.self)
        let isFit = text.allSatisfy { "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%".contains($0) }
        return isFit && !text.isEmpty ? text : nil
    }

    /// `{A`, `{B`, `{C` choose the set, `{{` is a brace; in set C a byte is two digits.
    @Sendable private static func code128(_ data: [UInt8]) -> String? {
        var text = ""
        var set: UInt8 = 0
        var rest = data[...]
        while let byte = rest.popFirst() {
            if byte == 0x7B {
                guard let next = rest.popFirst() else { return nil }
                switch next {
                case 0x41...0x43: set = next
                case 0x7B where set == 0x42: text += "{"
                default: return nil
                }
            } else if set == 0x43 {
                guard byte < 100 else { return nil }
                text += "\(byte / 10)\(byte % 10)"
            } else {
                guard set != 0, byte < 0x80, set == 0x42 ? byte >= 0x20 : byte < 0x60
                else { return nil }
                text += String(Unicode.Scalar(byte))
            }
        }
        return text.isEmpty ? nil : text
    }
}
