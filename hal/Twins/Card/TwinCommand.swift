/// A command as a card takes it apart: header, data, and how much it is to answer.
///
/// Lengths of one byte or, behind a nought, of two; a length of 0 is the most of its form.
struct TwinCommand: Sendable {
    let header: [UInt8]
    let data: [UInt8]
    /// How many bytes are wanted, none without Le.
    let wanted: Int
    /// Whether Le is 0: as much as there is.
    let wantsAll: Bool

    /// Takes `bytes` apart; nothing when their lengths do not fit.
    init?(_ bytes: [UInt8]) {
        guard bytes.count >= 4 else { return nil }
        header = Array(bytes[..<4])
        let body = Array(bytes[4...])
        let isExtended = body.count >= 3 && body[0] == 0
        let width = isExtended ? 2 : 1
        let lengths = isExtended ? Array(body[1...]) : body
        func number(_ part: ArraySlice<UInt8>) -> Int { part.reduce(0) { $0 << 8 | Int($1) } }
        guard lengths.count > width else {
            // Nothing, or Le alone.
            guard lengths.isEmpty || lengths.count == width else { return nil }
            data = []
            (wanted, wantsAll) = Self.expectation(lengths[...], width)
            return
        }
        let count = number(lengths[..<width])
        let rest = lengths[width...]
        guard count > 0, [count, count + width].contains(rest.count) else { return nil }
        data = Array(rest.prefix(count))
        (wanted, wantsAll) = Self.expectation(rest.dropFirst(count), width)
    }

    private static func expectation(
        _ bytes: ArraySlice<UInt8>,
        _ width: Int
    ) -> (wanted: Int, wantsAll: Bool) {
        guard !bytes.isEmpty else { return (0, false) }
        let number = bytes.reduce(0) { $0 << 8 | Int($1) }
        return number == 0 ? (1 << (8 * width), true) : (number, false)
    }
}
