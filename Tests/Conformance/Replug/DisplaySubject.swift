package import Boards
import HAL
package import Twins

/// A display that is pulled while it is written; it answers nothing, and shows its picture again
/// by itself.
package struct DisplaySubject: ReplugSubject {
    private let glass = DisplayTwin(dialect: .cd5220)

    /// A dark display.
    package init() {}

    package var twin: any Twin { glass }
    package func entry(on channel: String) -> String {
        """
        customer-display:
          driver: cd5220-display
          channel: \(channel)
          columns: 20
          rows: 2
          characters: gbk
          timeout-ms: 500
        """
    }

    package func begin(_ round: Int, _ devices: Devices) async throws {
        try await devices.display.here().show([Self.line(round)], by: .now + .seconds(2))
    }

    package func end(_ round: Int, _ devices: Devices) async throws {
        // What lost its power shows nothing.
        glass.faults.set(.off)
        glass.faults.clear(.off)
    }

    package func prove(_ round: Int, _ devices: Devices) async throws {
        try await appear("picture \(round)") { glass.lines.first == Self.line(round) }
    }

    private static func line(_ round: Int) -> String {
        TextWidth.pad("龙井茶 \(round)", to: 20)
    }
}
