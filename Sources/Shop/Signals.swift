internal import Dispatch

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// The signals by which a person or a machine ends the demo.
enum Signals {
    /// Waits for SIGINT, SIGTERM or SIGHUP.
    static func wait() async {
        let signals = AsyncStream<Void> { continuation in
            // Sources may be cancelled on any thread; Dispatch only does not say so to Swift.
            nonisolated(unsafe) let sources = [SIGINT, SIGTERM, SIGHUP].map { number in
                signal(number, SIG_IGN)
                let source = DispatchSource.makeSignalSource(signal: number)
                source.setEventHandler { continuation.yield() }
                source.resume()
                return source
            }
            continuation.onTermination = { _ in
                for source in sources { source.cancel() }
            }
        }
        for await _ in signals { return }
    }
}
