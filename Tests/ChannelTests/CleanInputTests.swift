import Channels
import HAL
import Synchronization
import Testing
import Twins

/// A serial line's input: whoever reads gets clean bytes, or is told.
struct CleanInputTests {
    private var soon: Deadline { .now + .seconds(5) }

    /// Each read, as a table has it: hex, or a word for the error.
    private func reads(_ input: CleanInput, upTo limit: Int = 64) async -> [String] {
        var heard: [String] = []
        while true {
            do throws(DeviceError) {
                heard.append(Hex.text(try await input.read(upTo: limit, by: .now)))
            } catch {
                guard error.kind == .failure else { return heard }
                heard.append(error.detail)
            }
        }
    }

    private func words(_ reads: [String]) -> [String] {
        let known = ["break", "garbled", "too fast"]
        return reads.map { read in known.first(where: read.contains) ?? read }
    }

    typealias Row = (
        bytes: [UInt8], counted: LineCounts, limit: Int, reads: [String], why: String
    )

    // swift-format-ignore
    static let rows: [Row] = [
        ([1, 2, 3],               LineCounts(),            64, ["01 02 03"],                  "all well"),
        ([1, 2, 3],               LineCounts(),            2,  ["01 02", "03"],               "no more than is asked for"),
        ([1, 0xFF, 0, 7, 2],      LineCounts(parity: 1),   64, ["01", "garbled", "02"],       "marked, and counted once"),
        ([1, 0xFF, 0, 0, 2],      LineCounts(breaks: 1),   64, ["01", "break", "02"],         "a break"),
        ([0xFF, 0, 7, 0xFF, 0, 7], LineCounts(framing: 2), 64, ["garbled", "garbled"],        "each of them"),
        ([1, 2],                  LineCounts(overrun: 3),  64, ["too fast", "01 02"],         "lost characters leave no mark"),
        ([1, 2],                  LineCounts(parity: 1),   64, ["garbled", "01 02"],          "a port that counts and does not mark"),
        ([1, 2],                  LineCounts(breaks: 1),   64, ["break", "01 02"],            "a port that counts and does not mark"),
        ([1, 0xFF, 0, 7],         LineCounts(parity: 1, overrun: 1), 64, ["too fast", "01", "garbled"], "both"),
        ([0xFF, 0xFF],            LineCounts(),            64, ["FF"],                        "FF is a byte"),
    ]

    @Test(arguments: rows)
    func `what comes right is handed out, and what does not is told`(_ row: Row) async throws {
        let (near, far) = MemoryChannel.pair()
        let counts = CountsBox()
        let input = CleanInput(near, name: "ttyX") { counts.now }
        counts.now = row.counted
        try await far.write(row.bytes, by: soon)
        let heard = await reads(input, upTo: row.limit)
        #expect(words(heard) == row.reads, "\(row.why)")
        #expect(heard.filter { $0.contains(":") }.allSatisfy { $0.hasPrefix("ttyX: ") })
        #expect(await reads(input).isEmpty, "once each")
    }

    @Test func `a port that does not count is not asked again`() async throws {
        let (near, far) = MemoryChannel.pair()
        let asked = Mutex(0)
        let input = CleanInput(near, name: "pty") {
            asked.withLock { $0 += 1 }
            return nil
        }
        for _ in 0..<3 {
            try await far.write([1], by: soon)
            #expect(await reads(input) == ["01"])
        }
        #expect(asked.withLock { $0 } == 1)
    }

    /// A port's counters, set by a test.
    private final class CountsBox: Sendable {
        private let counts = Mutex(LineCounts())

        var now: LineCounts {
            get { counts.withLock { $0 } }
            set { counts.withLock { $0 = newValue } }
        }
    }
}
