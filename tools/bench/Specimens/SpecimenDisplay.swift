internal import Drivers
internal import Glyphs
internal import HAL
internal import Twins

/// What customers read on a display of dots, from the driver's bytes as the twin shows them.
enum SpecimenDisplay {
    private static let pictures = [
        ["龙井茶 50g × 2", "合计 Total     27.50"],
        ["欢迎 𠮷野㐂子", "已付 Cash      50.00", "找零 Change    22.50", "谢谢惠顾"],
    ]

    /// Each picture on the model that has room for it, as a Netpbm file.
    static func files() async throws -> [(name: String, bytes: [UInt8])] {
        let small = try await picture(pictures[0], on: .glk24064, height: 64)
        let large = try await picture(pictures[1], on: .glk240128, height: 128)
        return [("displays/glk24064-25.pbm", small), ("displays/glk240128-25.pbm", large)]
    }

    private static func picture(
        _ lines: [String],
        on model: GraphicModel,
        height: Int
    ) async throws -> [UInt8] {
        let twin = GraphicDisplayTwin(width: 240, height: height)
        let (near, far) = MemoryChannel.pair()
        let life = Task { await twin.run(on: far) }
        let display = GraphicDisplay(
            channel: near,
            model: model,
            rows: lines.count,
            glyphs: FreeTypeGlyphs() ?? NoGlyphs()
        )
        // The second picture is sent as what differs from the first.
        for shown in [["换班", "1"], lines] { try await display.show(shown, by: .now + .seconds(5)) }
        near.unplug()
        await life.value
        let picture = twin.picture
        return Array("P4 \(picture.width) \(picture.height)\n".utf8) + picture.rows
    }
}
