public import HAL

/// Turns a layout into the bytes of an ESC/POS printer; pure, so every byte of it can be tested.
///
///     layout ─▶ characters, each by the cheapest means ─▶ lines ─▶ bytes ─▶ WireSafety ─▶ wire
///
/// Only the files beside this one write command bytes. Text passes through `Repertoire`, which lets
/// no byte below 20h out, nor 7Fh: with no ESC, GS, FS or DLE in it text cannot command anything.
/// What a font lacks is drawn by a `GlyphSource`. Whatever has been written is read once more by
/// `WireSafety`, and a job that would do more than its layout asks for is not handed out.
public struct ESCPOSEncoder: Sendable {
    /// `ESC p 0 25 250`: the drawer on connector pin 2, 50 ms on, 500 ms off.
    public static let drawerPulse: [UInt8] = [0x1B, 0x70, 0x00, 0x19, 0xFA]

    /// The longest text that is printed as a QR code; a longer one is printed as text.
    ///
    /// Its symbol still fits a 58 mm roll.
    public static let longestQRCode = 400

    /// What the printer can do.
    public let profile: PrinterProfile
    /// What draws the characters that it lacks.
    public let glyphs: any GlyphSource
    private let repertoire: Repertoire

    /// An encoder for the printer of `profile`.
    ///
    /// - Precondition: `profile` has no `firstProblem`.
    public init(profile: PrinterProfile, glyphs: any GlyphSource = NoGlyphs()) {
        precondition(
            profile.columns.value >= 4,
            "a line of double width holds at least one square character"
        )
        self.profile = profile
        self.glyphs = glyphs
        repertoire = Repertoire(profile)
    }

    /// An encoder for paper of `columns` cells and a font that holds `characters`.
    public init(columns: Int, characters: CharacterArea = .gbk) {
        self.init(profile: .generic(columns: columns, characters: characters))
    }

    /// The bytes that print `document`, then ask for the proof when there is a `ticket`.
    ///
    /// `fence` gives the bytes that stand between two lines: it is told how many lines stand before
    /// them, from 0 on, and how many bytes.
    ///
    /// - Throws: `failure` with `mayHaveRun == false` when the bytes would do what nobody asked
    ///   for.
    public func encode(
        _ document: PrintDocument,
        ticket: PrintTicket? = nil,
        fence: (_ lines: Int, _ offset: Int) -> [UInt8] = { _, _ in [] }
    ) throws(DeviceError) -> [UInt8] {
        try job(document, ticket: ticket, fence: fence).bytes
    }

    /// The same with what became of the layout on the way.
    ///
    /// - Throws: `failure` with `mayHaveRun == false` when the bytes would do what nobody asked
    ///   for.
    public func job(
        _ document: PrintDocument,
        ticket: PrintTicket? = nil,
        fence: (_ lines: Int, _ offset: Int) -> [UInt8] = { _, _ in [] }
    ) throws(DeviceError) -> EncodedJob {
        var job = ESCPOSJob(profile: profile, repertoire: repertoire, glyphs: glyphs)
        job.bytes += fence(0, job.bytes.count)
        for (index, node) in document.nodes.enumerated() {
            job.put(node)
            job.bytes += fence(index + 1, job.bytes.count)
        }
        job.end(ticket)
        do throws(WireSafety.Refusal) {
            try WireSafety.prove(job.bytes, permit(document))
        } catch {
            let detail = "a job that would do more than its layout says is not sent: \(error)"
            throw DeviceError(.failure, detail, mayHaveRun: false)
        }
        return EncodedJob(
            bytes: job.bytes,
            missing: job.missing,
            drawnLines: job.drawnLines,
            omittedPictures: job.omittedPictures
        )
    }

    /// What the layout asks for.
    private func permit(_ document: PrintDocument) -> WireSafety.Permit {
        let fact = profile.powersOnInChinese
        return WireSafety.Permit(
            drawerPulses: document.nodes.count { $0 == .openDrawer },
            cuts: document.nodes.count { $0 == .cut },
            beginsInChinese: repertoire.hasChinese && fact.isCertain && fact.value
        )
    }
}
