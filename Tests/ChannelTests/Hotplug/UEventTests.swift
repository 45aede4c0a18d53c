import Channels
import Glibc
import Testing
import Twins

struct UEventTests {
    static let tty =
        "add@/devices/x/tty/ttyUSB0|ACTION=add|DEVPATH=/devices/x|SUBSYSTEM=tty|SEQNUM=7|"

    /// A message as the kernel writes it; `|` stands for the zero byte.
    static func bytes(_ text: String) -> [UInt8] {
        text.utf8.map { $0 == UInt8(ascii: "|") ? 0 : $0 }
    }

    /// A message as udev writes it.
    static func udev(_ text: String, offset: UInt32 = 40, length: UInt32? = nil) -> [UInt8] {
        let properties = bytes(text)
        func word(_ number: UInt32) -> [UInt8] { withUnsafeBytes(of: number) { Array($0) } }
        return Array("libudev\0".utf8) + [0xFE, 0xED, 0xCA, 0xFE] + word(40) + word(offset)
            + word(length ?? UInt32(properties.count)) + [UInt8](repeating: 0, count: 16)
            + properties
    }

    typealias Row = (bytes: [UInt8], reads: String?, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        (bytes(tty),                                     "add tty",    "the kernel's form"),
        (udev("ACTION=add|SUBSYSTEM=input|"),            "add input",  "udev's form"),
        (bytes("remove@/x|ACTION=remove|SUBSYSTEM=usb|"), "remove usb", "a device that leaves"),
        (bytes("add@/x|SUBSYSTEM=usb|ACTION=add"),       "add usb",    "any order, the last zero missing"),
        (bytes("add@/x|XACTION=no|ACTION=add|SUBSYSTEM=usb|"), "add usb", "a longer key is another"),
        (udev("ACTION=add|SUBSYSTEM=tty|", length: 11),  nil,          "its properties end early"),
        (udev("ACTION=add|SUBSYSTEM=tty|", length: 99),  nil,          "they end beyond the message"),
        (udev("ACTION=add|SUBSYSTEM=tty|", offset: 4),   nil,          "they begin in the header"),
        (udev("ACTION=add|SUBSYSTEM=tty|", offset: .max, length: .max), nil, "numbers that overflow"),
        (Array("libudev\0".utf8),                        nil,          "udev's word and no more"),
        (Array(udev("ACTION=add|SUBSYSTEM=tty|").prefix(23)), nil,     "a header cut short"),
        (bytes("ACTION=add|SUBSYSTEM=tty|"),             nil,          "no headline"),
        (bytes("add@/devices/x"),                        nil,          "a headline and no end"),
        (bytes("add@/x|SUBSYSTEM=tty|"),                 nil,          "no action"),
        (bytes("add@/x|ACTION=add|"),                    nil,          "no subsystem"),
        ([],                                             nil,          "nothing"),
        (bytes(tty) + [UInt8](repeating: 65, count: 8192), nil,        "longer than any"),
    ]

    @Test(arguments: rows)
    func `an event is read as it was written`(_ row: Row) {
        let event = UEvent(row.bytes[...])
        #expect(event.map { "\($0.action) \($0.subsystem)" } == row.reads)
    }

    // swift-format-ignore
    static let worth: [(action: String, subsystem: String, isWorthALook: Bool, why: String)] = [
        ("add",    "tty",    true,  "a serial port"),
        ("bind",   "usb",    true,  "a driver took an interface"),
        ("change", "input",  true,  "an input device was enabled"),
        ("add",    "hidraw", true,  "a stripe reader by reports"),
        ("remove", "tty",    false, "it leaves"),
        ("unbind", "usb",    false, "its driver leaves"),
        ("add",    "block",  false, "a disk"),
        ("add",    "net",    false, "a network card"),
        ("",       "",       false, "nothing"),
    ]

    @Test(arguments: worth)
    func `only what a till works with is worth a look`(
        _ row: (action: String, subsystem: String, isWorthALook: Bool, why: String)
    ) {
        let text = "x@/x|ACTION=\(row.action)|SUBSYSTEM=\(row.subsystem)|"
        #expect(UEvent(Self.bytes(text)[...])?.mayBringDevice == row.isWorthALook)
    }

    // swift-format-ignore
    static let senders: [(sender: UEventSender, isTrusted: Bool, why: String)] = [
        (UEventSender(group: 1, port: 0,    user: 0),    true,  "the kernel"),
        (UEventSender(group: 2, port: 4711, user: 0),    true,  "udev, which is root"),
        (UEventSender(group: 1, port: 4711, user: 0),    false, "a program that plays the kernel"),
        (UEventSender(group: 0, port: 4711, user: 0),    false, "a message to us alone: CVE-2009-1185"),
        (UEventSender(group: 0, port: 0,    user: 0),    false, "even from the kernel that is no uevent"),
        (UEventSender(group: 2, port: 4711, user: 1000), false, "a user who plays udev"),
        (UEventSender(group: 1, port: 0,    user: 1000), false, "a user in the kernel's place"),
        (UEventSender(group: 2, port: 4711, user: nil),  false, "nobody says who it is"),
        (UEventSender(group: 3, port: 0,    user: 0),    false, "both groups at once"),
    ]

    @Test(arguments: senders)
    func `only the kernel and udev are believed`(
        _ row: (sender: UEventSender, isTrusted: Bool, why: String)
    ) {
        #expect(row.sender.isTrusted == row.isTrusted)
    }

    @Test func `a buffer that ran over is a loss, and not the end`() {
        #expect(UEventSocket.failure(ENOBUFS) == .missed)
        #expect(UEventSocket.failure(EAGAIN) == .nothing)
        #expect(UEventSocket.failure(EINTR) == .nothing)
        #expect(UEventSocket.failure(EBADF) == .dead(EBADF))
    }

    @Test func `whatever bytes come, the reader neither traps nor invents`() {
        let seed = UInt64.random(in: 1...(.max))
        print("UEventTests seed \(seed)")
        var random = SeededRandom(seed: seed)
        let samples = [Self.bytes(Self.tty), Self.udev("ACTION=add|SUBSYSTEM=tty|DEVNAME=x|")]
        for _ in 0..<20_000 {
            var bytes = samples[Int.random(in: 0..<samples.count, using: &random)]
            for _ in 0..<Int.random(in: 0...6, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                bytes[place] = UInt8.random(in: 0...255, using: &random)
            }
            bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random))
            // From the middle of a larger array, as a slice of a buffer is.
            let event = UEvent(([1, 2, 3] + bytes)[3...])
            guard let event else { continue }
            for (key, value) in [("ACTION", event.action), ("SUBSYSTEM", event.subsystem)] {
                let text = String(decoding: bytes, as: UTF8.self)
                #expect(text.contains("\(key)=\(value)"), "seed \(seed)")
            }
        }
    }
}
