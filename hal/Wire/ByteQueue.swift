import Glibc

/// Bytes in the order in which they came, in a ring that leaves none of them behind.
///
///     memory   · · c d e f · ·      head 2, count 4; what was taken is nought again
///
/// A card's number passes through here as any byte does, and nobody tells which. So what is taken
/// is overwritten, and the whole ring when it grows and at its end: one more pass over bytes that
/// are copied anyway.
package struct ByteQueue: ~Copyable {
    private typealias Memory = UnsafeMutableBufferPointer<UInt8>

    private var memory: Memory
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
        let isIn: Void? = bytes.withContiguousStorageIfAvailable { append($0) }
        // What does not stand in one piece is copied to where it does.
        if isIn == nil { Array(bytes).withUnsafeBufferPointer { append($0) } }
    }

    private mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard !bytes.isEmpty else { return }
        if count + bytes.count > memory.count { grow(to: count + bytes.count) }
        let start = (head + count) % memory.count
        let split = min(bytes.count, memory.count - start)
        copy(bytes.extracting(..<split), to: memory.extracting(start...))
        copy(bytes.extracting(split...), to: memory)
        count += bytes.count
    }

    /// Takes at most `limit` bytes off the front.
    package mutating func take(upTo limit: Int) -> [UInt8] {
        let taken = min(limit, count)
        let (front, rest) = pieces(taken)
        let bytes = [UInt8](unsafeUninitializedCapacity: taken) { target, filled in
            copy(UnsafeBufferPointer(front), to: target)
            copy(UnsafeBufferPointer(rest), to: target.extracting(front.count...))
            filled = taken
        }
        wipe(UnsafeMutableRawBufferPointer(front))
        wipe(UnsafeMutableRawBufferPointer(rest))
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

    /// The first `length` bytes: to the end of the memory, and on from its beginning.
    private func pieces(_ length: Int) -> (front: Memory, rest: Memory) {
        let split = min(length, memory.count - head)
        return (
            memory.extracting(head..<(head + split)), memory.extracting(0..<(length - split))
        )
    }

    private mutating func grow(to least: Int) {
        var larger = ByteQueue(room: max(least, memory.count * 2, 256))
        let (front, rest) = pieces(count)
        larger.append(UnsafeBufferPointer(front))
        larger.append(UnsafeBufferPointer(rest))
        // The old memory is wiped as it goes.
        self = larger
    }
}

private func copy(
    _ bytes: UnsafeBufferPointer<UInt8>,
    to memory: UnsafeMutableBufferPointer<UInt8>
) {
    guard let source = bytes.baseAddress, let target = memory.baseAddress else { return }
    memcpy(target, source, bytes.count)
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
