/// Carries bytes to and from one device: a serial port, a USB endpoint pair, a bench loopback.
///
/// Every implementation keeps these promises, and one body of tests checks them on all of them:
///
/// 1. Bytes arrive whole and in order, or the call throws. Nothing is dropped in silence.
/// 2. No call outlives its deadline.
/// 3. Two writes at once leave one after the other, never mixed.
/// 4. A channel that has thrown still works, or throws `noHardware` from then on; the driver
///    decides whether to ask again.
/// 5. A cancelled task does not wait: the call throws `timeout`.
///
/// One reader at a time: when two tasks read at once each byte goes to exactly one of them, and
/// which one is not defined. A driver with several askers shares out the answers itself.
public protocol ByteChannel: Sendable {
    /// Writes every byte, then returns: they have left the host, and may not have printed yet.
    ///
    /// When it throws, an unknown number of leading bytes has left and none of the rest ever will.
    func write(_ bytes: [UInt8], by deadline: Deadline) async throws(DeviceError)

    /// Reads what has arrived, at least one byte and at most `limit`, in order.
    ///
    /// Bytes that are there already are returned even when the deadline has passed, so a deadline
    /// in the past is a poll: it takes what is there, or throws `timeout` without waiting.
    func read(upTo limit: Int, by deadline: Deadline) async throws(DeviceError) -> [UInt8]
}

/// The moment after which an answer is of no use.
///
/// It is absolute, so it passes down through calls unchanged and nobody adds timeouts together.
public typealias Deadline = ContinuousClock.Instant

extension ByteChannel {
    /// Reads exactly `count` bytes.
    ///
    /// - Throws: `timeout` when they do not all come by `deadline`; the log then keeps those that
    ///   did, and the next read does not see them again.
    public func read(
        exactly count: Int,
        by deadline: Deadline
    ) async throws(DeviceError) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        while bytes.count < count {
            do {
                bytes += try await read(upTo: count - bytes.count, by: deadline)
            } catch {
                guard !bytes.isEmpty else { throw error }
                let got = Hex.text(bytes)
                throw DeviceError(error.kind, "\(error.detail); \(got) of \(count) bytes came")
            }
        }
        return bytes
    }
}
