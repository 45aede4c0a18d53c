public import HAL

/// A cash drawer behind a receipt printer, on its kick-out connector (RJ-11, 24 V).
///
/// Pin 2 takes the pulse, pin 3 gives back the switch in the drawer. Which level means open is set
/// for each board, or learned when it is installed: see `DrawerWiring`.
public struct PrinterDrawer: CashDrawer {
    /// How often pin 3 is looked at after a pulse, when the printer does not report it by itself.
    private static let pace = Duration.milliseconds(50)
    /// How long a drawer takes to spring open.
    private static let spring = Duration.milliseconds(400)

    private let printer: ESCPOSPrinter
    private let wiring: DrawerWiring
    private let pulse: DrawerPulse?
    private let kicks: Int

    /// The drawer on `printer`, which gets at most `kicks` pulses each time that it is to open.
    ///
    /// Without a `pulse` it gets the one that the printer's profile names.
    public init(
        printer: ESCPOSPrinter,
        wiring: DrawerWiring,
        pulse: DrawerPulse? = nil,
        kicks: Int = 1
    ) {
        self.printer = printer
        self.wiring = wiring
        self.pulse = pulse ?? printer.encoder.profile.drawerPulse
        self.kicks = max(1, kicks)
    }

    /// The drawer on `printer`, wired in one way or the other.
    public init(printer: ESCPOSPrinter, isOpenWhenHigh: Bool) {
        self.init(printer: printer, wiring: isOpenWhenHigh ? .openIsHigh : .openIsLow)
    }

    @discardableResult
    public func open(by deadline: Deadline) async throws(DeviceError) -> DrawerState {
        let pulse = try Self.pulse(pulse)
        if try await state(by: deadline) == .open { return .leftOpen }
        let opened = wiring == .openIsHigh
        for kick in 1...kicks {
            try await printer.pulseDrawer(pulse, by: deadline)
            let end = kick == kicks ? deadline : min(deadline, .now + Self.spring)
            if try await printer.seesPin3(high: opened, every: Self.pace, by: end) { return .open }
        }
        return .didNotOpen
    }

    public func state(by deadline: Deadline) async throws(DeviceError) -> DrawerState {
        let isHigh = try await printer.fullStatus(by: deadline).isPin3High
        return isHigh == (wiring == .openIsHigh) ? .open : .closed
    }

    /// Kicks the drawer, shut before, and says what pin 3 did: what a wiring is learned from.
    public static func observe(
        _ printer: ESCPOSPrinter,
        pulse: DrawerPulse? = nil,
        by deadline: Deadline
    ) async throws(DeviceError) -> DrawerWiring.Observation {
        let pulse = try Self.pulse(pulse ?? printer.encoder.profile.drawerPulse)
        let wasHigh = try await printer.fullStatus(by: deadline).isPin3High
        try await printer.pulseDrawer(pulse, by: deadline)
        let hasMoved = try await printer.seesPin3(high: !wasHigh, every: pace, by: deadline)
        return .init(wasHigh: wasHigh, isHigh: hasMoved ? !wasHigh : wasHigh)
    }

    /// The pulse, where there is a connector to give it on.
    private static func pulse(_ pulse: DrawerPulse?) throws(DeviceError) -> DrawerPulse {
        guard let pulse else {
            let detail = "the printer's profile knows no drawer connector: drawer-pulse-ms is 0"
            throw DeviceError(.failure, detail, mayHaveRun: false)
        }
        return pulse
    }
}

extension ESCPOSPrinter {
    /// Whether pin 3 gets to the level by `deadline`; looked at when the printer reports a change,
    /// and else every `pace`.
    fileprivate func seesPin3(
        high: Bool,
        every pace: Duration,
        by deadline: Deadline
    ) async throws(DeviceError) -> Bool {
        while true {
            let reports = desk.look { $0.reportCount }
            do throws(DeviceError) {
                let answer = try await ask([1], by: deadline)[0]
                if (answer & 0x04 != 0) == high { return true }
                try await desk.wait(by: min(deadline, .now + pace)) {
                    $0.reportCount == reports ? nil : ()
                }
            } catch {
                guard error.kind == .timeout else { throw error }
                if .now >= deadline { return false }
            }
        }
    }
}
