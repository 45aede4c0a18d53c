import HAL
import Synchronization
import Testing

/// Sees sensitive memory go back, and counts what went back with something still in it.
final class ReleaseWitness: SensitiveWitness {
    private let counts = Mutex((released: 0, unerased: 0))

    /// How many allocations went back.
    var released: Int { counts.withLock { $0.released } }
    /// How many of them were not all zero.
    var unerased: Int { counts.withLock { $0.unerased } }

    /// Runs `body` and looks at all that it releases.
    func watch(_ body: () throws -> Void) rethrows {
        try SensitiveMemory.$witness.withValue(self, operation: body)
    }

    func willRelease(_ memory: UnsafeRawBufferPointer) {
        let isErased = memory.allSatisfy { $0 == 0 }
        counts.withLock { counts in
            counts.released += 1
            if !isErased { counts.unerased += 1 }
        }
    }
}

/// The bad twin: it gives its memory back as it is.
struct ForgetfulBytes: ~Copyable {
    private let memory: UnsafeMutableBufferPointer<UInt8>

    init(_ bytes: [UInt8]) {
        memory = .allocate(capacity: bytes.count)
        _ = memory.initialize(from: bytes)
    }

    deinit {
        SensitiveMemory.witness?.willRelease(UnsafeRawBufferPointer(memory))
        memory.deallocate()
    }
}

struct SensitiveBytesTests {
    @Test func `memory goes back full of zeroes, however the bytes are used`() {
        let witness = ReleaseWitness()
        witness.watch {
            var array: [UInt8] = [1, 2, 3, 4, 5]
            var bytes = SensitiveBytes(capacity: 8)
            let isIn = bytes.append(9) && bytes.append(erasing: &array)
            #expect(isIn)
            bytes.removeFirst(2)
            let copy = bytes.read { SensitiveBytes(copying: $0.extracting(1..<3)) }
            let moved = copy
            let first = moved.read { $0[0] }
            #expect(first == 3 && bytes.count == 4)
        }
        // The buffer, its copy, and the array that was taken over.
        #expect(witness.released == 3)
        #expect(witness.unerased == 0)
    }

    @Test func `a buffer that forgets to erase is caught`() {
        let witness = ReleaseWitness()
        witness.watch { _ = ForgetfulBytes([4, 2]) }
        #expect(witness.unerased == 1)
    }

    @Test func `an array taken over is overwritten where it was`() {
        let witness = ReleaseWitness()
        witness.watch {
            var array: [UInt8] = [7, 8, 9]
            let bytes = SensitiveBytes(erasing: &array)
            #expect(array.isEmpty)
            let taken = bytes.read { span in span.indices.map { span[$0] } }
            #expect(taken == [7, 8, 9])
        }
        #expect(witness.released == 2)
        #expect(witness.unerased == 0)
    }

    @Test func `what does not fit is refused whole, and overwritten all the same`() {
        var bytes = SensitiveBytes(capacity: 3)
        var array: [UInt8] = [1, 2, 3, 4]
        let isWholeIn = bytes.append(erasing: &array)
        #expect(!isWholeIn && bytes.count == 0 && array.isEmpty)
        let areIn = [1, 2, 3, 4].map { bytes.append($0) }
        #expect(areIn == [true, true, true, false])
    }

    @Test func `taking off the front leaves no second copy behind`() {
        let witness = ReleaseWitness()
        witness.watch {
            var array: [UInt8] = [1, 2, 3]
            var bytes = SensitiveBytes(erasing: &array)
            bytes.removeFirst(2)
            #expect(bytes.count == 1)
            bytes.removeAll()
            #expect(bytes.count == 0)
        }
        #expect(witness.unerased == 0)
    }

    @Test func `a key does not show itself`() throws {
        var bytes = [UInt8](repeating: 0xAB, count: CardKey.length)
        let key = try #require(CardKey(erasing: &bytes))
        var text = "\(key)"
        dump(key, to: &text)
        #expect(!text.contains("171") && !text.lowercased().contains("ab ab"))
        #expect(key.read { $0[31] } == 0xAB)
        var short: [UInt8] = [1]
        #expect(CardKey(erasing: &short) == nil)
    }
}
