/// A picture in grey, one byte a dot: 0 is black, 255 is white.
///
/// What a logo or a photograph is before a printer, which knows no grey, prints it; the word and
/// the order of the bytes are those of Netpbm's PGM.
public struct Graymap: Hashable, Sendable {
    /// Dots across.
    public let width: Int
    /// Dots down.
    public let height: Int
    /// Row after row from the top, in a row from the left.
    public let samples: [UInt8]

    /// A picture out of `samples`, or nothing when there are not exactly `width` x `height`.
    public init?(width: Int, height: Int, samples: [UInt8]) {
        guard (0...Bitmap.longestSide).contains(width), (0...Bitmap.longestSide).contains(height),
            samples.count == width * height
        else { return nil }
        self.width = width
        self.height = height
        self.samples = samples
    }
}

/// How a picture in grey becomes dots that are burnt or not.
public enum Halftone: Hashable, Sendable {
    /// Floyd and Steinberg's error diffusion: photographs and soft logos.
    case errorDiffusion
    /// Bayer's ordered pattern of 8 x 8: even areas stay even, and a row says nothing of the next.
    case ordered
    /// Black is what is darker than this: line art and pictures of text.
    case threshold(UInt8)
}
