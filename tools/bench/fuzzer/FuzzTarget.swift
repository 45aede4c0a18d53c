/// A parser, samples of what it is made for, and how it is fed.
struct FuzzTarget: Sendable {
    let name: String
    let samples: [[UInt8]]
    let run: @Sendable ([UInt8]) async -> Void

    /// Every parser of what devices send, and of what tills and hubs send each other.
    static let all =
        PrinterParsers.all + CardParsers.all + ChipParsers.all + PaymentParsers.all
        + ScannerParsers.all + TraceParsers.all + WireParsers.all + IdentityParsers.all
        + FeedParsers.all

    /// The mutant: it believes a CCID header's length and reads beyond what has come.
    static let planted = FuzzTarget(
        name: "planted",
        samples: ChipParsers.answers
    ) { bytes in
        guard bytes.count >= 10, bytes[0] == 0x80 else { return }
        let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: bytes.count)
        defer { memory.deallocate() }
        for (index, byte) in bytes.enumerated() { (memory + index).initialize(to: byte) }
        let length = Int(bytes[1])
        Sink.swallow((0..<length).reduce(0) { $0 ^ (memory + 10 + $1).pointee })
    }
}

/// Where results go that nobody wants, so that the compiler does not leave out their making.
enum Sink {
    // Written by the one thread that executes, and read by nobody.
    nonisolated(unsafe) private static var last: UInt8 = 0

    /// Looks at one byte of the result: a look that leaves no trace would be left out as well.
    @inline(never)
    static func swallow<Value: ~Copyable>(_ value: borrowing Value) {
        withUnsafeBytes(of: value) { bytes in last ^= bytes.first ?? 0 }
    }
}
