/// Cuts a card out of a terminal's message, in place, before anything else reads it.
///
///     22 F0 F8  EE EE EE EE EE EE 90 18      the number: all but its last four digits
///     23, 24, 2D, 0E, 3C, 60, 06             tracks, expiry, texts and containers: noughts
///
/// A message is copied as it goes from hand to hand, and no copy of what was cut here can be left
/// in memory. `E` is the protocol's own sign for a digit that is not told.
package enum CardCut {
    /// Fields in which a card may be, and which no driver reads.
    private static let blank: Set<UInt8> = [0x23, 0x24, 0x2D, 0x0E, 0x3C, 0x60, 0x06]

    /// Cuts whatever `message`, header and all, tells of a card.
    package static func cut(_ message: inout [UInt8]) {
        guard let start = start(of: message) else { return }
        for (number, value) in BMP.places(of: message[start...]) {
            if blank.contains(number) {
                for index in value { message[index] = 0 }
            } else if number == 0x22 {
                cutNumber(&message, value)
            }
        }
    }

    /// Where the fields of a message begin, if it is one of those that have fields.
    private static func start(of message: [UInt8]) -> Int? {
        guard let span = APDU.span(of: message), span.upperBound <= message.count else {
            return nil
        }
        switch (message[0], message[1]) {
        case (0x04, 0x0F), (0x06, 0x0F): return span.lowerBound
        case (0x06, 0x1E) where !span.isEmpty: return span.lowerBound + 1
        default: return nil
        }
    }

    /// Hides every digit but the last four; a half byte `F` fills an odd number and is none.
    private static func cutNumber(_ message: inout [UInt8], _ value: Range<Int>) {
        var shown = 4
        for index in value.reversed() {
            var halves = [message[index] & 0x0F, message[index] >> 4]
            for half in halves.indices where halves[half] != 0x0F {
                if shown == 0 { halves[half] = 0x0E } else { shown -= 1 }
            }
            message[index] = halves[1] << 4 | halves[0]
        }
    }
}
