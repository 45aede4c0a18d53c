internal import Boards
internal import Glibc

/// Whoever sits at the terminal that the command was typed in.
///
/// Requests and questions go to the error output, so that a report can be piped. Without a
/// keyboard nobody is asked, and what only a person can see is left untold.
struct TerminalTechnician: Technician {
    let patience: Duration

    func tell(_ request: String) {
        say("\(request) (\(patience.components.seconds) s)\n")
    }

    func confirm(_ question: String) -> Bool? {
        guard isatty(STDIN_FILENO) == 1 else { return nil }
        say("\(question) [y/n] ")
        var keyboard = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        let milliseconds = Int32(clamping: patience.components.seconds * 1000)
        guard poll(&keyboard, 1, milliseconds) > 0, let answer = readLine() else {
            say("\n")
            return nil
        }
        switch answer.lowercased().first {
        case "y", "j", "是": return true
        case "n", "否": return false
        default: return nil
        }
    }

    private func say(_ text: String) {
        let bytes = Array(text.utf8)
        _ = write(STDERR_FILENO, bytes, bytes.count)
    }
}
