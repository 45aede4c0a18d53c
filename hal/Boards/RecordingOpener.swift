import Channels
import Drivers
public import HAL
public import Traces

/// Opens what another opener opens, and has the wires of some roles written down.
///
/// Nothing else of a board knows of it: drivers, keepers and the till work as without.
public struct RecordingOpener: ChannelOpener {
    /// What is recorded, and by whom.
    private struct Tap: Sendable {
        let channel: ChannelSpec
        let recorder: TraceRecorder
    }

    private let base: any ChannelOpener
    private let taps: [Tap]
    private let opensOthers: Bool

    /// Wraps `base`: each role of `board` with a recorder is recorded by it.
    ///
    /// One that does not open others is for recording a device with the rest of the box left alone.
    public init(
        _ base: any ChannelOpener,
        board: Board,
        recorders: [DeviceRole: TraceRecorder],
        opensOthers: Bool = true
    ) {
        self.base = base
        self.opensOthers = opensOthers
        taps = recorders.compactMap { role, recorder in
            board.channels[role].map { Tap(channel: $0, recorder: recorder) }
        }
    }

    public func open(_ channel: ChannelSpec) async throws(DeviceError) -> any ByteChannel {
        let recorder = try recorder(of: channel)
        let opened = try await base.open(channel)
        return recorder.map { $0.wrap(opened) } ?? opened
    }

    public func openSmartCardReader(
        _ channel: ChannelSpec
    ) async throws(DeviceError) -> any CCIDTransport {
        let recorder = try recorder(of: channel)
        let opened = try await base.openSmartCardReader(channel)
        return recorder.map { $0.wrap(opened) } ?? opened
    }

    public func identity(at channel: ChannelSpec) -> DeviceIdentity? { base.identity(at: channel) }

    public func present() -> [DeviceIdentity] { base.present() }

    private func recorder(of channel: ChannelSpec) throws(DeviceError) -> TraceRecorder? {
        if let tap = taps.first(where: { $0.channel == channel }) { return tap.recorder }
        guard opensOthers else { throw DeviceError(.noHardware, "it is not to be recorded") }
        return nil
    }
}

extension Board {
    /// What travels on the wire of `role`, which says what a trace of it may show; nothing for a
    /// role that the board does not have, or that has no wire of its own.
    public func wire(of role: DeviceRole) -> WireKind? {
        guard let channel = channels[role] else { return nil }
        if case .input = channel { return .keys }
        return switch role {
        case .receiptPrinter, .customerDisplay, .scale: .text
        case .scanner: scanner?.driver == .wedgeScanner ? .keys : .text
        case .cardReader:
            switch cardReader?.driver {
            case .serialCardReader: .stripe
            case .wedgeCardReader: .keys
            case .magtekCardReader, nil: .opaque
            }
        case .smartCardReader: .ccid
        case .paymentTerminal: channel.zvtFraming == .network ? .zvtNetwork : .zvtSerial
        case .cashDrawer: nil
        }
    }
}
