/// What a recording holds that this program cannot account for; nothing is guessed.
///
/// A call that may change a file, and is not understood, would make every state after it wrong.
package struct TraceFault: Error, Equatable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}
