internal import ArgumentParser
internal import CommandKit
internal import FoundationEssentials
internal import Glibc
internal import HAL
internal import Traces
internal import Twins

/// `till devices play FILE`: puts a recorded device on the bench.
struct DevicesPlay: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "play",
        abstract: "Lets a recorded device speak again, to a driver on this machine.",
        discussion: """
            It stands on a terminal of the kernel, linked as NAME in the bench's folder: a board \
            names it { bench: NAME }. Ends with 0 when the driver did as in the trace, with 1 when \
            it departed, and says where.
            """
    )

    @Argument(help: "The trace.")
    var file: String
    @Option(help: "The bench's folder; it has to be there.")
    var bench: String
    @Option(name: .customLong("as"), help: "The device's name on the bench.")
    var name: String
    @Flag(help: "In the rhythm of the recording, and not at once.")
    var timed = false
    @Option(help: "How long to play.")
    var seconds = 60

    func run() async throws {
        guard let bytes = FileManager.default.contents(atPath: file) else {
            throw Failure.data("\(file): cannot be read")
        }
        let twin: TraceTwin
        do throws(TraceProblem) {
            twin = TraceTwin(try WireTrace(text: Array(bytes)), isTimed: timed)
        } catch {
            throw Failure.data("\(file): \(error)")
        }
        do throws(DeviceError) {
            let terminal = try PseudoTerminal(name: name, in: bench)
            print("playing \(file) at \(terminal.path)")
            fflush(nil)
            await play(twin, on: terminal)
        } catch {
            throw Failure.unavailable(error.detail)
        }
        guard report(twin.progress) else { throw ExitCode(Failure.notWell.rawValue) }
    }

    /// Plays until the trace is at its end, the driver has departed, or the time is over.
    private func play(_ twin: TraceTwin, on terminal: PseudoTerminal) async {
        let end = ContinuousClock.now + .seconds(seconds)
        let life = Task { await twin.run(on: terminal.channel) }
        while ContinuousClock.now < end {
            let progress = twin.progress
            if progress.step == .rest || progress.departure != nil { break }
            try? await Task.sleep(for: .milliseconds(50))
        }
        life.cancel()
        await life.value
    }

    private func report(_ progress: TracePlayback) -> Bool {
        if let departure = progress.departure {
            print("departed: \(departure)")
            return false
        }
        guard progress.step == .rest else {
            print("not at its end: \(progress.unheard) bytes unheard, \(progress.unsaid) unsaid")
            return false
        }
        print("the driver did as in the trace")
        return true
    }
}
