import Drivers
import HAL

extension Board {
    /// Looks at each device of the board, one after another, and judges what it saw.
    ///
    /// It prints nothing, cuts nothing, opens no drawer and charges nobody; the display shows the
    /// board's name.
    public func doctor(_ channels: some ChannelOpener) async -> DoctorReport {
        let devices = await openAvailable(channels)
        var findings: [DeviceFinding] = []
        for role in DeviceRole.allCases {
            guard let (driver, place) = description(of: role) else { continue }
            let problem = devices.problems[role]
            let answer = problem == nil ? await ask(role, of: devices) : nil
            let probe = DeviceProbe(
                role: role,
                driver: driver,
                place: place,
                openingError: problem,
                answer: answer,
                remark: role == .receiptPrinter ? fontRemark : nil
            )
            findings.append(Doctor.finding(probe))
        }
        return DoctorReport(board: name, findings: findings)
    }

    /// What to do when nothing can draw the characters that the printer lacks.
    private var fontRemark: String? {
        guard let entry = receiptPrinter, Self.glyphs(entry) is NoGlyphs else { return nil }
        return "install a font (fonts-wqy-microhei): characters that the printer lacks print as 〓"
    }

    private func description(of role: DeviceRole) -> (driver: String, place: String)? {
        switch role {
        case .receiptPrinter:
            receiptPrinter.map { ($0.driver.rawValue, $0.channel.description) }
        case .customerDisplay:
            customerDisplay.map { display in
                let place = isDisplayBehindPrinter ? "behind the printer" : "\(display.channel)"
                return (display.driver.rawValue, place)
            }
        case .scanner:
            scanner.map { ($0.driver.rawValue, $0.channel.description) }
        case .cardReader:
            cardReader.map { ($0.driver.rawValue, $0.channel.description) }
        case .scale:
            scale.map { ($0.driver.rawValue, $0.channel.description) }
        case .smartCardReader:
            smartCardReader.map { ($0.driver.rawValue, $0.channel.description) }
        case .cashDrawer:
            cashDrawer.map { ($0.driver.rawValue, "behind the printer") }
        case .paymentTerminal:
            paymentTerminal.map { ($0.driver.rawValue, $0.channel.description) }
        }
    }

    private func ask(_ role: DeviceRole, of devices: Devices) async -> DeviceProbe.Answer? {
        let deadline: Deadline = .now + .seconds(2)
        do throws(DeviceError) {
            switch role {
            case .receiptPrinter:
                guard let printer = devices.printer else { return nil }
                let status = try await printer.status(by: deadline)
                let model = try? await (printer as? ESCPOSPrinter)?
                    .modelName(by: .now + .milliseconds(500))
                return .status(status, model: model)
            case .customerDisplay:
                guard let display = devices.display else { return nil }
                try await display.show(["till doctor", name], by: deadline)
                return .accepted
            case .scale:
                guard let scale = devices.scale else { return nil }
                try await (scale as? Toledo8217Scale)?.probe(by: deadline)
                return .scale(try await scale.liveWeight(by: deadline))
            case .cashDrawer:
                guard let drawer = devices.drawer else { return nil }
                return .drawer(isOpen: try await drawer.isOpen(by: deadline))
            case .paymentTerminal:
                guard let terminal = devices.payment else { return nil }
                try await terminal.checkHealth(by: deadline)
                return .healthy
            case .smartCardReader:
                guard let reader = devices.smartCardReader else { return nil }
                return .slot(try await reader.status(by: deadline))
            case .scanner, .cardReader:
                return nil
            }
        } catch {
            return .error(error)
        }
    }
}
