/// What the kernel says of one device that came, went or changed.
///
/// It comes in two forms. The kernel's own (lib/kobject_uevent.c) is a headline and properties,
/// each ended by a zero byte:
///
///     add@/devices/pci0000:00/.../tty/ttyUSB0 · ACTION=add · DEVPATH=... · SUBSYSTEM=tty · ...
///
/// udev says it again once it has made its links and set the owner (libudev's monitor): a header
/// of 40 bytes with the mark FEEDCAFEh, the offset and the length of the same properties.
package struct UEvent: Equatable, Sendable {
    /// The longest message that is read; the kernel's own are at most 2,048 bytes and a headline.
    package static let longest = 8192

    /// What happened: `add`, `remove`, `bind`.
    package let action: String
    /// The kind of device: `tty`, `usb`, `input`.
    package let subsystem: String

    /// Reads a message of either form; nothing when it is neither.
    package init?(_ message: ArraySlice<UInt8>) {
        guard message.count <= Self.longest, let properties = Self.properties(message),
            let action = Self.value(of: "ACTION", in: properties),
            let subsystem = Self.value(of: "SUBSYSTEM", in: properties)
        else { return nil }
        self.action = action
        self.subsystem = subsystem
    }

    /// Whether a device that a till works with may be there now and was not before.
    ///
    /// `bind` is a driver that took a USB interface, `change` and `move` a port that was enabled
    /// or renamed.
    package var mayBringDevice: Bool {
        ["add", "bind", "change", "move", "online"].contains(action)
            && ["tty", "usb", "usbmisc", "input", "hidraw"].contains(subsystem)
    }

    private static let udevPrefix: [UInt8] = Array("libudev\0".utf8)
    private static let udevMark: [UInt8] = [0xFE, 0xED, 0xCA, 0xFE]
    /// `prefix[8]`, mark, header's length, offset, length.
    private static let leastHeader = 24

    /// The bytes of `KEY=VALUE`, each ended by a zero, of either form.
    private static func properties(_ message: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard message.starts(with: udevPrefix) else {
            // The headline, `action@path`, tells the form.
            guard let end = message.firstIndex(of: 0),
                message[..<end].contains(UInt8(ascii: "@"))
            else { return nil }
            return message[(end + 1)...]
        }
        guard message.count >= leastHeader, message.dropFirst(8).starts(with: udevMark) else {
            return nil
        }
        let (offset, length) = (word(message, at: 16), word(message, at: 20))
        guard offset >= leastHeader, offset + length <= message.count else { return nil }
        return message.dropFirst(offset).prefix(length)
    }

    /// A number in the order of this machine: the message never left it.
    private static func word(_ message: ArraySlice<UInt8>, at offset: Int) -> Int {
        message.dropFirst(offset).prefix(4).withUnsafeBytes { bytes in
            Int(bytes.loadUnaligned(as: UInt32.self))
        }
    }

    private static func value(of key: String, in properties: ArraySlice<UInt8>) -> String? {
        let start = Array("\(key)=".utf8)
        let line = properties.split(separator: 0).first { $0.starts(with: start) }
        return line.map { String(decoding: $0.dropFirst(start.count), as: UTF8.self) }
    }
}
