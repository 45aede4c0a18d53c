import Synchronization

/// Something to call that is known only after the one who calls it has been made.
final class Hook: Sendable {
    private let body = Mutex<@Sendable () -> Void>({})

    var onRing: @Sendable () -> Void {
        get { body.withLock { $0 } }
        set { body.withLock { $0 = newValue } }
    }
}
