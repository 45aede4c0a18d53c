import Glibc

/// Checks our HAL against the drivers of the kernel that it runs on.
///
/// It is made for the guest that `tools/bench/vm` boots, where it is root and alone: it plugs USB
/// devices in and out, and takes every serial port it finds.
@main
struct Guest {
    static let checks =
        PromiseChecks.all + HotplugChecks.all + SerialChecks.all + PrinterChecks.all
        + WedgeChecks.all + CounterChecks.all + ReplugChecks.all + CardChecks.all
        + KernelChecks.all

    static func main() async {
        let options = Options(CommandLine.arguments.dropFirst())
        let chosen = checks.filter { options.takes($0.name) }
        Report.plan(chosen.map(\.name))
        var isWell = true
        for check in chosen {
            let line = await outcome(of: check, options.setting)
            Report.tell(line)
            if line.outcome == .failed { isWell = false }
        }
        exit(isWell ? 0 : 1)
    }

    /// Makes one check; one that never ends ends the program.
    private static func outcome(of check: Check, _ setting: Setting) async -> Report.Line {
        let began = ContinuousClock.now
        func line(_ outcome: Report.Line.Outcome, _ detail: String) -> Report.Line {
            let seconds = (ContinuousClock.now - began) / .seconds(1)
            return Report.Line(
                check: check.name,
                promise: check.promise,
                outcome: outcome,
                detail: detail,
                seconds: (seconds * 10).rounded() / 10
            )
        }
        let limit = Duration.seconds(90 + 6 * setting.rounds)
        let watchdog = Task {
            try await Task.sleep(for: limit)
            Report.tell(line(.failed, "not ended after \(limit)"))
            exit(1)
        }
        defer { watchdog.cancel() }
        do {
            return line(.passed, try await check.body(setting))
        } catch let reason as NotHere {
            return line(.skipped, "\(reason)")
        } catch {
            return line(.failed, "\(error)")
        }
    }
}

/// The command line: `[--only PREFIX]… [--rounds N] [--seed N]`.
struct Options {
    private(set) var setting = Setting()
    private var prefixes: [String] = []

    init(_ arguments: some Collection<String>) {
        var rest = arguments[...]
        while let option = rest.popFirst() {
            let value = rest.popFirst() ?? ""
            switch (option, Int(value)) {
            case ("--only", _): prefixes.append(value)
            case ("--rounds", let number?) where number > 0: setting.rounds = number
            case ("--seed", let number?): setting.seed = UInt64(clamping: number)
            default:
                let reason = Array("guest: not understood: \(option) \(value)\n".utf8)
                _ = write(STDERR_FILENO, reason, reason.count)
                exit(64)
            }
        }
    }

    /// Whether the check called `name` is wanted.
    func takes(_ name: String) -> Bool {
        prefixes.isEmpty || prefixes.contains { name.hasPrefix($0) }
    }
}
