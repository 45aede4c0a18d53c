/// The two bytes that begin a real-time command: DLE with EOT, ENQ or DC4.
///
/// A printer obeys them the moment they arrive, inside a picture or a QR code as anywhere else:
/// `10 14 01` kicks the drawer, `10 14 02 01 08` switches the printer off, `10 05 02` throws away
/// what it has not printed. Nothing that this driver sends may hold such a pair.
enum RealTimePairs {
    /// Whether the two would be obeyed.
    @inline(__always)
    static func isPair(_ first: UInt8, _ second: UInt8) -> Bool {
        first == 0x10 && (second == 0x04 || second == 0x05 || second == 0x14)
    }

    /// The place of the first pair.
    static func first(in bytes: some RandomAccessCollection<UInt8>) -> Int? {
        var before: UInt8 = 0
        for (place, byte) in bytes.enumerated() {
            if isPair(before, byte) { return place - 1 }
            before = byte
        }
        return nil
    }

    /// Breaks every pair in the dots of a picture by one more dot, right beside one that is black.
    ///
    /// 10h becomes 18h, which begins no command, whatever stands before it or behind. Nobody sees
    /// an eighth of a millimetre.
    static func breakByOneDot(_ dots: inout [UInt8]) {
        for place in dots.indices.dropLast() where isPair(dots[place], dots[place + 1]) {
            dots[place] = 0x18
        }
    }
}
