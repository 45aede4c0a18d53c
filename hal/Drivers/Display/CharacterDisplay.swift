public import HAL

/// Customer displays of rows of characters, in any dialect that there is.
///
/// It keeps a shadow of what stands on the glass and sends only what differs from it: of a new
/// total, five digits instead of two rows.
public final class CharacterDisplay: LineDisplay {
    public let columns: Int
    public let rows: Int
    private let dialect: DisplayDialect
    private let text: DisplayText
    private let shadow: ShadowFrame<DisplayScene>

    /// Takes over `channel`; nothing else may write to it.
    ///
    /// `characters` is what its Chinese font holds; `brightness` is 1 (dim) to 4, or nothing for as
    /// it was switched on; `healing` is the longest that a display which has lost its picture stays
    /// wrong while pictures come.
    ///
    /// - Precondition: the dialect `fits` the size, and has a brightness if one is given.
    public init(
        channel: any ByteChannel,
        dialect: DisplayDialect,
        columns: Int = 20,
        rows: Int = 2,
        characters: CharacterArea = .gbk,
        brightness: Int? = nil,
        healing: Duration = .seconds(60)
    ) {
        precondition(
            dialect.fits(columns: columns, rows: rows),
            "\(dialect.name) has no display of \(rows) rows of \(columns) cells"
        )
        precondition(
            brightness.map { (1...4).contains($0) && dialect.hasBrightness } ?? true,
            "\(dialect.name) has no such brightness"
        )
        self.dialect = dialect
        self.columns = columns
        self.rows = rows
        text = DisplayText(columns: columns, rows: rows, characters: characters)
        let update = DisplayUpdate(dialect: dialect, columns: columns, rows: rows)
        let light = DisplayScene.Light(brightness: brightness.map(UInt8.init))
        shadow = ShadowFrame(
            of: channel,
            wanted: DisplayScene(cells: text.cells([]), light: light),
            healing: healing
        ) { update.bytes(from: $0, to: $1) }
    }

    public func show(_ lines: [String], by deadline: Deadline) async throws(DeviceError) {
        let cells = text.cells(lines)
        try await shadow.change(by: deadline) { scene in
            scene.cells = cells
            scene.scroll = nil
        }
    }

    public func clear(by deadline: Deadline) async throws(DeviceError) {
        try await show([], by: deadline)
    }

    /// Lets `text` run through the upper row, over and over, above a `line` that stands still.
    ///
    /// It runs until the next picture. What is longer than the display can hold is cut off.
    public func scroll(
        _ text: String,
        above line: String,
        by deadline: Deadline
    ) async throws(DeviceError) {
        guard let command = dialect.scroll else { throw lacks("a text that scrolls by itself") }
        let running = self.text.cells(text, upTo: command.limit)
        let cells = self.text.cells(["", line])
        try await shadow.change(by: deadline) { scene in
            scene.cells = cells
            scene.scroll = running
        }
    }

    /// Sets the brightness, from 1 (dim) to 4; it stays when the display is initialised again.
    public func setBrightness(_ level: Int, by deadline: Deadline) async throws(DeviceError) {
        guard dialect.hasBrightness else { throw lacks("brightness") }
        guard (1...4).contains(level) else {
            let detail = "brightness is 1 to 4, not \(level)"
            throw DeviceError(.failure, detail, mayHaveRun: false)
        }
        try await shadow.change(by: deadline) { $0.light.brightness = UInt8(level) }
    }

    /// Lets the picture blink, or shows it steadily again; `time` is in steps of 50 ms.
    public func setBlinking(every time: Duration?, by deadline: Deadline) async throws(DeviceError)
    {
        guard dialect.blink != nil else { throw lacks("blinking") }
        let steps = time.map { UInt8(min(254, max(1, $0 / .milliseconds(50)))) }
        try await shadow.change(by: deadline) { $0.light.blink = steps }
    }

    private func lacks(_ what: String) -> DeviceError {
        DeviceError(.failure, "\(dialect.name) has no command for \(what)", mayHaveRun: false)
    }
}
