import Glibc

/// A thread of our own, for calls into the kernel or a C library that block.
///
/// Swift's own threads are as many as there are processors and must never block.
public enum PermanentThread {
    private final class Body: Sendable {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) {
            self.run = run
        }
    }

    /// Starts a thread that runs `body` and ends with it.
    public static func start(_ body: @escaping @Sendable () -> Void) {
        let body = Unmanaged.passRetained(Body(body))
        var thread = pthread_t()
        let code = pthread_create(
            &thread,
            nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            },
            body.toOpaque()
        )
        precondition(code == 0, "the system refused a thread: error \(code)")
        pthread_detach(thread)
    }
}
