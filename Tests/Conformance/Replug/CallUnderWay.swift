import HAL

/// The call that is under way while the plug is pulled.
actor CallUnderWay<Answer: Sendable> {
    private var call: Task<Result<Answer, DeviceError>, Never>?

    /// Whether none is under way.
    private(set) var isOver = true

    /// Begins `body`.
    func begin(_ body: @escaping @Sendable () async throws(DeviceError) -> Answer) {
        isOver = false
        call = Task {
            defer { isOver = true }
            do throws(DeviceError) {
                return .success(try await body())
            } catch {
                return .failure(error)
            }
        }
    }

    /// How it ended.
    func end() async throws -> Result<Answer, DeviceError> {
        guard let call else { throw Wrong("no call was begun") }
        return await call.value
    }

    /// Throws unless it failed, and says so as a broken cable does.
    ///
    /// A transfer in the middle of the cable may break before the kernel tells that it is out.
    func fails() async throws {
        let outcome = try await end()
        if case .failure(let error) = outcome, [.noHardware, .failure].contains(error.kind) {
            return
        }
        throw Wrong("the call ended with \(outcome)")
    }
}
