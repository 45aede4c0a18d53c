public import HAL

/// A byte channel that is another one, and has every byte that passes written down.
///
/// It keeps the other's promises, for it adds nothing that waits. Bytes are noted before they are
/// sent, so that in a trace no answer comes before its question.
public struct RecordingChannel: ByteChannel {
    private let inner: any ByteChannel
    private let recorder: TraceRecorder

    init(_ inner: any ByteChannel, _ recorder: TraceRecorder) {
        self.inner = inner
        self.recorder = recorder
    }

    public func write(_ bytes: [UInt8], by deadline: Deadline) async throws(DeviceError) {
        recorder.noteSent(bytes.span)
        do throws(DeviceError) {
            try await inner.write(bytes, by: deadline)
        } catch {
            recorder.note(.failed(error.kind))
            throw error
        }
    }

    public func read(
        upTo limit: Int,
        by deadline: Deadline
    ) async throws(DeviceError) -> [UInt8] {
        do throws(DeviceError) {
            let bytes = try await inner.read(upTo: limit, by: deadline)
            recorder.noteReceived(bytes.span)
            return bytes
        } catch {
            // Silence is no event: a driver that polls would fill the trace with it.
            if error.kind != .timeout { recorder.note(.failed(error.kind)) }
            throw error
        }
    }
}

/// A chip card reader's transport that is another one, and has its messages written down.
public struct RecordingCardTransport: CCIDTransport {
    private let inner: any CCIDTransport
    private let recorder: TraceRecorder

    init(_ inner: any CCIDTransport, _ recorder: TraceRecorder) {
        self.inner = inner
        self.recorder = recorder
    }

    public func send(_ message: [UInt8], by deadline: Deadline) async throws(DeviceError) {
        recorder.noteSent(message.span)
        do throws(DeviceError) {
            try await inner.send(message, by: deadline)
        } catch {
            recorder.note(.failed(error.kind))
            throw error
        }
    }

    public func receive(by deadline: Deadline) async throws(DeviceError) -> SensitiveBytes {
        do throws(DeviceError) {
            let message = try await inner.receive(by: deadline)
            message.read { recorder.noteReceived($0) }
            return message
        } catch {
            if error.kind != .timeout { recorder.note(.failed(error.kind)) }
            throw error
        }
    }

    public func nextNotification(by deadline: Deadline) async throws(DeviceError) -> [UInt8] {
        let message = try await inner.nextNotification(by: deadline)
        recorder.noteReceived(message.span)
        return message
    }
}
