internal import Boards
internal import HAL
internal import Logging

/// Opens the channels of a board, also those whose device is plugged in after the start.
///
/// A device that is not there gets a channel that opens at its first use from then on, tried every
/// few seconds; until then its calls throw what the port said, as those of a device do that has
/// been pulled out. So a scanner that was charging when the box came up scans when it is back.
///
/// The printer's channel has to be there. A till gives a receipt to a printer that it has, and the
/// journal then calls it in doubt after a power cut; without a printer the receipt just waits.
struct LateOpener: ChannelOpener {
    let opener: SystemChannelOpener
    /// The printer's channel.
    let punctual: ChannelSpec?
    let log: Logger

    func open(_ spec: ChannelSpec) async throws(DeviceError) -> any ByteChannel {
        do throws(DeviceError) {
            return try await opener.open(spec)
        } catch {
            // Only what a person can mend with a plug gets better by trying again.
            guard spec != punctual, error.kind == .noHardware || error.kind == .busy else {
                throw error
            }
            log.warning("\(error); tried again when it is needed, see `till doctor`")
            return LateChannel(spec, opener: opener, fault: error, log: log)
        }
    }
}

/// A channel that was not there at the start.
private actor LateChannel: ByteChannel {
    /// How long after one attempt the next one may follow.
    private static let pause = Duration.seconds(3)

    private let spec: ChannelSpec
    private let opener: SystemChannelOpener
    private let log: Logger
    private var fault: DeviceError
    private var nextAttempt: Deadline
    private var channel: (any ByteChannel)?

    init(_ spec: ChannelSpec, opener: SystemChannelOpener, fault: DeviceError, log: Logger) {
        self.spec = spec
        self.opener = opener
        self.fault = fault
        self.log = log
        nextAttempt = .now + Self.pause
    }

    func write(_ bytes: [UInt8], by deadline: Deadline) async throws(DeviceError) {
        try await opened().write(bytes, by: deadline)
    }

    func read(
        upTo limit: Int,
        by deadline: Deadline
    ) async throws(DeviceError) -> [UInt8] {
        try await opened().read(upTo: limit, by: deadline)
    }

    private func opened() async throws(DeviceError) -> any ByteChannel {
        if let channel { return channel }
        guard .now >= nextAttempt else { throw fault }
        // Before the attempt, so that nobody makes another one beside it.
        nextAttempt = .now + Self.pause
        do throws(DeviceError) {
            let opened = try await opener.open(spec)
            log.notice("\(spec) is there now")
            channel = opened
            return opened
        } catch {
            fault = error
            throw error
        }
    }
}
