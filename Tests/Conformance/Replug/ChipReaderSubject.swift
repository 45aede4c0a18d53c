package import Boards
import HAL
package import Twins

/// A chip card reader that is pulled while the card is at work.
package struct ChipReaderSubject: ReplugSubject {
    private static let application: [UInt8] = [0xF0, 0x53, 0x55, 0x41, 0x4E]

    private let reader: SmartCardReaderTwin
    private let command = CallUnderWay<StatusWord>()

    /// `reader`, with a member's card in it.
    package init(_ reader: SmartCardReaderTwin = SmartCardReaderTwin()) {
        self.reader = reader
        reader.insert(
            MemberCardTwin(application: Self.application, file: 1, number: "MEMBER-123")
        )
    }

    package var twin: any Twin { reader }
    package func entry(on channel: String) -> String {
        """
        smart-card-reader:
          driver: ccid-reader
          model: generic
          channel: \(channel)
          timeout-ms: 5000
        """
    }

    package func begin(_ round: Int, _ devices: Devices) async throws {
        let device = try devices.smartCardReader.here()
        let select = try Self.select()
        if round == 1 { _ = try await device.waitForCard(by: .now + .seconds(2)) }
        let before = reader.commands
        await command.begin { () throws(DeviceError) -> StatusWord in
            while true { _ = try await device.transmit(select, by: .now + .seconds(5)) }
        }
        try await appear("command at the card") { reader.commands > before }
    }

    package func end(_ round: Int, _ devices: Devices) async throws {
        try await command.fails()
        let device = try devices.smartCardReader.here()
        try await leaves { deadline throws(DeviceError) in try await device.status(by: deadline) }
    }

    package func prove(_ round: Int, _ devices: Devices) async throws {
        let device = try devices.smartCardReader.here()
        let answer = try await settle { deadline throws(DeviceError) in
            try await device.waitForCard(by: deadline)
        }
        try must(!answer.protocols.isEmpty, "the card offers no protocol")
        let response = try await device.transmit(try Self.select(), by: .now + .seconds(2))
        try must(response.status == StatusWord(0x9000), "SELECT answers \(response.status)")
    }

    private static func select() throws -> CommandAPDU {
        try CommandAPDU(0x00, 0xA4, 0x04, 0x00, data: application, expected: 256).here()
    }
}
