import HAL
import Synchronization

/// What a card reader sends, cut into lines or records, in memory that forgets.
///
/// It is `LineInput` for bytes that may be a bank card's: they go from the channel's array straight
/// into a buffer of fixed size, the array is overwritten, and a line that has been handed out is
/// overwritten here. No error says what had come.
final class CardInput: Sendable {
    private struct Pending: ~Copyable {
        var bytes: SensitiveBytes
        /// The rest of a line that was too long is thrown away up to its end.
        var isSkipping = false
    }

    private static let piece = 256

    private let channel: any ByteChannel
    private let limit: Int
    private let pending: Mutex<Pending>

    /// Input of lines or records of at most `limit` bytes.
    init(channel: any ByteChannel, limit: Int) {
        self.channel = channel
        self.limit = limit
        pending = Mutex(Pending(bytes: SensitiveBytes(capacity: limit + Self.piece)))
    }

    /// The next line that is not empty, without the CR or LF that ended it.
    func line(by deadline: Deadline) async throws(DeviceError) -> SensitiveBytes {
        while true {
            if let line = try pending.withLock({ (pending) throws(DeviceError) in
                try Self.takeLine(from: &pending, limit: limit)
            }) {
                return line
            }
            try await readMore(by: deadline)
        }
    }

    /// The next record of `length` bytes.
    ///
    /// One that is cut short by the deadline is forgotten: a report of a swipe comes at once, so
    /// its rest is lost and the next byte begins another.
    func record(of length: Int, by deadline: Deadline) async throws(DeviceError) -> SensitiveBytes {
        precondition(length <= limit, "a record longer than the input's limit")
        while true {
            let record = pending.withLock { Self.take(length, from: &$0.bytes) }
            if let record { return record }
            do throws(DeviceError) {
                try await readMore(by: deadline)
            } catch {
                pending.withLock { $0.bytes.removeAll() }
                throw error
            }
        }
    }

    private func readMore(by deadline: Deadline) async throws(DeviceError) {
        var bytes: [UInt8]
        do throws(DeviceError) {
            bytes = try await channel.read(upTo: Self.piece, by: deadline)
        } catch {
            guard error.kind == .failure else { throw error }
            // Something was lost on the way: nothing of this line or record is right.
            let isOver = await channel.dropGarbledRest(by: deadline)
            pending.withLock { pending in
                pending.bytes.removeAll()
                pending.isSkipping = !isOver
            }
            throw error
        }
        let fits = pending.withLock { $0.bytes.append(erasing: &bytes) }
        guard fits else {
            throw DeviceError(.failure, "the reader sent more than it was asked for")
        }
    }

    private static func take(
        _ length: Int,
        from bytes: inout SensitiveBytes
    ) -> SensitiveBytes? {
        guard bytes.count >= length else { return nil }
        let taken = bytes.read { SensitiveBytes(copying: $0.extracting(first: length)) }
        bytes.removeFirst(length)
        return taken
    }

    private static func takeLine(
        from pending: inout Pending,
        limit: Int
    ) throws(DeviceError) -> SensitiveBytes? {
        while let end = pending.bytes.read({ $0.firstIndex { $0 == 0x0D || $0 == 0x0A } }) {
            let line = take(end, from: &pending.bytes)
            pending.bytes.removeFirst(1)
            let wasTooLong = pending.isSkipping || end > limit
            pending.isSkipping = false
            if wasTooLong {
                throw DeviceError(.failure, "more bytes than a card holds before the line's end")
            }
            if end > 0 { return line }
        }
        if pending.bytes.count > limit {
            pending.bytes.removeAll()
            pending.isSkipping = true
        }
        return nil
    }
}

extension Span<UInt8> {
    /// Where the first byte stands that `isWanted`.
    func firstIndex(where isWanted: (UInt8) -> Bool) -> Int? {
        indices.first { isWanted(self[$0]) }
    }
}
