import Conformance
import Drivers
import HAL
import Testing
import Twins

/// Drivers on a cable that splits, waits and fails: whatever they say must still be true.
struct HostileChannelTests {
    @Test(arguments: [61, 62, 63, 64, 65, 66] as [UInt64])
    func `a job that is reported printed is on paper once, or below a mark`(_ seed: UInt64)
        async throws
    {
        let twin = PrinterTwin(seed: seed, roll: PaperRoll(keeping: 1000))
        twin.faults.set(.splitAnswers)
        try await withTwin(twin) { channel in
            let cable = HostileChannel(channel, seed: seed, errorsInThousand: 40)
            let printer = ESCPOSPrinter(channel: cable, columns: 48)
            var proven: [String] = []
            var mayBe: [String] = []
            for number in 0..<30 as Range<UInt32> {
                let slip = PrintDocument([.text("No. \(number)"), .cut])
                // The till's way: the same ticket again, which goes on with the job.
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
            let receipts = twin.roll.receipts.map { $0.map(\.plainText) }
            for text in proven {
                let plain = receipts.count { $0.first == text }
                let marked = receipts.count { $0.first != text && $0.contains(text) }
                #expect(plain <= 1 && plain + marked > 0, "seed \(seed), \(text)")
            }
            let all = Set(receipts.joined()).subtracting(["[cut]", "续 CONTINUED"])
            #expect(all.isSubset(of: proven + mayBe))
            #expect(proven.count > 20, "seed \(seed)")
        }
    }
}
