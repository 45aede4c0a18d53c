/// One line of what `strace -f -yy -xx` wrote: a system call, or half of one.
///
/// With `-xx` every string stands in hexadecimal, so no character inside one can be taken for the
/// line's own punctuation. A call during which another thread was seen is written in two halves:
///
///     4242  pwrite64(7</data/till.db-wal>, "\x37\x7f…", 4096, 56) = 4096
///     4243  fdatasync(7</data/till.db-wal> <unfinished ...>
///     4243  <... fdatasync resumed>)  = 0
package enum TraceLine {
    /// A call that was begun; whether it had an effect is not known yet.
    case entered(TraceCall)
    /// A call with its result; -1 is a failure without effect, nil one that never came back.
    case whole(TraceCall, result: Int?)
    /// The result of the call that `thread` was in.
    case resumed(thread: Int, result: Int?)

    /// Reads a line; nil when it tells of no call, but of a signal or an end.
    package init?(_ line: ArraySlice<UInt8>) throws(TraceFault) {
        var scanner = TraceScanner(line)
        let thread = scanner.digits()
        scanner.skip(0x20)
        if scanner.takes("<... ") {
            scanner.skip(to: ">")
            _ = try scanner.arguments()
            self = .resumed(thread: thread, result: scanner.result())
            return
        }
        guard let name = scanner.name() else { return nil }
        let (arguments, isWhole) = try scanner.arguments()
        let call = TraceCall(thread: thread, name: name, arguments: arguments)
        self = isWhole ? .whole(call, result: scanner.result()) : .entered(call)
    }
}

/// A system call and what it was given.
package struct TraceCall {
    package let thread: Int
    package let name: String
    package let arguments: [TraceArgument]

    /// Argument `index`, which every call of this name has.
    func argument(_ index: Int) throws(TraceFault) -> TraceArgument {
        guard arguments.indices.contains(index) else {
            throw TraceFault("\(name) with \(arguments.count) arguments")
        }
        return arguments[index]
    }
}
