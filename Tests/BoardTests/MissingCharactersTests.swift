import Supervision
import Synchronization
import Testing

/// What the log hears of characters that no font has.
struct MissingCharactersTests {
    @Test func `each is told once, sorted, and only so many`() {
        let told = Mutex<[[Unicode.Scalar]]>([])
        let missing = MissingCharacters { scalars in told.withLock { $0.append(scalars) } }
        missing.note(["𠮷", "😀", "𠮷"])
        missing.note(["😀"])
        missing.note(["🧋", "😀", "あ"])
        #expect(told.withLock { $0 } == [["😀", "𠮷"], ["あ", "🧋"]])
        missing.note((0x4E00...0x5DFF).compactMap { Unicode.Scalar($0) })
        missing.note(["龥"])
        #expect(told.withLock { $0.joined().count } == MissingCharacters.limit)
    }
}
