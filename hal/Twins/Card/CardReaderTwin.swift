public import HAL

/// A card reader: it sends the tracks of a stripe, or a plain number, the way of its make.
public final class CardReaderTwin: Twin {
    /// How it says what it read.
    public enum Wire: Sendable {
        /// Serial: the tracks in ASCII with their marks, then CR.
        case text
        /// MagTek USB in HID mode: a report of 337 bytes.
        case magTekReport
    }

    /// What a track of a swiped card is to the reader.
    public enum Track: Sendable {
        /// Nothing is on it.
        case blank
        /// The characters between the sentinels.
        case data(String)
        /// Something is on it that cannot be read.
        case misread
    }

    private let input: InputTwin
    private let wire: Wire

    public var faults: TwinFaults { input.faults }

    /// A reader with nothing swiped yet.
    public init(seed: UInt64 = 1, wire: Wire = .text) {
        input = InputTwin(seed: seed)
        self.wire = wire
    }

    /// Someone swipes a card with tracks 1 and 2.
    public func swipe(number: String, name: String = "", expiry: String = "4912") {
        swipe(
            .data("B\(number)^\(name)^\(expiry)1010000000000"),
            .data("\(number)=\(expiry)10100000")
        )
    }

    /// Someone swipes a card with whatever is on its tracks.
    public func swipe(_ track1: Track, _ track2: Track = .blank, _ track3: Track = .blank) {
        let tracks = [track1, track2, track3]
        switch wire {
        case .text: input.add(Self.text(tracks))
        case .magTekReport: input.add(Self.report(tracks))
        }
    }

    /// Someone shows a card that holds a plain number.
    public func show(number: String) {
        input.add(Array(number.utf8) + [0x0D])
    }

    /// Someone swipes too fast: the reader says so of both tracks.
    public func misread() {
        swipe(.misread, .misread)
    }

    public func run(on channel: any ByteChannel) async {
        await input.run(on: channel, until: never)
    }

    private static func text(_ tracks: [Track]) -> [UInt8] {
        let starts = tracks[1].isBlank ? ["%", ";", "+"] : ["%", ";", ";"]
        let texts = zip(starts, tracks).map { start, track in
            switch track {
            case .blank: ""
            case .data(let text): "\(start)\(text)?"
            case .misread: "\(start)E?"
            }
        }
        return Array((texts.joined() + "\r").utf8)
    }

    private static func report(_ tracks: [Track]) -> [UInt8] {
        var report = [UInt8](repeating: 0, count: 337)
        for (index, track) in tracks.enumerated() {
            switch track {
            case .blank: break
            case .misread: report[index] = 1
            case .data(let text):
                let bytes = Array(((index == 0 ? "%" : ";") + text + "?").utf8.prefix(110))
                report[3 + index] = UInt8(bytes.count)
                let start = 7 + index * 110
                report.replaceSubrange(start..<start + bytes.count, with: bytes)
            }
        }
        return report
    }
}

extension CardReaderTwin.Track {
    var isBlank: Bool {
        if case .blank = self { return true }
        return false
    }
}
