/// Where a device is connected, as a board file says it.
///
///     { tty: PATH, baud: N }        a serial port by the kernel's interface
///     { serial: PATH, baud: N }     a serial port by libserialport
///     { usb: "vendor:product" }     a USB printer by libusb
///     { input: PATH }               an input device that types, by the kernel's events
///     { bench: NAME }               a twin on the bench
public enum ChannelSpec: Equatable, Sendable {
    case tty(path: String, baud: Int)
    case serial(path: String, baud: Int)
    case usb(vendor: UInt16, product: UInt16)
    case input(path: String)
    case bench(name: String)
}

extension ChannelSpec: Decodable {
    private enum CodingKeys: String, CodingKey {
        case tty
        case serial
        case usb
        case input
        case bench
        case baud
    }

    public init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        let kinds = [CodingKeys.tty, .serial, .usb, .input, .bench].filter(keys.contains)
        guard kinds.count == 1, let kind = kinds.first else {
            throw Self.refusal("expected exactly one of tty, serial, usb, input, bench", decoder)
        }
        let place = try keys.decode(String.self, forKey: kind)
        switch kind {
        case .tty: self = .tty(path: place, baud: try keys.decode(Int.self, forKey: .baud))
        case .serial: self = .serial(path: place, baud: try keys.decode(Int.self, forKey: .baud))
        case .usb:
            let numbers = place.split(separator: ":").map { UInt16($0, radix: 16) }
            guard numbers.count == 2, let vendor = numbers[0], let product = numbers[1] else {
                throw Self.refusal("expected usb: \"vendor:product\" in hexadecimal", decoder)
            }
            self = .usb(vendor: vendor, product: product)
        case .input: self = .input(path: place)
        case .bench, .baud:
            guard !place.isEmpty, !place.contains("/") else {
                throw Self.refusal("a twin's name is one plain word", decoder)
            }
            self = .bench(name: place)
        }
    }

    private static func refusal(_ reason: String, _ decoder: any Decoder) -> DecodingError {
        .dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: reason))
    }
}

extension ChannelSpec: CustomStringConvertible {
    public var description: String {
        switch self {
        case .tty(let path, let baud), .serial(let path, let baud): "\(path) at \(baud) baud"
        case .usb(let vendor, let product): "USB \(Self.hex(vendor)):\(Self.hex(product))"
        case .input(let path): path
        case .bench(let name): "bench \(name)"
        }
    }

    private static func hex(_ number: UInt16) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }
}
