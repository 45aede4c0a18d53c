import Boards
import HAL

/// A technician of the tests: does with the twins what is asked for, and says what is seen.
struct Hands: Technician {
    var patience = Duration.seconds(5)
    /// What is answered to every question; nothing when nobody looks.
    var sees: Bool?
    /// What is done when something is asked for.
    var act: @Sendable () -> Void = {}

    func tell(_ request: String) { act() }
    func confirm(_ question: String) -> Bool? { sees }
}
