internal import ArgumentParser
internal import Boards
internal import Channels
internal import CommandKit
internal import HAL
internal import StrictYAML

/// What is plugged in, for somebody who writes a board file.
struct DevicesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "devices",
        abstract: "Lists the devices that are plugged in, or tries one.",
        subcommands: [
            DevicesList.self, DevicesIdentify.self, DevicesTest.self, DevicesRecord.self,
            DevicesPlay.self,
        ]
    )
}

/// `till devices list`: every port and USB device, and the role that the board gives it.
struct DevicesList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists serial ports and USB devices, with the channel to write in a board file.",
        discussion: """
            Nothing is opened and nothing is sent. A port that a board names is marked with its \
            role. `till doctor` asks the devices themselves.
            """
    )

    @Option(help: "The board: a name in the folder of boards, or a file.")
    var board: String?
    @Option(help: "The folder of board files.")
    var boards: String?
    @Flag(help: "Write JSON.")
    var json = false

    func run() async throws {
        let roles = try roles()
        var found = PortIdentity().ports().map { port in
            FoundDevice(
                channel: "serial: \(port.path)",
                device: port.device.description,
                role: roles[port.path]
            )
        }
        // A machine without USB has no devices on it, and that is no fault of this command.
        let bus = try? USBBus.common()
        found += (bus?.devices() ?? []).map { device in
            let model = USBModel(vendor: device.vendor, product: device.product)
            return FoundDevice(
                channel: "usb: \"\(model)\"",
                device: "\(kind(of: device)) in socket \(device.portPath)",
                role: roles["\(model)"]
            )
        }
        print(json ? JSONText.of(found) : text(found))
    }

    private func kind(of device: USBDevice) -> String {
        let kinds = USBInterfaceClass.allCases.filter { device.interface(of: $0) != nil }
        let names = kinds.map { kind in
            switch kind {
            case .hid: "keyboard or HID device"
            case .printer: "printer"
            case .smartCard: "chip card reader"
            case .vendorSpecific: "maker's own protocol"
            }
        }
        return names.isEmpty ? "USB device" : names.joined(separator: ", ")
    }

    /// The role of each port or model that the board names.
    private func roles() throws(ExitCode) -> [String: String] {
        guard let name = board else { return [:] }
        let board: Board
        do throws(YAMLProblem) {
            board = try Board.load(BoardFolder.file(name, in: boards))
        } catch {
            throw Failure.data("\(error)")
        }
        var roles: [String: String] = [:]
        for (role, channel) in board.channels {
            switch channel {
            case .tty(let path, _), .serial(let path, _):
                let port = PortIdentity().file(of: path)
                roles[port ?? path] = role.rawValue
            case .usb(let query):
                roles["\(USBModel(vendor: query.vendor, product: query.product))"] = role.rawValue
            case .tcp, .input, .bench: continue
            }
        }
        return roles
    }

    private func text(_ found: [FoundDevice]) -> String {
        guard !found.isEmpty else {
            return "No serial port and no USB device is plugged in."
        }
        let width = found.map { TextWidth.cells($0.channel) }.max() ?? 0
        return found.map { device in
            let role = device.role.map { "  <- \($0)" } ?? ""
            return TextWidth.pad(device.channel, to: width + 2) + device.device + role
        }.joined(separator: "\n")
    }
}

/// One line of the list.
private struct FoundDevice: Codable {
    let channel: String
    let device: String
    let role: String?
}
