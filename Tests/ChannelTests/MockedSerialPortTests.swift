import Channels
import Conformance
import Foundation
import Glibc
import HAL
import Synchronization
import Testing
import Twins

/// `SerialPortChannel` on a port that exists only for libserialport.
///
/// The preload replaces `/sys` for a whole process, so these tests run in a child: this very test
/// program again, with the preload and one environment variable.
struct MockedSerialPortTests {
    /// The mocked machine's folder, in the child.
    static let machine = getenv("SUANPAN_MOCKED_PORT").map { String(cString: $0) }
    static let hasPreload = access(MockedSerialPort.preload, R_OK) == 0
    static let count = Mutex(0)

    @Test(.enabled(if: hasPreload, "needs Debian's package libumockdev0"))
    func `libserialport keeps the promises too, on a mocked port`() async throws {
        if let machine = Self.machine { return try await keepPromises(on: machine) }
        let directory = "/tmp/suanpan-mocked-\(getpid())"
        mkdir(directory, 0o700)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let child = try #require(spawnSelf(in: directory))
        var status: Int32 = -1
        while waitpid(child, &status, WNOHANG) == 0 {
            try await Task.sleep(for: .milliseconds(20))
        }
        #expect(status == 0, "the child's own report stands above")
        // A child that ran nothing is no success.
        #expect(access("\(directory)/done", F_OK) == 0)
    }

    /// This test program again, under the preload, with these tests and no others.
    private func spawnSelf(in directory: String) -> pid_t? {
        var program = CommandLine.arguments
        while let filter = program.firstIndex(of: "--filter") {
            program.removeSubrange(filter..<min(filter + 2, program.count))
        }
        program += ["--filter", "MockedSerialPortTests"]
        let libraries = getenv("LD_LIBRARY_PATH").map { String(cString: $0) } ?? ""
        let environment = [
            "SUANPAN_MOCKED_PORT=\(directory)", "LD_PRELOAD=\(MockedSerialPort.preload)",
            "LD_LIBRARY_PATH=\(libraries)", "PATH=/usr/bin:/bin",
        ]
        var arguments = program.map { strdup($0) } + [nil]
        var variables = environment.map { strdup($0) } + [nil]
        defer { for text in arguments + variables { free(text) } }
        var child = pid_t()
        let code = posix_spawn(&child, "/proc/self/exe", nil, nil, &arguments, &variables)
        return code == 0 ? child : nil
    }

    /// What the child tests.
    private func keepPromises(on directory: String) async throws {
        setenv("UMOCKDEV_DIR", directory, 1)
        let conformance = ByteChannelConformance(seed: 3) {
            let number = Self.count.withLock { count in
                count += 1
                return count
            }
            let port = try MockedSerialPort("ttyS\(number)", in: directory)
            let near = try SerialPortChannel(path: port.path, baud: 115_200)
            return Cable(near: near, far: port.terminal.channel, holder: port)
        }
        #expect(try await conformance.brokenPromises() == [])

        let port = try MockedSerialPort("ttyS99", in: directory)
        let first = try SerialPortChannel(path: port.path, baud: 9600)
        let error = #expect(throws: DeviceError.self) {
            try SerialPortChannel(path: port.path, baud: 9600)
        }
        #expect(error?.kind == .busy)
        _ = first
        close(creat("\(directory)/done", 0o600))
    }
}
