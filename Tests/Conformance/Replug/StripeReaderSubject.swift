package import Boards
import HAL
package import Twins

/// A stripe reader that is pulled in the middle of a card, while the till waits for one.
package struct StripeReaderSubject: ReplugSubject {
    private static let cutOff = "88899990000"

    private let reader = CardReaderTwin()
    private let waiting = CallUnderWay<CardSwipe>()

    /// A reader that has read nothing.
    package init() {}

    package var twin: any Twin { reader }
    package func entry(on channel: String) -> String {
        """
        card-reader:
          driver: serial-card-reader
          channel: \(channel)
          timeout-ms: 30000
        """
    }

    package func begin(_ round: Int, _ devices: Devices) async throws {
        let device = try devices.cardReader.here()
        await waiting.begin { () throws(DeviceError) -> CardSwipe in
            // A till waits again at once, and so learns of the plug.
            while true {
                let swipe = try await device.swipe(by: .now + .seconds(10))
                if swipe.card.member?.number != Self.cutOff { return swipe }
            }
        }
        reader.faults.set(.slow)
        reader.swipe(number: Self.cutOff)
        await dawdle(round)
    }

    package func end(_ round: Int, _ devices: Devices) async throws {
        reader.faults.clear(.slow)
    }

    package func prove(_ round: Int, _ devices: Devices) async throws {
        let number = "888000\(10_000 + round)"
        reader.swipe(number: number)
        let card = try await waiting.end().get().card
        try must(card.member?.number == number, "the card of round \(round) is \(card)")
    }
}
