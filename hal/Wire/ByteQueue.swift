import Glibc

/// Bytes in the order in which they came, in a ring that leaves none of them behind.
///
///     memory   · · c d e f · ·      head 2, count 4; what was taken is nought again
///
/// A card's number passes through here as any byte does, and nobody tells which. So what is taken
/// is overwritten, and the whole ring when it grows and at its end: one more pass over bytes that
/// are copied anyway.
package struct ByteQueue: ~Copyable {
    private var memory: UnsafeMutableBufferPointer<UInt8>
    private var head = 0
    /// How many bytes are in it.
    package private(set) var count = 0

    /// An empty queue; memory is set aside with the first byte.
    package init() {
        self.init(room: 0)
    }

    private init(room: Int) {
        memory = .allocate(capacity: room)
        memory.initialize(repeating: 0)
    }

    deinit {
        wipe(UnsafeMutableRawBufferPointer(memory))
        memory.deallocate()
    }

    /// Adds `bytes` behind the others.
    package mutating func append(_ bytes: some Collection<UInt8>) {
        if count + bytes.count > memory.count { grow(to: count + bytes.count) }
        let start = (head + count) % max(memory.count, 1)
        let split = min(bytes.count, memory.count - start)
        fill(start, bytes.prefix(split))
        fill(0, bytes.dropFirst(split))
        count += bytes.count
    }

    /// Takes at most `limit` bytes off the front.
    package mutating func take(upTo limit: Int) -> [UInt8] {
        let taken = min(limit, count)
        let bytes = [UInt8](unsafeUninitializedCapacity: taken) { target, filled in
            for piece in pieces(taken) {
                _ = target[filled...].update(fromContentsOf: piece)
                filled += piece.count
            }
        }
        for piece in pieces(taken) {
            wipe(UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: piece)))
        }
        count -= taken
        head = count == 0 ? 0 : (head + taken) % memory.count
        return bytes
    }

    /// The first `limit` bytes, or as many as there are; they stay.
    package func first(_ limit: Int) -> [UInt8] {
        (0..<min(limit, count)).map { memory[(head + $0) % memory.count] }
    }

    /// Takes the first byte off.
    package mutating func popFirst() -> UInt8? {
        guard count > 0 else { return nil }
        defer {
            memory[head] = 0
            count -= 1
            head = (head + 1) % memory.count
        }
        return memory[head]
    }

    /// The first `length` bytes, which may go round the end of the memory.
    private func pieces(_ length: Int) -> [Slice<UnsafeMutableBufferPointer<UInt8>>] {
        let split = min(length, memory.count - head)
        return [memory[head..<(head + split)], memory[0..<(length - split)]]
    }

    private func fill(_ start: Int, _ bytes: some Collection<UInt8>) {
        _ = memory[start...].update(fromContentsOf: bytes)
    }

    private mutating func grow(to least: Int) {
        var larger = ByteQueue(room: max(least, memory.count * 2, 256))
        for piece in pieces(count) { larger.append(piece) }
        // The old memory is wiped as it goes.
        self = larger
    }
}

/// Overwrites `memory` with zeroes, though nobody may ever read it again.
package func wipe(_ memory: UnsafeMutableRawBufferPointer) {
    guard let start = memory.baseAddress else { return }
    explicit_bzero(start, memory.count)
}

/// Overwrites the bytes of an array that nobody else holds, and empties it.
package func wipe(_ bytes: inout [UInt8]) {
    bytes.withUnsafeMutableBytes { wipe($0) }
    bytes = []
}
