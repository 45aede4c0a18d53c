import Glibc

/// A USB device that this kernel plays for itself, on one socket of `dummy_hcd`.
///
/// The kernel builds it from a tree of files (configfs, `usb_gadget`); naming the socket in `UDC`
/// is plugging it in, and an empty line there is pulling the plug, whatever is on its way.
///
/// Once built it stays, unplugged, for the checks after: Linux 6.1 stumbles over a function that is
/// removed while somebody opens its port (`gs_close` of u_serial).
final class Gadget: Sendable {
    /// What kind of device it is.
    struct Model: Sendable {
        let name: String
        let vendor: UInt16
        let product: UInt16
        let serial: String
        /// The kernel's function and its instance: `printer.till`.
        let function: String
        /// The files of the function that say how it is.
        var attributes: [(file: String, bytes: [UInt8])] = []
    }

    let model: Model
    private let socket: String
    private let folder: String

    /// Builds the device, not plugged in yet; sockets are counted from 0, and there are four.
    init(_ model: Model, socket: Int) throws {
        self.model = model
        self.socket = "dummy_udc.\(socket)"
        folder = "/sys/kernel/config/usb_gadget/\(model.name)"
        guard SystemFile("/sys/class/udc/\(self.socket)").exists else {
            throw NotHere("no \(self.socket): the kernel has no dummy_hcd")
        }
        if !SystemFile(folder).exists { try build() }
    }

    deinit {
        try? unplug()
    }

    /// Puts the plug in and waits until the host side has set the device up.
    ///
    /// The kernel still calls the gadget configured after its plug was pulled, so the host's view
    /// counts too, once it has seen the device leave.
    func plug() async throws {
        try await eventually(for: "\(model.name) gone from the host") { hostFolder == nil }
        try SystemFile("\(folder)/UDC").write("\(socket)\n")
        let state = SystemFile("/sys/class/udc/\(socket)/state")
        try await eventually(for: "\(model.name) set up by the host") {
            guard state.text == "configured", let host = hostFolder else { return false }
            return SystemFile("\(host)/bConfigurationValue").text == "1"
        }
    }

    /// Pulls the plug.
    func unplug() throws {
        try SystemFile("\(folder)/UDC").write("\n")
    }

    /// The host's folder of the device: `/sys/bus/usb/devices/3-1`.
    var hostFolder: String? { USBFolder.find(serial: model.serial) }

    private func build() throws(Broken) {
        let strings = "\(folder)/strings/0x409"
        let function = "\(folder)/functions/\(model.function)"
        for place in [folder, strings, "\(folder)/configs/c.1", function] {
            try SystemFile(place).makeFolder()
        }
        try SystemFile("\(folder)/idVendor").write("\(model.vendor)\n")
        try SystemFile("\(folder)/idProduct").write("\(model.product)\n")
        try SystemFile("\(strings)/manufacturer").write("Suanpan\n")
        try SystemFile("\(strings)/product").write("\(model.name)\n")
        try SystemFile("\(strings)/serialnumber").write("\(model.serial)\n")
        for attribute in model.attributes {
            try SystemFile("\(function)/\(attribute.file)").write(attribute.bytes)
        }
        guard symlink(function, "\(folder)/configs/c.1/\(model.function)") == 0 else {
            throw Broken("\(model.name): the kernel refused the function \(model.function)")
        }
    }
}

/// Where the kernel keeps a USB device that is plugged in.
enum USBFolder {
    static let all = "/sys/bus/usb/devices"

    /// The folder of the device with this serial number.
    static func find(serial: String) -> String? {
        SystemFile(all).entries
            .map { "\(all)/\($0)" }
            .first { SystemFile("\($0)/serial").text == serial }
    }
}
