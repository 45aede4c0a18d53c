internal import HAL

/// Pictures in grey, reckoned and not kept: what a logo or a photograph asks of a printer.
enum SpecimenPictures {
    /// Every grey there is, side by side and then one below the other: `ramp`.
    static let ramp = picture(width: 256, height: 96) { x, y in
        y < 48 ? x : (x * 7 + y * 13 + x * y / 9) & 0xFF
    }

    /// As wide as 80 mm paper, soft like a photograph: `photograph`.
    static let photograph = picture(width: 512, height: 400) { x, y in
        let (dx, dy) = (x - 256, y - 200)
        let ring = 40 - abs((dx * dx + dy * dy) / 181 % 80 - 40)
        return min(255, x * 180 / 512 + ring * 2 - y / 20 + 20)
    }

    private static let named = [("ramp", ramp), ("photograph", photograph)]

    /// What the file of `picture` is called.
    static func name(of picture: Graymap) -> String {
        named.first { $0.1 == picture }?.0 ?? "unnamed"
    }

    /// Each picture as a Netpbm file, by its name.
    static var files: [(name: String, bytes: [UInt8])] {
        named.map { name, picture in
            (
                "\(name).pgm",
                Array("P5 \(picture.width) \(picture.height) 255\n".utf8) + picture.samples
            )
        }
    }

    private static func picture(
        width: Int,
        height: Int,
        _ grey: (_ x: Int, _ y: Int) -> Int
    ) -> Graymap {
        var samples: [UInt8] = []
        samples.reserveCapacity(width * height)
        for y in 0..<height {
            for x in 0..<width { samples.append(UInt8(clamping: grey(x, y))) }
        }
        guard let picture = Graymap(width: width, height: height, samples: samples) else {
            preconditionFailure("\(width) x \(height) dots have as many samples")
        }
        return picture
    }
}
