internal import Foundation
internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// A program of the shop, run as a child whose power can be cut.
///
/// What it says goes to a log file, run after run, so that the terminal stays the shop's.
public final class ProgramProcess: Sendable {
    private let path: String
    private let arguments: [String]
    private let log: String
    private let running = Mutex<Process?>(nil)

    /// The program at `path`; nothing is started yet.
    public init(path: String, arguments: [String], log: String) {
        self.path = path
        self.arguments = arguments
        self.log = log
    }

    /// The file that keeps what the program says.
    public var logFile: String { log }

    /// Whether it runs.
    public var isRunning: Bool { running.withLock { $0?.isRunning == true } }

    /// Starts it, unless it runs.
    public func start() throws(ShopProblem) {
        guard !isRunning else { return }
        if !FileManager.default.fileExists(atPath: log) {
            _ = FileManager.default.createFile(atPath: log, contents: nil)
        }
        guard let output = FileHandle(forWritingAtPath: log) else {
            throw ShopProblem(.failure, "the log \(log) cannot be written")
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        do {
            _ = try output.seekToEnd()
            try process.run()
        } catch {
            throw ShopProblem(.missing, "\(path) cannot be started: \(error)")
        }
        running.withLock { $0 = process }
    }

    /// Cuts its power: SIGKILL, and it is gone before this returns.
    public func cutPower() {
        guard let process = running.withLock({ $0 }) else { return }
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
    }

    /// Asks it to end, and cuts its power when it has not within `patience`.
    public func stop(patience: Duration = .seconds(3)) async {
        guard let process = running.withLock({ $0 }) else { return }
        if process.isRunning { process.terminate() }
        let end = ContinuousClock.now + patience
        while process.isRunning, ContinuousClock.now < end {
            try? await Task.sleep(for: .milliseconds(20))
        }
        cutPower()
    }

    /// The last lines that it said, for a report of why it ended.
    public func lastWords(_ count: Int = 5) -> String {
        let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").suffix(count).joined(separator: "\n")
    }
}
