/// What each key of a US keyboard writes, without and with shift.
///
/// Fixed, and asked of nobody: a scanner that pretends to be a keyboard presses the keys of a US
/// layout, whatever language the box is set to. Key numbers are `KEY_...` of
/// `linux/input-event-codes.h`; they name places on the keyboard, so no layout has touched them.
enum KeyTable {
    typealias Row = (key: UInt16, plain: Character, shifted: Character)

    // swift-format-ignore
    static let rows: [Row] = [
        (2,  "1", "!"), (3,  "2", "@"), (4,  "3", "#"), (5,  "4", "$"), (6,  "5", "%"),
        (7,  "6", "^"), (8,  "7", "&"), (9,  "8", "*"), (10, "9", "("), (11, "0", ")"),
        (12, "-", "_"), (13, "=", "+"),
        (16, "q", "Q"), (17, "w", "W"), (18, "e", "E"), (19, "r", "R"), (20, "t", "T"),
        (21, "y", "Y"), (22, "u", "U"), (23, "i", "I"), (24, "o", "O"), (25, "p", "P"),
        (26, "[", "{"), (27, "]", "}"),
        (30, "a", "A"), (31, "s", "S"), (32, "d", "D"), (33, "f", "F"), (34, "g", "G"),
        (35, "h", "H"), (36, "j", "J"), (37, "k", "K"), (38, "l", "L"), (39, ";", ":"),
        (40, "'", "\""), (41, "`", "~"), (43, "\\", "|"),
        (44, "z", "Z"), (45, "x", "X"), (46, "c", "C"), (47, "v", "V"), (48, "b", "B"),
        (49, "n", "N"), (50, "m", "M"), (51, ",", "<"), (52, ".", ">"), (53, "/", "?"),
        (57, " ", " "), (86, "<", ">"),
        // The keypad writes digits: a scanner that uses it expects num lock on, and shift changes
        // nothing there.
        (55, "*", "*"), (71, "7", "7"), (72, "8", "8"), (73, "9", "9"), (74, "-", "-"),
        (75, "4", "4"), (76, "5", "5"), (77, "6", "6"), (78, "+", "+"), (79, "1", "1"),
        (80, "2", "2"), (81, "3", "3"), (82, "0", "0"), (83, ".", "."), (98, "/", "/"),
        (117, "=", "="), (121, ",", ","),
    ]

    /// Tab, Enter and the keypad's Enter: what ends a code.
    static let terminators: Set<UInt16> = [15, 28, 96]
    static let capsLock: UInt16 = 58
    static let shifts: Set<UInt16> = [42, 54]
    static let controls: Set<UInt16> = [29, 97]
    /// Alt and the system key: with them held, a key writes nothing.
    static let others: Set<UInt16> = [56, 100, 125, 126]
    static let modifiers = shifts.union(controls).union(others)

    private static let plain = table { $0.plain }
    private static let shifted = table { $0.shifted }

    /// The byte that `key` writes, or nothing for a key that writes no character.
    static func byte(_ key: UInt16, isShifted: Bool, isCapsLocked: Bool) -> UInt8? {
        guard let byte = plain[key] else { return nil }
        // Caps lock turns letters only, and shift turns them back.
        let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
        return isShifted != (isCapsLocked && isLetter) ? shifted[key] : byte
    }

    private static func table(_ column: (Row) -> Character) -> [UInt16: UInt8] {
        Dictionary(
            uniqueKeysWithValues: rows.compactMap { row in
                column(row).asciiValue.map { (row.key, $0) }
            }
        )
    }
}
