import HAL

/// Reads the text that a magnetic stripe reader sends for one swipe (ISO/IEC 7813).
///
///     %B6222021234567890^ZHANG/SAN^30121010000000000?;6222021234567890=30121010000000000?
///     └─────────────── track 1, at most 79 characters ┘└───────── track 2, at most 40 ┘
///
/// Start mark, number of at most 19 digits, separator, on track 1 the name and a second separator,
/// `YYMM`, service code, what the issuer likes, end mark. A reader that misread a track sends `%E?`
/// or `;E?` in its place.
///
/// No error repeats what was read: a bank card's number would be in the log.
enum MagneticTracks {
    /// Three tracks at their longest: 79, 40 and 107 characters.
    static let longestSwipe = 226

    static func parse(_ line: [UInt8]) throws(DeviceError) -> CardSwipe {
        guard line.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            throw DeviceError(.failure, "a swipe with bytes that no card holds")
        }
        guard line[0] == UInt8(ascii: "%") || line[0] == UInt8(ascii: ";") else {
            return try number(line)
        }
        var swipe: CardSwipe?
        for track in try tracks(in: line) {
            let read: CardSwipe?
            switch track.first {
            case UInt8(ascii: "%"): read = try first(track.dropFirst())
            case UInt8(ascii: ";"): read = try second(track.dropFirst())
            default: read = nil
            }
            guard let read else { continue }
            guard swipe == nil || swipe?.number == read.number else {
                throw DeviceError(.failure, "the tracks hold different numbers")
            }
            swipe = swipe ?? read
        }
        guard let swipe else { throw DeviceError(.failure, "no track holds a card number") }
        return swipe
    }

    /// A plain line of digits, as readers of printed or RFID member cards send it.
    private static func number(_ line: [UInt8]) throws(DeviceError) -> CardSwipe {
        guard (4...32).contains(line.count), line.allSatisfy(isDigit) else {
            throw DeviceError(.failure, "\(line.count) bytes that are no card number")
        }
        return CardSwipe(number: text(line))
    }

    /// The tracks without their end marks.
    private static func tracks(in line: [UInt8]) throws(DeviceError) -> [ArraySlice<UInt8>] {
        guard line.last == UInt8(ascii: "?") else {
            throw DeviceError(.failure, "a swipe without its end mark")
        }
        return line.dropLast().split(separator: UInt8(ascii: "?"))
    }

    private static func first(_ track: ArraySlice<UInt8>) throws(DeviceError) -> CardSwipe? {
        if track.elementsEqual([UInt8(ascii: "E")]) { return nil }
        let fields = track.split(separator: UInt8(ascii: "^"), omittingEmptySubsequences: false)
        guard track.count <= 77, track.first == UInt8(ascii: "B"), fields.count == 3 else {
            throw DeviceError(.failure, "track 1 is not of format B")
        }
        let name = text(fields[1].reversed().drop { $0 == 0x20 }.reversed())
        return CardSwipe(
            number: try primaryNumber(fields[0].dropFirst(), track: 1),
            name: name.isEmpty ? nil : name,
            expiry: expiry(fields[2])
        )
    }

    private static func second(_ track: ArraySlice<UInt8>) throws(DeviceError) -> CardSwipe? {
        if track.elementsEqual([UInt8(ascii: "E")]) { return nil }
        let fields = track.split(separator: UInt8(ascii: "="), omittingEmptySubsequences: false)
        // Track 3 has the same marks and is longer; nobody needs it.
        if track.count > 38 { return nil }
        guard let digits = fields.first, fields.count >= 2 else {
            throw DeviceError(.failure, "track 2 has no separator")
        }
        return CardSwipe(
            number: try primaryNumber(digits, track: 2),
            expiry: expiry(fields[1])
        )
    }

    private static func primaryNumber(
        _ digits: ArraySlice<UInt8>,
        track: Int
    ) throws(DeviceError) -> String {
        guard (1...19).contains(digits.count), digits.allSatisfy(isDigit) else {
            throw DeviceError(.failure, "track \(track) has no number of 1 to 19 digits")
        }
        return text(digits)
    }

    private static func expiry(_ field: ArraySlice<UInt8>) -> String? {
        let date = field.prefix(4)
        guard date.count == 4, date.allSatisfy(isDigit) else { return nil }
        return text(date)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func text(_ bytes: some Collection<UInt8>) -> String {
        String(decoding: bytes, as: UTF8.self)
    }
}
