import CUSB
import HAL
import Synchronization
import Wire

/// How a transfer ended, and the bytes that passed: those received, or as many as were sent.
struct USBOutcome: Sendable {
    enum End: Equatable, Sendable {
        case completed
        case timedOut
        case cancelled
        case stalled
        /// The device was unplugged.
        case gone
        /// A bad cable, or a device that sent more than it may.
        case broken
        /// libusb did not take the transfer; its code says why.
        case refused(Int32)
    }

    let end: End
    let count: Int
    var bytes: [UInt8] = []
}

/// One asynchronous transfer of libusb, from its submission to its callback.
///
/// Unchecked, and safe: libusb owns the transfer and its buffer while it is under way; before and
/// after that only one task has them. The lock orders submission and cancelling, so that a
/// transfer that ended is not cancelled.
final class USBTransfer: @unchecked Sendable {
    private struct State {
        var continuation: CheckedContinuation<USBOutcome, Never>?
        var isCancelled = false
    }

    private let transfer: UnsafeMutablePointer<libusb_transfer>
    private let buffer: UnsafeMutableBufferPointer<UInt8>
    private let state = Mutex(State())

    /// A transfer of `bytes`, or of so many bytes to come; `wait` in milliseconds, 0 is for ever.
    init(
        _ handle: OpaquePointer,
        endpoint: UInt8,
        kind: libusb_transfer_type,
        buffer bytes: [UInt8],
        wait: UInt32
    ) {
        guard let transfer = libusb_alloc_transfer(0) else {
            preconditionFailure("no memory for a USB transfer")
        }
        // One byte more, for an empty buffer has no address.
        buffer = .allocate(capacity: bytes.count + 1)
        _ = buffer.initialize(from: bytes + [0])
        transfer.pointee.dev_handle = handle
        transfer.pointee.endpoint = endpoint
        transfer.pointee.type = UInt8(kind.rawValue)
        transfer.pointee.timeout = wait
        transfer.pointee.buffer = buffer.baseAddress
        transfer.pointee.length = Int32(bytes.count)
        self.transfer = transfer
    }

    deinit {
        libusb_free_transfer(transfer)
        // A card may have been in it.
        wipe(UnsafeMutableRawBufferPointer(buffer))
        buffer.deallocate()
    }

    /// Submits the transfer and waits for its end; a cancelled task cancels it.
    func run() async -> USBOutcome {
        await withTaskCancellationHandler {
            await withCheckedContinuation { start($0) }
        } onCancel: {
            state.withLock { state in
                state.isCancelled = true
                if state.continuation != nil { libusb_cancel_transfer(transfer) }
            }
        }
    }

    private func start(_ continuation: CheckedContinuation<USBOutcome, Never>) {
        let refusal = state.withLock { state -> USBOutcome? in
            if state.isCancelled { return USBOutcome(end: .cancelled, count: 0) }
            // libusb holds this object until the callback.
            let user = Unmanaged.passRetained(self)
            transfer.pointee.user_data = user.toOpaque()
            transfer.pointee.callback = { transfer in
                guard let user = transfer?.pointee.user_data else { return }
                Unmanaged<USBTransfer>.fromOpaque(user).takeRetainedValue().end()
            }
            state.continuation = continuation
            let code = libusb_submit_transfer(transfer)
            guard code != 0 else { return nil }
            user.release()
            state.continuation = nil
            return USBOutcome(end: .refused(code), count: 0)
        }
        if let refusal { continuation.resume(returning: refusal) }
    }

    /// The callback, on the event thread.
    private func end() {
        let outcome = outcome
        let continuation = state.withLock { state in
            defer { state.continuation = nil }
            return state.continuation
        }
        continuation?.resume(returning: outcome)
    }

    private var outcome: USBOutcome {
        let end: USBOutcome.End =
            switch transfer.pointee.status {
            case LIBUSB_TRANSFER_COMPLETED: .completed
            case LIBUSB_TRANSFER_TIMED_OUT: .timedOut
            case LIBUSB_TRANSFER_CANCELLED: .cancelled
            case LIBUSB_TRANSFER_STALL: .stalled
            case LIBUSB_TRANSFER_NO_DEVICE: .gone
            default: .broken
            }
        let count = Int(transfer.pointee.actual_length)
        let isControl = transfer.pointee.type == UInt8(LIBUSB_TRANSFER_TYPE_CONTROL.rawValue)
        // A control transfer's buffer begins with its eight bytes of set-up.
        let start = isControl ? 8 : 0
        return USBOutcome(end: end, count: count, bytes: Array(buffer[start..<(start + count)]))
    }
}
