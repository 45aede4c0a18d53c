import Drivers
import HAL
import Testing
import Twins

/// A plug pulled while a receipt prints: whoever prints it again must know that it may be there.
struct UnpluggedPrinterTests {
    typealias Row = (lines: Int, why: String)

    // The cable holds 65,536 bytes, and the slow printer takes some 2,000 a second.
    // swift-format-ignore
    static let rows: [Row] = [
        (400,    "the whole job has left, and only the proof is missing"),
        (10_000, "the job is still on its way"),
    ]

    @Test(arguments: rows)
    func `a job that lost its printer says that it may be on paper`(_ row: Row) async throws {
        let twin = PrinterTwin()
        twin.faults.set(.slow)
        let error = try await withTwin(twin) { channel in
            let printer = ESCPOSPrinter(channel: channel, columns: 48)
            let lines = (0..<row.lines).map { PrintNode.text("line \($0)") }
            let job = Task { () -> DeviceError? in
                do throws(DeviceError) {
                    try await printer.print(PrintDocument(lines), ticket: PrintTicket(1), by: soon)
                    return nil
                } catch {
                    return error
                }
            }
            #expect(await eventually { !twin.roll.current.isEmpty })
            channel.unplug()
            return await job.value
        }
        #expect(error?.kind == .noHardware)
        #expect(error?.mayHaveRun == true)
    }

    @Test func `a job for a printer that is gone has certainly not run`() async throws {
        let (near, far) = MemoryChannel.pair()
        far.unplug()
        let printer = ESCPOSPrinter(channel: near, columns: 48)
        let error = await #expect(throws: DeviceError.self) {
            try await printer.print(receipt, ticket: PrintTicket(1), by: soon)
        }
        #expect(error?.kind == .noHardware)
        #expect(error?.mayHaveRun == false)
    }
}
