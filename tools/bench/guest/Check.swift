/// One thing that a driver of the kernel and our HAL have to do together.
struct Check: Sendable {
    /// The device, then what it does: `usb-printer.proof`.
    let name: String
    /// What is true when the check passes.
    let promise: String
    /// Returns what was measured; throws `Broken` when the promise was not kept.
    let body: @Sendable (Setting) async throws -> String

    init(
        _ name: String,
        _ promise: String,
        _ body: @escaping @Sendable (Setting) async throws -> String
    ) {
        self.name = name
        self.promise = promise
        self.body = body
    }
}

/// How hard the checks try.
struct Setting: Sendable {
    /// How often each plug is pulled.
    var rounds = 20
    /// The seed of what is left to chance.
    var seed: UInt64 = 1
}

/// A promise that was not kept, and how that showed.
struct Broken: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Why this guest cannot make a check.
struct NotHere: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Throws `Broken` unless `condition` holds.
func require(_ condition: Bool, _ otherwise: @autoclosure () -> String) throws(Broken) {
    guard condition else { throw Broken(otherwise()) }
}

/// Asks again and again until `condition` holds, and throws `Broken` when it does not come true.
func eventually(
    for what: String,
    within limit: Duration = .seconds(10),
    until condition: () async throws -> Bool
) async throws {
    let end = ContinuousClock.now + limit
    while try await !condition() {
        guard ContinuousClock.now < end else { throw Broken("after \(limit) still no \(what)") }
        try await Task.sleep(for: .milliseconds(10))
    }
}
