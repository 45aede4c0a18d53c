public import HAL

/// A serial card reader: it sends the tracks of a stripe, or a plain number, then CR.
public final class CardReaderTwin: Twin {
    private let input: InputTwin

    public var faults: TwinFaults { input.faults }

    /// A reader with nothing swiped yet.
    public init(seed: UInt64 = 1) {
        input = InputTwin(seed: seed)
    }

    /// Someone swipes a card with tracks 1 and 2.
    public func swipe(number: String, name: String = "", expiry: String = "4912") {
        let track1 = "%B\(number)^\(name)^\(expiry)1010000000000?"
        let track2 = ";\(number)=\(expiry)10100000?"
        input.add(Array((track1 + track2).utf8) + [0x0D])
    }

    /// Someone shows a card that holds a plain number.
    public func show(number: String) {
        input.add(Array(number.utf8) + [0x0D])
    }

    /// Someone swipes too fast: the reader sends its error mark for both tracks.
    public func misread() {
        input.add(Array("%E?;E?".utf8) + [0x0D])
    }

    public func run(on channel: any ByteChannel) async {
        await input.run(on: channel, until: never)
    }
}
