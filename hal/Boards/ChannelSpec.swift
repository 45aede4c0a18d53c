public import Channels
public import HAL
import StrictYAML

/// Where a device is connected, as a board file says it.
///
///     { tty: PATH, baud: N }        a serial port by the kernel's interface
///     { serial: PATH, baud: N }     a serial port by libserialport
///     { usb: "vendor:product" }     a USB device by libusb
///     { tcp: "host:port" }          a device on the network
///     { input: PATH }               an input device that types, by the kernel's events
///     { bench: NAME }               a twin on the bench
///
/// A serial port also takes `format: 7E1`, `flow: rts-cts` or `xon-xoff`, `dtr: false` and
/// `rts: false`; a USB device `serial-number:` and `socket: 1-1.4`, when two are alike.
public enum ChannelSpec: Equatable, Sendable {
    case tty(path: String, settings: SerialSettings)
    case serial(path: String, settings: SerialSettings)
    case usb(USBQuery)
    case tcp(TCPEndpoint)
    case input(path: String)
    case bench(name: String)
}

extension ChannelSpec: Decodable {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case tty
        case serial
        case usb
        case tcp
        case input
        case bench
        case baud
        case format
        case flow
        case dtr
        case rts
        case serialNumber = "serial-number"
        case socket
    }

    public init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        let kinds = [CodingKeys.tty, .serial, .usb, .tcp, .input, .bench].filter(keys.contains)
        guard kinds.count == 1, let kind = kinds.first else {
            throw Self.refusal(
                "expected exactly one of tty, serial, usb, tcp, input, bench",
                decoder
            )
        }
        let place = try keys.decode(String.self, forKey: kind)
        switch kind {
        case .tty: self = .tty(path: place, settings: try Self.settings(keys, decoder))
        case .serial: self = .serial(path: place, settings: try Self.settings(keys, decoder))
        case .usb: self = .usb(try Self.query(place, keys, decoder))
        case .tcp:
            guard let endpoint = TCPEndpoint(place) else {
                throw Self.refusal("expected tcp: \"host:port\"", decoder)
            }
            self = .tcp(endpoint)
        case .input: self = .input(path: place)
        default:
            guard !place.isEmpty, !place.contains("/") else {
                throw Self.refusal("a twin's name is one plain word", decoder)
            }
            self = .bench(name: place)
        }
    }

    private static func settings(
        _ keys: KeyedDecodingContainer<CodingKeys>,
        _ decoder: any Decoder
    ) throws -> SerialSettings {
        var settings = SerialSettings(baud: try keys.decode(Int.self, forKey: .baud))
        guard settings.baud > 0 else { throw refusal("a baud rate is above nought", decoder) }
        if let text = try keys.decodeIfPresent(YAMLWord.self, forKey: .format)?.text {
            guard let format = SerialFormat(text) else {
                let what = "`\(text)` is no format; one is 8N1: 7 or 8, N E O M or S, 1 or 2"
                throw refusal(what, decoder)
            }
            settings.format = format
        }
        let flow = try keys.decodeIfPresent(SerialSettings.FlowControl.self, forKey: .flow)
        settings.flow = flow ?? .none
        settings.isDTROn = try keys.decodeIfPresent(Bool.self, forKey: .dtr) ?? true
        settings.isRTSOn = try keys.decodeIfPresent(Bool.self, forKey: .rts) ?? true
        return settings
    }

    private static func query(
        _ numbers: String,
        _ keys: KeyedDecodingContainer<CodingKeys>,
        _ decoder: any Decoder
    ) throws -> USBQuery {
        let query = USBQuery(
            numbers,
            serialNumber: try keys.decodeIfPresent(String.self, forKey: .serialNumber),
            portPath: try keys.decodeIfPresent(String.self, forKey: .socket)
        )
        guard let query else {
            throw refusal("expected usb: \"vendor:product\" in hexadecimal", decoder)
        }
        return query
    }

    private static func refusal(_ reason: String, _ decoder: any Decoder) -> DecodingError {
        .dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: reason))
    }
}

extension ChannelSpec: CustomStringConvertible {
    public var description: String {
        switch self {
        case .tty(let path, let settings), .serial(let path, let settings):
            "\(path) at \(settings)"
        case .usb(let query): "USB \(query)"
        case .tcp(let endpoint): "\(endpoint)"
        case .input(let path): path
        case .bench(let name): "bench \(name)"
        }
    }
}
