import Channels
import Diagnosis
import HAL

/// A device's port while the doctor looks at it.
struct ProbedPort {
    /// How long a port that is held is asked for.
    ///
    /// Whoever looked at the device before, and be it this program, lets go of it a moment after
    /// it has ended.
    private static let patience = Duration.milliseconds(500)

    let channel: any ByteChannel
    private let isCTSNeeded: Bool
    private var counts: LineCounts?

    /// Opens what `spec` names.
    init(_ spec: ChannelSpec, by opener: any ChannelOpener) async throws(DeviceError) {
        channel = try await Self.opened(spec, by: opener)
        isCTSNeeded = spec.flow == .rtsCTS
        counts = try? (channel as? any SerialLine)?.lineCounts()
    }

    private static func opened(
        _ spec: ChannelSpec,
        by opener: any ChannelOpener
    ) async throws(DeviceError) -> any ByteChannel {
        let deadline: Deadline = .now + patience
        while true {
            do throws(DeviceError) {
                return try await opener.open(spec)
            } catch {
                guard error.kind == .busy, .now < deadline, !Task.isCancelled else { throw error }
            }
            try? await Task.sleep(for: .milliseconds(20))
        }
    }

    /// What the line itself tells, before anything is sent.
    func line() async -> Sight {
        if let usb = channel as? USBPrinterChannel {
            guard let status = try? await usb.portStatus(by: .now + .seconds(1)) else {
                return .untold("the printer does not tell its port status")
            }
            return .usbPrinter(hasError: !status.contains(.noError))
        }
        if let line = channel as? any SerialLine {
            guard let inputs = try? line.modemInputs() else {
                return .untold("this port has no modem lines")
            }
            return .modemLines(inputs, isCTSNeeded: isCTSNeeded)
        }
        return .connected
    }

    /// The characters that came broken since the last call.
    mutating func noise() -> LineCounts? {
        guard let before = counts, let now = try? (channel as? any SerialLine)?.lineCounts() else {
            return nil
        }
        counts = now
        return now.since(before)
    }
}

extension ChannelSpec {
    /// The flow control that the board asks for, on a serial port.
    var flow: SerialSettings.FlowControl? {
        switch self {
        case .tty(_, let settings), .serial(_, let settings): settings.flow
        case .usb, .tcp, .input, .bench: nil
        }
    }

    /// What the doctor calls it.
    var link: Subject.Link {
        switch self {
        case .tty, .serial: .serial
        case .usb: .usb
        case .tcp: .network
        case .input: .input
        case .bench: .bench
        }
    }
}

extension Subject {
    /// The device of `role`, driven by `driver` on the channel that its board names.
    init(_ role: DeviceRole, _ driver: String, at spec: ChannelSpec) {
        self.init(role: role, driver: driver, place: spec.description, link: spec.link)
    }
}
