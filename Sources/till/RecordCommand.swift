internal import ArgumentParser
internal import Boards
internal import CommandKit
internal import Glibc
internal import HAL
internal import StrictYAML
internal import Traces

/// `till devices record ROLE --to FILE`: works one device for a while and writes its wire down.
struct DevicesRecord: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "record",
        abstract: "Writes down what passes between the box and one device, card data masked.",
        discussion: """
            The device is opened by its board's driver and asked what it can be asked without \
            paper, drawer or money; then it is listened to. The port must be free: with tilld at \
            work, start tilld with --record ROLE=FILE. The file is for its owner's eyes only, and \
            one that is there already is not written over.
            """
    )

    @Argument(help: "The device's role, as card-reader or payment-terminal.")
    var role: String
    @Option(help: "The file to write.")
    var to: String
    @Option(help: "The board: a name in the folder of boards, or a file.")
    var board = "simulated"
    @Option(help: "The folder of board files.")
    var boards: String?
    @Option(help: "The bench's folder, where simulated devices are.")
    var bench: String?
    @Option(help: "How long to listen.")
    var seconds = 30

    func validate() throws {
        guard seconds > 0 else { throw ValidationError("seconds are above nought") }
    }

    func run() async throws {
        let board: Board
        do throws(YAMLProblem) {
            board = try Board.load(BoardFolder.file(self.board, in: boards))
        } catch {
            throw Failure.data("\(error)")
        }
        guard let role = DeviceRole(rawValue: role) else {
            let roles = DeviceRole.allCases.map(\.rawValue).joined(separator: ", ")
            throw Failure.data("no role `\(role)`; the roles are \(roles)")
        }
        let recorder = try TraceWishes.recorder(of: role, on: board, to: to)
        let opener = RecordingOpener(
            SystemChannelOpener(benchDirectory: bench),
            board: board,
            recorders: [role: recorder],
            opensOthers: false
        )
        let devices = await board.openAvailable(opener)
        if let problem = devices.problems[role] { throw Failure.unavailable("\(problem)") }
        print("recording \(role.rawValue) for \(seconds) s")
        fflush(nil)
        await devices.work(role, until: .now + .seconds(seconds)) { print($0) }
        recorder.finish()
        print("wrote \(to)")
    }
}

extension Devices {
    /// Asks one device what costs nothing, then listens to it; tells what came of each question.
    fileprivate func work(
        _ role: DeviceRole,
        until end: Deadline,
        tell: (String) -> Void
    ) async {
        repeat {
            do throws(DeviceError) {
                tell(try await ask(role, until: end))
            } catch {
                if error.kind != .timeout || ContinuousClock.now < end { tell("\(error)") }
                if error.kind == .noHardware { return }
            }
            // A device that was asked is asked again in a second; one that speaks is listened to.
            guard !role.speaksByItself else { continue }
            try? await Task.sleep(until: min(end, .now + .seconds(1)), clock: .continuous)
        } while ContinuousClock.now < end
    }

    /// One question; nothing is said of a card but that one came.
    private func ask(_ role: DeviceRole, until end: Deadline) async throws(DeviceError) -> String {
        let soon = min(end, .now + .seconds(5))
        switch role {
        case .receiptPrinter:
            return try await printer?.status(by: soon).rawValue ?? ""
        case .customerDisplay:
            try await display?.show(["Suanpan", "recording"], by: soon)
            return "took a picture"
        case .scanner: return try await scanner?.scan(by: end).text ?? ""
        case .cardReader:
            _ = try await cardReader?.swipe(by: end)
            return "a card"
        case .smartCardReader:
            _ = try await memberCardTap?.swipe(by: end)
            return "a card"
        case .scale: return try await scale?.liveWeight(by: soon).description ?? ""
        case .paymentTerminal:
            try await payment?.checkHealth(by: soon)
            // The line has to be silent before; five seconds with most terminals.
            _ = try await payment?.lastResult(by: min(end, .now + .seconds(20)))
            return "well; its last result is in the trace"
        case .cashDrawer: return ""
        }
    }
}

extension DeviceRole {
    /// Whether the device speaks when a person does something, and not when it is asked.
    fileprivate var speaksByItself: Bool {
        [.scanner, .cardReader, .smartCardReader].contains(self)
    }
}
