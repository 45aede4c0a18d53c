public import HAL

/// Turns Unicode into the bytes of a Chinese device, by one look-up a character.
///
/// The table is drawn up once, from the C library's own conversion, for the 65,536 characters of
/// the basic plane; the rest of Unicode has a formula. A character outside the device's area prints
/// as `〓` (U+3013, A1 FE), the mark that Chinese typesetters put where a character is missing; a
/// printer's driver draws it instead where it has a font.
///
/// A system whose C library lacks the conversion has an empty table; `problem(of:)` says so, and a
/// board opens no device without asking.
public struct ChineseTable: Sendable {
    /// The code of each character of the basic plane, high byte first, 0 for none.
    private let codes: [UInt32]
    private let hasFourByteCodes: Bool

    /// The table of `area`, made at its first use.
    public static func table(of area: CharacterArea) -> ChineseTable {
        switch area {
        case .gb2312: gb2312
        case .gbk: gbk
        case .gb18030: gb18030
        }
    }

    /// What keeps this system from the characters of `area`, with what to install; mostly nothing.
    public static func problem(of area: CharacterArea) -> DeviceError? {
        let missing = charsets(of: area).filter { CharacterConverter(from: unicode, to: $0) == nil }
        guard !missing.isEmpty else { return nil }
        return DeviceError(
            .failure,
            "the C library cannot convert \(missing.joined(separator: ", ")); install glibc's "
                + "gconv modules (Debian: libc6, from 13 on libc-gconv-modules-extra)",
            mayHaveRun: false
        )
    }

    private static func charsets(of area: CharacterArea) -> [String] {
        switch area {
        case .gb2312: ["GBK", "EUC-CN"]
        case .gbk: ["GBK"]
        case .gb18030: ["GB18030"]
        }
    }

    private static let unicode = "UCS-4LE"

    private static let gb2312 = gbk.keeping(validIn: "EUC-CN")
    private static let gbk = ChineseTable(charset: "GBK", hasFourByteCodes: false)
    private static let gb18030 = ChineseTable(charset: "GB18030", hasFourByteCodes: true)

    /// The bytes of `〓`, which every area holds.
    static let substitute: UInt32 = 0xA1FE

    /// Characters that GBK lacks, and their doubles that it has.
    private static let doubles: [(missing: Int, present: Int)] = [
        (0x00A2, 0xFFE0), (0x00A3, 0xFFE1), (0x00A5, 0xFFE5), (0x2022, 0x00B7),
        (0x2212, 0xFF0D), (0x301C, 0xFF5E), (0x30FB, 0x00B7),
    ]

    private init(codes: [UInt32], hasFourByteCodes: Bool) {
        self.codes = codes
        self.hasFourByteCodes = hasFourByteCodes
    }

    private init(charset: String, hasFourByteCodes: Bool) {
        var codes = [UInt32](repeating: 0, count: 0x10000)
        guard let converter = CharacterConverter(from: Self.unicode, to: charset) else {
            self.init(codes: codes, hasFourByteCodes: false)
            return
        }
        for value in 0xA1..<0x10000 where !(0xD800...0xF8FF).contains(value) {
            let scalar = [UInt8(value & 0xFF), UInt8(value >> 8), 0, 0]
            let bytes = converter.convert(scalar)
            // The C library's GBK has the euro sign in one byte, 80h; a printer has not.
            if bytes.count > 1 { codes[value] = bytes.reduce(0) { $0 << 8 | UInt32($1) } }
        }
        for (missing, present) in Self.doubles where codes[missing] == 0 {
            codes[missing] = codes[present]
        }
        self.init(codes: codes, hasFourByteCodes: hasFourByteCodes)
    }

    /// The part of this table that `charset` has too.
    private func keeping(validIn charset: String) -> ChineseTable {
        guard let converter = CharacterConverter(from: charset, to: Self.unicode) else {
            return ChineseTable(codes: codes.map { _ in 0 }, hasFourByteCodes: false)
        }
        let kept = codes.map { code -> UInt32 in
            guard code != 0 else { return 0 }
            return converter.convert([UInt8(code >> 8), UInt8(code & 0xFF)]).isEmpty ? 0 : code
        }
        return ChineseTable(codes: kept, hasFourByteCodes: false)
    }

    /// Whether the device's font has `scalar`.
    public func contains(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x80 || code(of: scalar.value) != nil
    }

    /// Adds the bytes that show `scalar`, none of them a control byte.
    ///
    /// - Precondition: `scalar` is not ASCII; the caller deals with that in its own inner loop.
    @inline(__always)
    func append(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
        let code = code(of: scalar.value) ?? Self.substitute
        if code > 0xFFFF {
            bytes.append(UInt8(truncatingIfNeeded: code >> 24))
            bytes.append(UInt8(truncatingIfNeeded: code >> 16))
        }
        bytes.append(UInt8(truncatingIfNeeded: code >> 8))
        bytes.append(UInt8(truncatingIfNeeded: code))
    }

    /// The code of `value`, which is not ASCII, or nothing when the font lacks it.
    ///
    /// GB18030 numbers the planes above the basic one in a row, from 90 30 81 30 on.
    func code(of value: UInt32) -> UInt32? {
        if value < 0x10000 {
            let code = codes[Int(value)]
            return code == 0 ? nil : code
        }
        guard hasFourByteCodes else { return nil }
        let number = value - 0x10000
        let low = (0x81 + number / 10 % 126) << 8 | (0x30 + number % 10)
        return (0x90 + number / 12600) << 24 | (0x30 + number / 1260 % 10) << 16 | low
    }
}
