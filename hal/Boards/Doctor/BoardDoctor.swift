public import Diagnosis
public import HAL

extension Board {
    /// Looks at the devices of the board, one after another, each up to `top` or its first broken
    /// rung.
    ///
    /// Up to `Rung.highestQuiet` it prints nothing, cuts nothing, opens no drawer, shows nothing,
    /// charges nobody and waits for nobody.
    ///
    /// - Parameters:
    ///   - roles: Those to look at; every role of the board without it.
    ///   - technician: Who acts and looks on the highest rung.
    public func doctor(
        _ channels: some ChannelOpener,
        to top: Rung = .highestQuiet,
        roles: Set<DeviceRole>? = nil,
        technician: some Technician = NobodyThere()
    ) async -> DoctorReport {
        var findings: [DeviceFinding] = []
        for probe in probes(channels) {
            let subject = probe.subject
            guard roles?.contains(subject.role) ?? true else { continue }
            var climb = Climb(subject, to: top)
            while let rung = climb.next {
                climb.take(await probe.look(at: rung, with: technician))
            }
            findings.append(climb.finding)
        }
        return DoctorReport(board: name, top: top, findings: findings)
    }

    /// Makes the devices show which one each is: all at once, for a person has two hands.
    ///
    /// A drawer springs open only when it is named in `roles`.
    public func identify(
        _ channels: some ChannelOpener,
        roles: Set<DeviceRole>? = nil,
        technician: some Technician
    ) async -> DoctorReport {
        let probes = probes(channels).filter { probe in
            roles?.contains(probe.subject.role) ?? (probe.subject.role != .cashDrawer)
        }
        var climbs: [Climb] = []
        // Ports one after another, for what hangs on the printer opens the printer's.
        for probe in probes {
            var climb = Climb(probe.subject, [.port, .action])
            climb.take(await probe.look(at: .port, with: technician))
            climbs.append(climb)
        }
        let sights = await withTaskGroup(of: (Int, Sight).self) { tasks in
            for (place, probe) in probes.enumerated() where climbs[place].next != nil {
                tasks.addTask { (place, await Self.identify(probe, technician)) }
            }
            return await tasks.reduce(into: [Int: Sight]()) { $0[$1.0] = $1.1 }
        }
        for (place, sight) in sights { climbs[place].take(sight) }
        return DoctorReport(board: name, top: .action, findings: climbs.map(\.finding))
    }

    private static func identify(
        _ probe: any DeviceProbe,
        _ technician: any Technician
    ) async -> Sight {
        do throws(DeviceError) {
            return try await probe.identify(technician)
        } catch {
            return .error(error)
        }
    }
}
