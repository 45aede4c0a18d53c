import Drivers
import HAL
import Testing
import Twins

/// Drivers on a cable that splits, waits and fails: whatever they say must still be true.
struct HostileChannelTests {
    @Test(arguments: [61, 62, 63, 64, 65, 66] as [UInt64])
    func `a job that is reported printed is on paper once`(_ seed: UInt64) async throws {
        let twin = PrinterTwin(seed: seed, roll: PaperRoll(keeping: 1000))
        twin.faults.set(.splitAnswers)
        try await withTwin(twin) { channel in
            let cable = HostileChannel(channel, seed: seed, errorsInThousand: 40)
            let printer = ESCPOSPrinter(channel: cable, columns: 48)
            var proven: [String] = []
            var mayBe: [String] = []
            for number in 0..<30 as Range<UInt32> {
                let slip = PrintDocument([.text("No. \(number)"), .cut])
                // The till's way: the same ticket again, which never sends a second time.
                for attempt in 1...6 {
                    do throws(DeviceError) {
                        try await printer.print(slip, ticket: PrintTicket(number), by: soon)
                        proven.append("No. \(number)")
                        break
                    } catch {
                        if attempt == 6 { mayBe.append("No. \(number)") }
                    }
                }
            }
            let printed = twin.roll.receipts.compactMap { $0.first?.plainText }
            for text in proven {
                #expect(printed.count { $0 == text } == 1, "seed \(seed), \(text)")
            }
            #expect(Set(printed).isSubset(of: proven + mayBe))
            #expect(proven.count > 20, "seed \(seed)")
        }
    }
}
