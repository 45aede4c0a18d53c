import HAL

/// Tries what a line has besides bytes: modem lines, breaks, flow control.
struct LineChecks {
    let bench: LoopbackBench
    let settings: SerialSettings

    func run(until end: Deadline) async -> [LineCheck] {
        var checks: [LineCheck] = []
        for subject in LineCheck.Subject.allCases where .now < end {
            checks.append(LineCheck(subject, await attempt(subject)))
        }
        return checks
    }

    private func attempt(_ subject: LineCheck.Subject) async -> LineCheck.Outcome {
        switch subject {
        case .rtsToCTS: await follows(.rts, .cts)
        case .dtrToDSR: await follows(.dtr, .dsr)
        case .dtrToDCD: await follows(.dtr, .dcd)
        case .breaks: await countsBreaks()
        case .hardwareFlow: await holdsByRTS()
        case .softwareFlow: await holdsByXOFF()
        }
    }

    /// Whether the far side's input follows the near side's output down and up, both ways.
    private func follows(_ output: ModemOutput, _ input: ModemInputs) async -> LineCheck.Outcome {
        let ways = [(bench.near, bench.far), (bench.far, bench.near)]
        do throws(DeviceError) {
            for (driver, listener) in ways.prefix(bench.hasTwoPorts ? 2 : 1) {
                for isOn in [false, true] {
                    try driver.set(output, to: isOn)
                    guard await settles(input, isOn, at: listener) else {
                        try driver.set(output, to: true)
                        return .fails
                    }
                }
            }
            return .works
        } catch {
            return .absent
        }
    }

    /// A USB adapter polls its lines, some a dozen times a second.
    private func settles(
        _ input: ModemInputs,
        _ isOn: Bool,
        at port: LoopbackBench.Port
    ) async -> Bool {
        for _ in 0..<20 {
            if (try? port.modemInputs())?.contains(input) == isOn { return true }
            try? await Task.sleep(for: .milliseconds(10))
        }
        return false
    }

    private func countsBreaks() async -> LineCheck.Outcome {
        do throws(DeviceError) {
            let before = try bench.far.lineCounts()
            try await bench.near.sendBreak(lasting: .milliseconds(250))
            await bench.drain()
            return try bench.far.lineCounts().since(before).breaks > 0 ? .works : .fails
        } catch {
            return .absent
        }
    }

    private func holdsByRTS() async -> LineCheck.Outcome {
        guard bench.hasTwoPorts else { return .untried }
        var flow = settings
        flow.flow = .rtsCTS
        do throws(DeviceError) {
            try bench.far.configure(settings)
            try bench.near.configure(flow)
            try bench.far.set(.rts, to: false)
        } catch {
            return .absent
        }
        return await holds { _ = try? bench.far.set(.rts, to: true) }
    }

    private func holdsByXOFF() async -> LineCheck.Outcome {
        // A plug would bring a port's own XOFF back, and it could not send XON any more.
        guard bench.hasTwoPorts else { return .untried }
        var flow = settings
        flow.flow = .xonXOFF
        let soon: Deadline = .now + .milliseconds(500)
        do throws(DeviceError) {
            try bench.far.configure(settings)
            try bench.near.configure(flow)
            try await bench.far.write([0x13], by: soon)
        } catch {
            return .absent
        }
        // The byte needs a moment to arrive.
        try? await Task.sleep(for: .milliseconds(50))
        return await holds { _ = try? await bench.far.write([0x11], by: .now + .milliseconds(500)) }
    }

    /// Whether nothing comes while the near side is held, and all of it once it is let go.
    private func holds(_ letGo: () async -> Void) async -> LineCheck.Outcome {
        let near = bench.near
        let bytes = LinePattern.walking.bytes(32)
        let writing = Task { try? await near.write(bytes, by: .now + .seconds(2)) }
        let early = try? await bench.far.read(upTo: 32, by: .now + .milliseconds(150))
        await letGo()
        await writing.value
        let rest = 32 - (early?.count ?? 0)
        let late = rest == 0 ? [] : try? await bench.far.read(exactly: rest, by: .now + .seconds(1))
        await bench.drain()
        return early == nil && late == bytes ? .works : .fails
    }
}
