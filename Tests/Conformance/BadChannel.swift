package import HAL

/// A channel with one vice, to show that the conformance checks are awake.
package actor BadChannel: ByteChannel {
    /// What it does wrong.
    package enum Vice: String, CaseIterable, Sendable {
        case dropsBytes
        case swapsBytes
        case returnsTooMuch
        case returnsNothing
        case oversleeps
        case mixesWrites
        case staysBroken
        case ignoresCancellation

        /// The promise that it breaks.
        package var promise: ByteChannelConformance.Promise {
            switch self {
            case .dropsBytes, .swapsBytes: .wholeAndInOrder
            case .returnsTooMuch, .returnsNothing: .bounded
            case .oversleeps: .keepsDeadlines
            case .mixesWrites: .writesDoNotMix
            case .staysBroken: .worksAfterAnError
            case .ignoresCancellation: .endsWithItsTask
            }
        }
    }

    private let inner: any ByteChannel
    private let vice: Vice
    private var count = 0
    private var hasThrown = false

    /// A channel that is `inner` but for its `vice`.
    package init(_ inner: any ByteChannel, _ vice: Vice) {
        self.inner = inner
        self.vice = vice
    }

    package func write(_ bytes: [UInt8], by deadline: Deadline) async throws(DeviceError) {
        if vice == .staysBroken, hasThrown { throw DeviceError(.failure, "stays broken") }
        guard vice == .mixesWrites else {
            do throws(DeviceError) {
                return try await inner.write(bytes, by: deadline)
            } catch {
                hasThrown = true
                throw error
            }
        }
        for byte in bytes {
            try await inner.write([byte], by: deadline)
            await Task.yield()
        }
    }

    package func read(upTo limit: Int, by deadline: Deadline) async throws(DeviceError) -> [UInt8] {
        count += 1
        switch vice {
        case .returnsNothing where count % 3 == 0: return []
        case .returnsTooMuch: return try await inner.read(upTo: limit + 1, by: deadline)
        case .dropsBytes:
            let bytes = try await inner.read(upTo: limit, by: deadline)
            return count == 9 ? Array(bytes.dropLast()) : bytes
        case .swapsBytes:
            let bytes = try await inner.read(upTo: limit, by: deadline)
            return count == 9 ? bytes.reversed() : bytes
        case .oversleeps:
            return try await inner.read(upTo: limit, by: deadline + .seconds(2))
        case .ignoresCancellation:
            let inner = inner
            let late = min(deadline, .now + .seconds(3))
            let reading = Task { () -> Result<[UInt8], DeviceError> in
                do throws(DeviceError) {
                    return .success(try await inner.read(upTo: limit, by: late))
                } catch {
                    return .failure(error)
                }
            }
            return try await reading.value.get()
        case .returnsNothing, .mixesWrites, .staysBroken:
            return try await inner.read(upTo: limit, by: deadline)
        }
    }
}
