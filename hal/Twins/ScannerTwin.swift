public import HAL

/// A serial barcode scanner: it sends what its trigger reads, then CR.
public final class ScannerTwin: Twin {
    private let input: InputTwin
    private let hasAIMPrefix: Bool
    private let terminator: [UInt8]

    public var faults: TwinFaults { input.faults }

    /// A scanner with the settings that a technician scans in from its manual.
    ///
    /// With an AIM prefix it sends `]E0` and the like before the code.
    public init(seed: UInt64 = 1, hasAIMPrefix: Bool = false, terminator: [UInt8] = [0x0D]) {
        input = InputTwin(seed: seed)
        self.hasAIMPrefix = hasAIMPrefix
        self.terminator = terminator
    }

    /// Someone holds a code before the scanner; the bytes go out as soon as it is connected.
    ///
    /// `identifier` is the code's own, two characters as ISO/IEC 15424 lists them.
    public func scan(_ text: String, identifier: String = "E0") {
        let prefix = hasAIMPrefix ? "]\(identifier)" : ""
        input.add(Array((prefix + text).utf8) + terminator)
    }

    public func run(on channel: any ByteChannel) async {
        await input.run(on: channel, until: never)
    }
}
