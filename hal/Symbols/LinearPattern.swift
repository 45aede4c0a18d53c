public import HAL

/// The bars and spaces of a barcode, for printers that cannot draw it themselves.
public struct LinearPattern: Equatable, Sendable {
    /// Modules from left to right, true for a bar; quiet zones are not among them.
    public let modules: [Bool]

    /// The pattern of `barcode`.
    public init(_ barcode: LinearBarcode) {
        let text = Array(barcode.text.utf8)
        modules =
            switch barcode.symbology {
            case .ean13: Self.ean13(text.map { Int($0) - 48 })
            case .upcA: Self.ean13([0] + text.map { Int($0) - 48 })
            case .ean8: Self.ean8(text.map { Int($0) - 48 })
            case .code39: Self.code39(barcode.text)
            case .code128: Self.code128(barcode.text)
            case .itf: Self.itf(text.map { Int($0) - 48 })
            }
    }

    /// The pattern in dots, `module` dots a module.
    public func bitmap(module: Int, height: Int) -> Bitmap {
        var row = Bitmap(width: modules.count, height: 1)
        for (x, isBar) in modules.enumerated() where isBar { row[x, 0] = true }
        return row.scaled(across: module, down: height)
    }

    /// Widths of bars and spaces in turn, a bar first.
    private static func modules(widths: some Sequence<Character>) -> [Bool] {
        var isBar = true
        var modules: [Bool] = []
        for width in widths {
            let count = width.wholeNumberValue ?? 1
            modules += Array(repeating: isBar, count: count)
            isBar.toggle()
        }
        return modules
    }

    // MARK: EAN and UPC, GS1 General Specifications, 5.2

    /// Widths of space, bar, space, bar of a digit of set A; set B is its mirror image.
    private static let digits = [
        "3211", "2221", "2122", "1411", "1132", "1231", "1114", "1312", "1213", "3112",
    ]

    /// Which of the six left digits are of set B, by the thirteenth digit.
    private static let parities = [
        "AAAAAA", "AABABB", "AABBAB", "AABBBA", "ABAABB", "ABBAAB", "ABBBAA", "ABABAB", "ABABBA",
        "ABBABA",
    ]

    private static func ean13(_ text: [Int]) -> [Bool] {
        let left = zip(text[1...6], parities[text[0]]).map { digit, set in
            set == "A" ? digits[digit] : String(digits[digit].reversed())
        }
        return ean(left, text[7...12])
    }

    private static func ean8(_ text: [Int]) -> [Bool] {
        ean(text[0...3].map { digits[$0] }, text[4...7])
    }

    private static func ean(_ left: [String], _ right: ArraySlice<Int>) -> [Bool] {
        let guardBars = "111"
        // A left digit begins with a space, which follows the guard's last bar; so does the centre.
        let widths =
            guardBars + left.joined() + "11111" + right.map { digits[$0] }.joined() + guardBars
        return modules(widths: widths)
    }

    // MARK: Code 39, ITF and Code 128

    /// Nine bars and spaces, three of them wide; a narrow space between characters.
    private static func code39(_ text: String) -> [Bool] {
        let widths = "*\(text)*".map { nines[$0, default: ""] }.joined(separator: "1")
        return modules(widths: widths.map { $0 == "2" ? "3" : $0 })
    }

    /// Two digits at a time, the first in the bars and the second in the spaces between them.
    private static func itf(_ text: [Int]) -> [Bool] {
        var widths = "1111"
        for start in stride(from: 0, to: text.count - 1, by: 2) {
            for (bar, space) in zip(fives[text[start]], fives[text[start + 1]]) {
                widths.append(bar)
                widths.append(space)
            }
        }
        return modules(widths: (widths + "211").map { $0 == "2" ? "3" : $0 })
    }

    /// Start, symbols, the weighted sum modulo 103, stop.
    private static func code128(_ text: String) -> [Bool] {
        let symbols = Code128.symbols(for: text) ?? []
        var values: [Int] = []
        for symbol in symbols {
            switch symbol {
            case .enter(let next):
                // Code B is 100 and code C is 99, but for the start.
                values.append(values.isEmpty ? Int(next.rawValue) : next == .b ? 100 : 99)
            case .character(let byte): values.append(Int(byte) - 0x20)
            case .pair(let number): values.append(Int(number))
            }
        }
        let sum = values.enumerated().reduce(0) { $0 + max(1, $1.offset) * $1.element }
        let widths = (values + [sum % 103]).map { sixes[$0] }.joined() + "2331112"
        return modules(widths: widths)
    }

    // swift-format-ignore
    private static let nines: [Character: String] = [
        "0": "111221211", "1": "211211112", "2": "112211112", "3": "212211111", "4": "111221112",
        "5": "211221111", "6": "112221111", "7": "111211212", "8": "211211211", "9": "112211211",
        "A": "211112112", "B": "112112112", "C": "212112111", "D": "111122112", "E": "211122111",
        "F": "112122111", "G": "111112212", "H": "211112211", "I": "112112211", "J": "111122211",
        "K": "211111122", "L": "112111122", "M": "212111121", "N": "111121122", "O": "211121121",
        "P": "112121121", "Q": "111111222", "R": "211111221", "S": "112111221", "T": "111121221",
        "U": "221111112", "V": "122111112", "W": "222111111", "X": "121121112", "Y": "221121111",
        "Z": "122121111", "-": "121111212", ".": "221111211", " ": "122111211", "$": "121212111",
        "/": "121211121", "+": "121112121", "%": "111212121", "*": "121121211",
    ]

    private static let fives = [
        "11221", "21112", "12112", "22111", "11212", "21211", "12211", "11122", "21121", "12121",
    ]

    /// The widths of symbol characters 0 to 105.
    private static let sixes = """
        212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212
        112232 122132 122231 113222 123122 123221 223211 221132 221231 213212 223112 312131
        311222 321122 321221 312212 322112 322211 212123 212321 232121 111323 131123 131321
        112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121
        313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111
        314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114
        122411 142112 142211 241211 221114 413111 241112 134111 111242 121142 121241 114212
        124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113
        114311 411113 411311 113141 114131 311141 411131 211412 211214 211232
        """.split { $0 == " " || $0 == "\n" }
}
