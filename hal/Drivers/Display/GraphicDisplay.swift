public import HAL

/// Customer displays made of dots, on which a till draws every character with a font of its own.
///
/// What a display of characters cannot show for lack of a Chinese font, or of a rare character in
/// it, is drawn here as receipts have it. Its shadow is the glass dot for dot: of a new total the
/// tiles go out in which a dot differs. Matrix Orbital's GLK series; `GLKUpdate` has the bytes.
public final class GraphicDisplay: LineDisplay {
    public let columns: Int
    public let rows: Int
    private let text: GraphicText
    private let shadow: ShadowFrame<Bitmap>

    /// Takes over `channel`; nothing else may write to it.
    ///
    /// `glyphs` draws the text, and `onMissing` hears what it lacks; `brightness` is 1 (dim) to 4,
    /// or nothing for as it was switched on; `healing` is the longest that a display which has lost
    /// its picture stays wrong while pictures come.
    ///
    /// - Precondition: the model `fits` the size, and the brightness is one.
    public init(
        channel: any ByteChannel,
        model: GraphicModel,
        columns: Int = 20,
        rows: Int = 2,
        glyphs: any GlyphSource,
        brightness: Int? = nil,
        healing: Duration = .seconds(60),
        onMissing: @escaping @Sendable ([Unicode.Scalar]) -> Void = { _ in }
    ) {
        precondition(
            model.fits(columns: columns, rows: rows),
            "no \(rows) rows of \(columns) cells: \(model.name) has \(model.limits)"
        )
        precondition(brightness.map((1...4).contains) ?? true, "brightness is 1 to 4")
        self.columns = columns
        self.rows = rows
        text = GraphicText(
            model: model,
            columns: columns,
            rows: rows,
            glyphs: glyphs,
            onMissing: onMissing
        )
        let update = GLKUpdate(bands: text.bands, blank: text.blank, brightness: brightness)
        shadow = ShadowFrame(of: channel, wanted: text.blank, healing: healing) {
            update.bytes(from: $0, to: $1)
        }
    }

    public func show(_ lines: [String], by deadline: Deadline) async throws(DeviceError) {
        let picture = text.picture(of: lines)
        try await shadow.change(by: deadline) { $0 = picture }
    }

    public func clear(by deadline: Deadline) async throws(DeviceError) {
        try await show([], by: deadline)
    }

    /// Whether a till can be read that draws with `glyphs`: digits and Chinese.
    public static func isReadable(with glyphs: any GlyphSource) -> Bool {
        ["0", "中"].allSatisfy { (scalar: Unicode.Scalar) in
            glyphs.glyph(of: scalar, width: 24, height: 24) != nil
        }
    }
}
