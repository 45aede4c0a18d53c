import Drivers
import HAL
import Testing
import Twins

/// Asking a printer for its proof before the first receipt.
struct FenceCheckTests {
    @Test(arguments: ESCPOSProof.Fence.allCases)
    func `a printer that answers its fence is believed, and nothing is printed`(
        _ fence: ESCPOSProof.Fence
    ) async throws {
        let (near, far) = MemoryChannel.pair()
        let twin = PrinterTwin()
        let life = Task { await twin.run(on: far) }
        defer { life.cancel() }
        let printer = ESCPOSPrinter(
            channel: near,
            columns: 48,
            proof: ESCPOSProof(fence: fence)
        )
        #expect(try await printer.answersFence(by: .now + .seconds(5)))
        #expect(twin.roll.receiptCount == 0)
        let slip = PrintRequest(
            PrintDocument([.text("a"), .cut]),
            as: .receipt,
            ticket: PrintTicket(1)
        )
        #expect(try await printer.print(slip, by: .now + .seconds(5)) == .cut, "it prints as ever")
        near.unplug()
    }

    @Test func `a printer that is off does not answer its fence`() async throws {
        let (near, far) = MemoryChannel.pair()
        let printer = ESCPOSPrinter(channel: near, columns: 48)
        #expect(try await printer.answersFence(by: .now + .milliseconds(50)) == false)
        withExtendedLifetime(far) {}
        near.unplug()
    }
}
