import HAL
import Testing

/// Hands out its pieces one read at a time, then times out.
private actor Pieces: ByteChannel {
    private var pieces: [[UInt8]]

    init(_ pieces: [[UInt8]]) {
        self.pieces = pieces
    }

    func write(_ bytes: [UInt8], by deadline: Deadline) async throws(DeviceError) {}

    func read(upTo limit: Int, by deadline: Deadline) async throws(DeviceError) -> [UInt8] {
        guard let piece = pieces.first else { throw DeviceError(.timeout, "silence") }
        pieces.removeFirst()
        if piece.count > limit { pieces.insert(Array(piece[limit...]), at: 0) }
        return Array(piece.prefix(limit))
    }
}

struct ExactReadTests {
    @Test func `a read of a count puts the pieces together and takes no more`() async throws {
        let channel = Pieces([[1], [2, 3], [4, 5, 6]])
        #expect(try await channel.read(exactly: 4, by: .now) == [1, 2, 3, 4])
        #expect(try await channel.read(upTo: 9, by: .now) == [5, 6])
    }

    @Test func `a read that comes up short tells what came`() async {
        let error = await #expect(throws: DeviceError.self) {
            try await Pieces([[0x37, 0x22]]).read(exactly: 7, by: .now)
        }
        #expect(error?.kind == .timeout)
        #expect(error?.detail.contains("37 22 of 7 bytes") == true)
    }
}
