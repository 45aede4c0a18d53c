import MockedMachine
import Testing

/// The bench on ports of a mocked machine, in a child under the preload.
struct PreloadedLineBenchTests {
    @Test(
        .enabled(
            if: PreloadedChild.isPossible && !PreloadedChild.isChild,
            Comment(rawValue: PreloadedChild.skipped)
        )
    )
    func `the bench reaches the line's rate on mocked ports`() async throws {
        let suite = "MockedLineBenchTests"
        let status = try await PreloadedChild.run(suite: suite)
        #expect(status == 0, "the child's own report stands above")
        #expect(PreloadedChild.hasNoted(suite: suite), "a child that ran nothing is no success")
    }
}
