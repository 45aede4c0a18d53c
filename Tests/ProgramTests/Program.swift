import Foundation
import Synchronization

/// One of the three programs, run as a stranger runs it: words in, text and a status out.
struct Program {
    /// What a run left behind.
    struct Outcome {
        let status: Int32
        let output: String
        let errors: String
    }

    /// Where the build puts programs: beside the tests themselves.
    static let folder = URL(
        filePath: (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
            ?? CommandLine.arguments[0]
    ).deletingLastPathComponent().path
    /// The repository's root.
    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    let name: String

    init(_ name: String) {
        self.name = name
    }

    /// Runs to the end.
    func run(_ words: [String]) throws -> Outcome {
        let folder = NSTemporaryDirectory() + "program-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let process = try started(words, folder)
        process.waitUntilExit()
        return Outcome(
            status: process.terminationStatus,
            output: try String(contentsOfFile: folder + "/out", encoding: .utf8),
            errors: try String(contentsOfFile: folder + "/err", encoding: .utf8)
        )
    }

    /// Runs to the end while twins of this process go on living.
    func finished(_ words: [String]) async throws -> Outcome {
        let folder = NSTemporaryDirectory() + "program-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let process = try started(words, folder)
        while process.isRunning { try await Task.sleep(for: .milliseconds(10)) }
        return Outcome(
            status: process.terminationStatus,
            output: try String(contentsOfFile: folder + "/out", encoding: .utf8),
            errors: try String(contentsOfFile: folder + "/err", encoding: .utf8)
        )
    }

    /// Starts it, with its texts going to files in `folder`.
    func started(_ words: [String], _ folder: String) throws -> Process {
        let process = Process()
        process.executableURL = URL(filePath: "\(Self.folder)/\(name)")
        process.arguments = words
        process.currentDirectoryURL = URL(filePath: Self.root)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try Self.file(folder + "/out")
        process.standardError = try Self.file(folder + "/err")
        try process.run()
        return process
    }

    private static func file(_ path: String) throws -> FileHandle {
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let handle = FileHandle(forWritingAtPath: path)
        else { throw CocoaError(.fileWriteUnknown) }
        return handle
    }
}

/// A program that keeps running until the test is over.
final class RunningProgram {
    private let process: Process
    private let folder: String

    /// Starts `program` and waits until its output, or what it says beside it, holds `word`.
    init(_ program: String, _ words: [String], until word: String) async throws {
        folder = NSTemporaryDirectory() + "running-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        process = try Program(program).started(words, folder)
        let deadline = ContinuousClock.now + .seconds(30)
        while !output.contains(word), !errors.contains(word) {
            guard process.isRunning, ContinuousClock.now < deadline else {
                throw NotReady(output: output, errors: errors)
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
        try? FileManager.default.removeItem(atPath: folder)
    }

    var identifier: Int32 { process.processIdentifier }
    var output: String { (try? String(contentsOfFile: folder + "/out", encoding: .utf8)) ?? "" }
    var errors: String { (try? String(contentsOfFile: folder + "/err", encoding: .utf8)) ?? "" }

    /// Asks it to stop, and returns its status.
    func stop() -> Int32 {
        process.terminate()
        process.waitUntilExit()
        return process.terminationStatus
    }

    struct NotReady: Error {
        let output: String
        let errors: String
    }
}

/// Ports that nobody has, one after the other.
enum Ports {
    private static let next = Mutex(20_000 + Int(getpid()) % 20_000)

    static func free() -> Int {
        next.withLock { port in
            port += 1
            return port
        }
    }
}
