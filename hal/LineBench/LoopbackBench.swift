public import HAL

/// Tries a serial line over one port with a loopback plug, or two joined by a null-modem cable.
///
///     near ──pattern──▶ cable ──▶ far      and back; with a plug near is far
///
/// It sends known bytes at each rate and format, counts what is wrong, tries modem lines, breaks
/// and flow control, and measures how long one byte takes. Every wait has an end.
public struct LoopbackBench: Sendable {
    /// A port as the bench needs it.
    public typealias Port = any ByteChannel & SerialLine

    let near: Port
    let far: Port
    let hasTwoPorts: Bool
    private let names: [String]
    private let plan: LinePlan

    /// A bench over `near` and `far`; without `far` a plug joins `near` to itself.
    public init(
        _ near: Port,
        named nearName: String,
        _ far: Port? = nil,
        named farName: String? = nil,
        plan: LinePlan = LinePlan()
    ) {
        self.near = near
        self.far = far ?? near
        hasTwoPorts = far != nil
        names = [nearName] + (farName.map { [$0] } ?? [])
        self.plan = plan
    }

    /// Tries everything of the plan.
    public func run() async -> LineReport {
        let end = ContinuousClock.now + plan.limit
        var runs: [LineRun] = []
        var refused: [String] = []
        for settings in plan.settings where .now < end {
            do throws(DeviceError) {
                try configure(settings)
                runs += await tryPatterns(settings, until: end)
            } catch {
                refused.append("\(settings): \(error.detail)")
            }
        }
        let isAlive = runs.contains { $0.tally.received > 0 }
        let basic = SerialSettings(baud: plan.rates.max() ?? 115_200)
        try? configure(basic)
        await drain()
        let checks = isAlive ? await LineChecks(bench: self, settings: basic).run(until: end) : []
        try? configure(basic)
        await drain()
        let latency = isAlive ? await latency(until: end) : nil
        return LineReport(
            ports: names,
            runs: runs,
            checks: checks,
            latencyMicroseconds: latency,
            refused: refused
        )
    }

    /// Sets both ports alike.
    func configure(_ settings: SerialSettings) throws(DeviceError) {
        try near.configure(settings)
        if hasTwoPorts { try far.configure(settings) }
    }

    /// Takes away what still comes, so that it is not taken for an answer.
    func drain() async {
        let end = ContinuousClock.now + .milliseconds(500)
        for port in hasTwoPorts ? [near, far] : [near] {
            while .now < end, await Self.read(port, by: .now + .milliseconds(30)) != nil {}
        }
    }

    private func tryPatterns(_ settings: SerialSettings, until end: Deadline) async -> [LineRun] {
        var runs: [LineRun] = []
        for pattern in plan.patterns {
            for direction in hasTwoPorts ? LineDirection.allCases : [.there] where .now < end {
                let run = await tryOnce(settings, pattern, direction)
                runs.append(run)
                if !run.tally.isClean { await drain() }
                // A line that says nothing says nothing to other patterns either.
                if run.tally.received == 0 { return runs }
            }
        }
        return runs
    }

    private func tryOnce(
        _ settings: SerialSettings,
        _ pattern: LinePattern,
        _ direction: LineDirection
    ) async -> LineRun {
        let (sender, receiver) = direction == .there ? (near, far) : (far, near)
        let count = plan.count(at: settings)
        let sent = pattern.bytes(count, mask: settings.format.mask)
        let before = try? receiver.lineCounts()
        let start = ContinuousClock.now
        let expected = Double(count) / settings.charactersPerSecond
        let end = start + .seconds(1 + 2 * expected)
        let writing = Task { try? await sender.write(sent, by: end) }
        let (received, last) = await Self.receive(count, from: receiver, by: end)
        await writing.value
        return LineRun(
            settings: settings,
            pattern: pattern,
            direction: direction,
            tally: LineTally(sent: sent, received: received),
            counts: before.flatMap { before in (try? receiver.lineCounts())?.since(before) },
            seconds: (last - start) / .seconds(1)
        )
    }

    /// What comes, until it is all there or nothing has come for a while; and when the last came.
    private static func receive(
        _ count: Int,
        from port: Port,
        by end: Deadline
    ) async -> ([UInt8], last: Deadline) {
        var received: [UInt8] = []
        var last = ContinuousClock.now
        while received.count < count {
            let patience = min(end, ContinuousClock.now + .milliseconds(300))
            guard let bytes = await Self.read(port, by: patience) else { break }
            received += bytes
            last = .now
        }
        return (received, last)
    }

    /// What has come by `deadline`, nothing when nothing has; a fault of the line is no bytes, for
    /// it is the port that counts them.
    private static func read(_ port: Port, by deadline: Deadline) async -> [UInt8]? {
        do throws(DeviceError) {
            return try await port.read(upTo: 4096, by: deadline)
        } catch {
            return error.kind == .failure && .now < deadline ? [] : nil
        }
    }

    private func latency(until end: Deadline) async -> Int? {
        var times: [Int] = []
        for turn in 0..<20 where .now < end {
            let start = ContinuousClock.now
            let soon = start + .milliseconds(500)
            guard await echo(UInt8(turn), by: soon) else { return nil }
            times.append(Int((ContinuousClock.now - start) / .microseconds(1)))
        }
        return times.isEmpty ? nil : times.sorted()[times.count / 2]
    }

    /// One byte to the far side and back, or once round the plug.
    private func echo(_ byte: UInt8, by deadline: Deadline) async -> Bool {
        do throws(DeviceError) {
            try await near.write([byte], by: deadline)
            guard try await far.read(upTo: 1, by: deadline) == [byte] else { return false }
            guard hasTwoPorts else { return true }
            try await far.write([byte], by: deadline)
            return try await near.read(upTo: 1, by: deadline) == [byte]
        } catch {
            return false
        }
    }
}
