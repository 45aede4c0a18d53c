public import HAL
import Wire

/// Keeps one device of a box at work: opens it, notices that it has gone, and opens it again.
///
/// A port that was unplugged is dead for good, whatever comes back (libusb's handles and a tty's
/// descriptor alike), so a new channel and a new driver are made each time. While the device is
/// gone every call fails at once with what the port last said, and nothing has left the host.
///
/// It looks at a steady pace, and at once when a monitor has heard that something came.
///
///     open ──▶ here ──a call throws noHardware──▶ gone ──arrival, or the pace──▶ open
public actor Keeper<Device: Sendable> {
    /// Makes the device anew, or says why it cannot.
    public typealias Open = @Sendable () async throws(DeviceError) -> Opened<Device>

    private let open: Open
    private let pace: SearchPace
    private let monitor: (any HotplugMonitor)?
    private let report: @Sendable (DeviceEvent) -> Void
    private let arrival = Bell()
    private var device: (value: Device, number: Int)?
    private var fault = DeviceError(.noHardware, "not opened yet")
    private var openings = 0
    /// The arrivals that were known before the last look, so that none is missed while it looks.
    private var heard: UInt64 = 0
    private var search: Task<Void, Never>?
    private var watch: Task<Void, Never>?
    /// What the device did since the start.
    public nonisolated let statistics = StatisticsTally()

    /// A keeper that has not opened anything yet.
    ///
    /// - Parameters:
    ///   - pace: How often it looks for a device that is not there.
    ///   - monitor: Who tells when something has come; nothing where nobody does.
    ///   - open: Makes the device anew, each time that it was gone.
    ///   - report: Told of every arrival and every loss, in order, from the keeper.
    public init(
        pace: SearchPace = SearchPace(),
        monitor: (any HotplugMonitor)? = nil,
        open: @escaping Open,
        report: @escaping @Sendable (DeviceEvent) -> Void = { _ in }
    ) {
        self.pace = pace
        self.monitor = monitor
        self.open = open
        self.report = report
    }

    deinit {
        search?.cancel()
        watch?.cancel()
    }

    /// Tries to open the device, and goes on trying in the background when it is not there.
    public func start() async {
        guard device == nil, search == nil else { return }
        if await !attempt() { look() }
    }

    /// Whether it is there, as far as the last call showed.
    public var power: PowerState {
        if device != nil { return .online }
        return openings == 0 && search == nil ? .unknown : .offOffline
    }

    /// Why it is not there; nothing while it is.
    public var problem: DeviceError? { device == nil ? fault : nil }

    /// Works with the device that is there now.
    ///
    /// - Throws: What the port last said when it is gone, with `mayHaveRun == false`; else what
    ///   `body` threw.
    public nonisolated func perform<Result: ~Copyable>(
        _ body: (Device) async throws(DeviceError) -> Result
    ) async throws(DeviceError) -> Result {
        let (device, number) = try await current()
        do throws(DeviceError) {
            return try await body(device)
        } catch {
            await judge(error, number)
            throw error
        }
    }

    /// Works with the device as soon as there is one, for calls that wait for a person anyway.
    ///
    /// A device that leaves while it is waited for is waited for again.
    ///
    /// - Throws: `timeout` when none came by `deadline`; else what `body` threw.
    public nonisolated func performWhenHere<Result>(
        by deadline: Deadline,
        _ body: (Device) async throws(DeviceError) -> Result
    ) async throws(DeviceError) -> Result {
        while true {
            let count = arrival.count
            do throws(DeviceError) {
                return try await perform(body)
            } catch {
                guard await problem != nil else {
                    // Back already, or never gone: then the error is the device's own word.
                    if error.kind == .noHardware { continue }
                    throw error
                }
                guard await arrival.isHeard(after: count, by: deadline) else {
                    throw DeviceError(.timeout, error.detail, mayHaveRun: false)
                }
            }
        }
    }

    private func current() throws(DeviceError) -> (Device, Int) {
        guard let device else {
            throw DeviceError(fault.kind, fault.detail, mayHaveRun: false)
        }
        return device
    }

    /// Lets go of opening `number` when its port is dead, unless a newer one has taken its place.
    private func judge(_ error: DeviceError, _ number: Int) {
        guard error.kind == .noHardware, device?.number == number else { return }
        statistics.add(.communicationErrorCount)
        device = nil
        fault = error
        report(.left(error))
        look()
    }

    /// Learns by itself when opening `number` comes to its end, though nobody calls the device.
    private func follow(_ end: (@Sendable () async -> DeviceError)?, _ number: Int) {
        watch?.cancel()
        watch = end.map { end in
            Task { [weak self] in
                let error = await end()
                guard !Task.isCancelled else { return }
                await self?.judge(error, number)
            }
        }
    }

    /// Looks again and again until the device is there.
    private func look() {
        let (pace, monitor) = (pace, monitor)
        search = Task { [weak self] in
            var rhythm = SearchRhythm(pace)
            while !Task.isCancelled {
                guard let heard = await self?.heard else { return }
                if await Self.pause(&rhythm, monitor, after: heard) { rhythm.hear() }
                guard let self, !Task.isCancelled else { return }
                if await self.attempt() { return }
            }
        }
    }

    /// Waits for the next look, and says whether an arrival brought it forward.
    private static func pause(
        _ rhythm: inout SearchRhythm,
        _ monitor: (any HotplugMonitor)?,
        after heard: UInt64
    ) async -> Bool {
        guard let monitor, monitor.isListening else {
            try? await Task.sleep(for: rhythm.pause(isWatched: false))
            return false
        }
        let end = ContinuousClock.now + rhythm.pause(isWatched: true)
        try? await Task.sleep(for: SearchRhythm.breath)
        return await monitor.isArrivalHeard(after: heard, by: end)
    }

    private func attempt() async -> Bool {
        heard = monitor?.arrivals ?? 0
        do throws(DeviceError) {
            let opened = try await open()
            openings += 1
            device = (opened.device, openings)
            search = nil
            follow(opened.end, openings)
        } catch {
            fault = error
            return false
        }
        if openings > 1 { statistics.add(.onlineTransitionCount) }
        report(.arrived)
        arrival.ring()
        return true
    }
}
