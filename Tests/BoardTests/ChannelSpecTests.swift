import Boards
import Channels
import HAL
import StrictYAML
import Testing

/// The channel of a board file, read strictly.
struct ChannelSpecTests {
    typealias Good = (text: String, spec: ChannelSpec, says: String, why: String)

    static let scale = SerialSettings(
        baud: 9600,
        format: SerialFormat(dataBits: 7, parity: .even, stopBits: 1),
        flow: .rtsCTS
    )

    // swift-format-ignore
    static let readings: [Good] = [
        ("tty: /dev/x, baud: 9600",                                           .tty(path: "/dev/x", settings: SerialSettings(baud: 9600)), "/dev/x at 9600 baud",                   "the usual format goes without saying"),
        ("serial: /dev/ttyS0, baud: 9600, format: 7E1, flow: rts-cts",        .serial(path: "/dev/ttyS0", settings: scale),               "/dev/ttyS0 at 9600 baud 7E1, rts-cts",  "a scale with a handshake"),
        ("tty: /dev/x, baud: 1200, dtr: false, rts: false",                   .tty(path: "/dev/x", settings: SerialSettings(baud: 1200, isDTROn: false, isRTSOn: false)), "/dev/x at 1200 baud, DTR off, RTS off", "a drawer that opens at DTR"),
        ("usb: \"04b8:0202\"",                                                .usb(USBQuery(vendor: 0x04B8, product: 0x0202)),            "USB 04b8:0202",                         "the only one of its kind"),
        ("usb: \"04b8:0202\", serial-number: \"7\", socket: 1-1.4",           .usb(USBQuery(vendor: 0x04B8, product: 0x0202, serialNumber: "7", portPath: "1-1.4")), "USB 04b8:0202 serial number 7 in socket 1-1.4", "one of two"),
        ("tcp: \"kitchen.lan:9100\"",                                         .tcp(TCPEndpoint(host: "kitchen.lan", port: 9100)),         "kitchen.lan:9100",                      "a printer in the kitchen"),
        ("tcp: \"[fe80::1]:23\"",                                             .tcp(TCPEndpoint(host: "fe80::1", port: 23)),               "[fe80::1]:23",                          "by its IPv6 address"),
    ]

    @Test(arguments: readings)
    func `a channel is read as it is written, and says itself again`(_ row: Good) throws {
        let spec = try StrictYAML.decode(ChannelSpec.self, from: "{ \(row.text) }", file: "b.yaml")
        #expect(spec == row.spec)
        #expect(spec.description == row.says)
    }

    typealias Bad = (text: String, says: String, why: String)

    // swift-format-ignore
    static let refusals: [Bad] = [
        ("tty: /dev/x, baud: 9600, formt: 7E1",  "did you mean `format`",         "a misspelt key"),
        ("tty: /dev/x, baud: 9600, flow: rtscts", "rts-cts",                       "a misspelt flow control names those there are"),
        ("tty: /dev/x, baud: 9600, format: 9N1", "`9N1` is no format",            "no such number of data bits"),
        ("tty: /dev/x, baud: 9600, format: 8n1", "`8n1` is no format",            "written as manuals write it"),
        ("tty: /dev/x, baud: 0",                 "a baud rate is above nought",   "a line that never carries a byte"),
        ("tty: /dev/x, baud: 9600, dtr: off",    "dtr",                           "truth is true or false"),
        ("tcp: \"printer\"",                     "expected tcp: \"host:port\"",   "no port"),
        ("tcp: \"fe80::1:9100\"",                "expected tcp: \"host:port\"",   "an IPv6 address wants brackets"),
        ("tcp: \"p:70000\"",                     "expected tcp: \"host:port\"",   "no such port"),
        ("tcp: \"p:1\", baud: 9600",             "baud: unknown key",             "a network has no baud rate"),
        ("usb: \"04b8:0202\", socket: 1",        "socket",                        "a socket is text"),
        ("usb: \"04b8:0202:1\"",                 "expected usb:",                 "a number too many"),
    ]

    @Test(arguments: refusals)
    func `a channel that cannot be meant is refused with the reason`(_ row: Bad) {
        let problem = #expect(throws: YAMLProblem.self) {
            try StrictYAML.decode(ChannelSpec.self, from: "{ \(row.text) }", file: "b.yaml")
        }
        #expect(problem?.description.contains(row.says) == true, "\(problem?.description ?? "")")
    }
}
