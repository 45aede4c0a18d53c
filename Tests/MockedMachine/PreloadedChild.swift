import Foundation
import Glibc

/// The same test program once more, under umockdev's preload, for one suite.
///
/// A preload is chosen when a process starts, so tests on a mocked machine run in a child; one
/// test of the parent starts it and passes when the child's do.
public enum PreloadedChild {
    private static let mark = "SUANPAN_MOCKED_MACHINE"

    /// Whether this process is the child.
    public static let isChild = getenv(mark) != nil

    /// Whether the preload is on this machine.
    public static let isPossible = access(MockedMachine.preload, R_OK) == 0

    /// What a skipped test says.
    public static let skipped = "SKIPPED: needs Debian's package umockdev"

    /// Runs the suite in a child and waits for it, two minutes at the most: nought when all
    /// its tests passed.
    public static func run(suite: String) async throws -> Int32 {
        // A filter may match more than was meant: a child never has children of its own.
        guard !isChild, let child = spawn(suite) else { return -1 }
        var status: Int32 = -1
        let end = ContinuousClock.now + .seconds(120)
        while waitpid(child, &status, WNOHANG) == 0 {
            if .now > end { kill(child, SIGKILL) }
            try await Task.sleep(for: .milliseconds(20))
        }
        return status
    }

    /// Says, from the child, that its tests were found: a child that ran nothing is no success.
    public static func note() {
        guard let path = getenv(mark) else { return }
        close(creat(path, 0o600))
    }

    /// Whether the last child with that suite noted anything; asking forgets it.
    public static func hasNoted(suite: String) -> Bool {
        unlink(notePath(suite)) == 0
    }

    private static func notePath(_ suite: String) -> String {
        "/tmp/suanpan-child-\(getpid())-\(suite)"
    }

    private static func spawn(_ suite: String) -> pid_t? {
        unlink(notePath(suite))
        var program = CommandLine.arguments
        while let filter = program.firstIndex(of: "--filter") {
            program.removeSubrange(filter..<min(filter + 2, program.count))
        }
        program += ["--filter", suite]
        let libraries = getenv("LD_LIBRARY_PATH").map { String(cString: $0) } ?? ""
        let environment = [
            "\(mark)=\(notePath(suite))", "LD_PRELOAD=\(MockedMachine.preload)",
            "LD_LIBRARY_PATH=\(libraries)", "PATH=/usr/bin:/bin",
        ]
        var arguments = program.map { strdup($0) } + [nil]
        var variables = environment.map { strdup($0) } + [nil]
        defer { for text in arguments + variables { free(text) } }
        var child = pid_t()
        let code = posix_spawn(&child, "/proc/self/exe", nil, nil, &arguments, &variables)
        return code == 0 ? child : nil
    }
}
