import MockedMachine
import Testing

/// Real libserialport and libusb on a machine that has neither port nor bus.
struct PreloadedTests {
    @Test(
        .enabled(
            if: PreloadedChild.isPossible && !PreloadedChild.isChild,
            Comment(rawValue: PreloadedChild.skipped)
        )
    )
    func `ports and USB devices of a mocked machine behave as real ones`() async throws {
        let suite = "MockedMachineTests"
        let status = try await PreloadedChild.run(suite: suite)
        #expect(status == 0, "the child's own report stands above")
        #expect(PreloadedChild.hasNoted(suite: suite), "a child that ran nothing is no success")
    }
}

/// The tests that run in the child, one after another: a process sees one machine at a time.
@Suite(
    .serialized,
    .timeLimit(.minutes(1)),
    .enabled(if: PreloadedChild.isChild, "in a child, by PreloadedTests")
)
struct MockedMachineTests {}
