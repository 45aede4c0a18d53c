/// A layout in the bytes of a printer, proven safe, and what became of it on the way.
public struct EncodedJob: Equatable, Sendable {
    /// What goes over the wire.
    public let bytes: [UInt8]
    /// The characters that neither the printer nor the glyph source has, in order of appearance.
    ///
    /// Each is on the paper as `〓`, or as `?` a cell on a printer without a Chinese font.
    /// `ESCPOSPrinter` tells whoever made it: a font has to be installed.
    public let missing: [Unicode.Scalar]
    /// Lines that were drawn because the printer's font lacks a character in them.
    public let drawnLines: Int
    /// Pictures that the printer cannot take and that are not on the paper.
    public let omittedPictures: Int
}
