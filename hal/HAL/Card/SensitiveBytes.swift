/// Bytes of a card, in memory of their own that is overwritten before it is given back.
///
/// Track data and card identifiers live here from the reader's channel on. There is one owner and
/// never a copy that nobody knows of (the type is `~Copyable`); whoever wants a look gets a `Span`,
/// which cannot leave the closure that it is given to. Nothing prints the bytes: there is no
/// description, no mirror, and no way to an array but one that says so.
///
/// The room is fixed when the buffer is made: growing would leave the old bytes behind.
public struct SensitiveBytes: ~Copyable, @unchecked Sendable {
    // Sendable: the memory has one owner, and only `mutating` calls write to it.
    private let memory: UnsafeMutableBufferPointer<UInt8>

    /// How many bytes are in it.
    public private(set) var count = 0

    /// An empty buffer with room for `capacity` bytes.
    public init(capacity: Int) {
        memory = .allocate(capacity: max(capacity, 1))
        memory.initialize(repeating: 0)
    }

    /// Takes over `bytes` and leaves zeroes and an empty array behind.
    public init(erasing bytes: inout [UInt8]) {
        self.init(capacity: bytes.count)
        _ = append(erasing: &bytes)
    }

    /// A buffer of its own with what `span` shows.
    public init(copying span: Span<UInt8>) {
        self.init(capacity: span.count)
        for index in span.indices { memory[index] = span[index] }
        count = span.count
    }

    deinit {
        erase(memory)
        SensitiveMemory.witness?.willRelease(UnsafeRawBufferPointer(memory))
        memory.deallocate()
    }

    /// Whether nothing is in it.
    public var isEmpty: Bool { count == 0 }

    /// How many bytes it has room for.
    public var capacity: Int { memory.count }

    /// Lends the bytes to `body`; the span is of no use outside it.
    public borrowing func read<Result: ~Copyable, Failure>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeBufferPointer(rebasing: memory[..<count]).span)
    }

    /// Adds one byte; false when it is full.
    public mutating func append(_ byte: UInt8) -> Bool {
        guard count < memory.count else { return false }
        memory[count] = byte
        count += 1
        return true
    }

    /// Adds `bytes` and overwrites them where they were; false, and nothing added, when they do
    /// not fit.
    ///
    /// The overwriting reaches the array's own memory as long as nobody else holds the array.
    public mutating func append(erasing bytes: inout [UInt8]) -> Bool {
        defer {
            bytes.withUnsafeMutableBufferPointer { memory in
                erase(memory)
                SensitiveMemory.witness?.willRelease(UnsafeRawBufferPointer(memory))
            }
            bytes = []
        }
        guard bytes.count <= memory.count - count else { return false }
        for byte in bytes {
            memory[count] = byte
            count += 1
        }
        return true
    }

    /// Takes the first `length` bytes off, and overwrites the room that this frees at the end.
    public mutating func removeFirst(_ length: Int) {
        precondition((0...count).contains(length), "no more than there is can be taken off")
        for index in length..<count { memory[index - length] = memory[index] }
        erase(UnsafeMutableBufferPointer(rebasing: memory[(count - length)..<count]))
        count -= length
    }

    /// Overwrites everything.
    public mutating func removeAll() {
        erase(memory)
        count = 0
    }
}

extension [UInt8] {
    /// Overwrites everything and empties the array, which keeps its room.
    ///
    /// It reaches the array's own memory as long as nobody else holds the array.
    public mutating func eraseAll() {
        withUnsafeMutableBufferPointer { memory in
            erase(memory)
            SensitiveMemory.witness?.willRelease(UnsafeRawBufferPointer(memory))
        }
        removeAll(keepingCapacity: true)
    }
}

/// Sees sensitive memory just before it is given back: a test does, and nobody else.
package protocol SensitiveWitness: Sendable {
    /// Called with the whole of an allocation, overwritten by then.
    func willRelease(_ memory: UnsafeRawBufferPointer)
}

/// Where the witness of a task is kept.
package enum SensitiveMemory {
    /// Sees all that the task releases, and the tasks that it starts.
    @TaskLocal package static var witness: (any SensitiveWitness)?
}

/// Overwrites `memory` with zeroes.
///
/// The compiler may leave out a write that nobody reads, and memory about to be freed is never
/// read; so this function is neither optimised nor looked into by those that call it.
@inline(never)
@_optimize(none)
private func erase(_ memory: UnsafeMutableBufferPointer<UInt8>) {
    memory.update(repeating: 0)
}
