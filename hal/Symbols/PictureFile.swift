public import HAL

/// The kinds of file that a picture of dots is written as.
public enum PictureFile: String, Sendable, CaseIterable {
    /// Netpbm's bitmap, `P4`: the packed rows as they are.
    case pbm
    /// PNG (ISO/IEC 15948), one bit of grey, not compressed: a QR code is a few kB at most.
    case png

    /// The file that shows `picture`.
    ///
    /// - Precondition: the picture has at least one dot, since PNG knows no empty one.
    public func bytes(of picture: Bitmap) -> [UInt8] {
        switch self {
        case .pbm: Array("P4\n\(picture.width) \(picture.height)\n".utf8) + picture.rows
        case .png: PNG.bytes(of: picture)
        }
    }
}

/// The three chunks of a PNG without compression, with the two checksums that it asks for.
private enum PNG {
    static func bytes(of picture: Bitmap) -> [UInt8] {
        precondition(picture.width > 0 && picture.height > 0, "a PNG has at least one dot")
        // Depth 1, grey, and the only methods of compression, filter and interlacing.
        let head = word(picture.width) + word(picture.height) + [1, 0, 0, 0, 0]
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
            + chunk("IHDR", head)
            + chunk("IDAT", stored(scanlines(of: picture)))
            + chunk("IEND", [])
    }

    /// Each row behind the number of its filter, none; a bit of grey is 1 for white.
    private static func scanlines(of picture: Bitmap) -> [UInt8] {
        (0..<picture.height).flatMap { y in
            [0] + picture.rows[y * picture.stride..<(y + 1) * picture.stride].map { ~$0 }
        }
    }

    /// A zlib stream of stored blocks (RFC 1950 and RFC 1951, 3.2.4), at most 65,535 bytes each.
    private static func stored(_ bytes: [UInt8]) -> [UInt8] {
        var stream: [UInt8] = [0x78, 0x01]
        for start in stride(from: 0, to: bytes.count, by: 0xFFFF) {
            let block = bytes[start..<min(start + 0xFFFF, bytes.count)]
            let isLast: UInt8 = block.endIndex == bytes.count ? 1 : 0
            let (low, high) = (UInt8(block.count & 0xFF), UInt8(block.count >> 8))
            stream += [isLast, low, high, ~low, ~high] + block
        }
        return stream + word(adler(bytes))
    }

    private static func chunk(_ name: String, _ bytes: [UInt8]) -> [UInt8] {
        let body = Array(name.utf8) + bytes
        return word(bytes.count) + body + word(crc(body))
    }

    private static func word(_ value: Int) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }

    /// RFC 1950, 8.2.
    private static func adler(_ bytes: [UInt8]) -> Int {
        var (low, high) = (1, 0)
        for byte in bytes {
            low = (low + Int(byte)) % 65_521
            high = (high + low) % 65_521
        }
        return high << 16 | low
    }

    /// The reflected polynomial EDB88320h (PNG, annex D).
    private static func crc(_ bytes: [UInt8]) -> Int {
        var crc: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        return Int(~crc)
    }
}
